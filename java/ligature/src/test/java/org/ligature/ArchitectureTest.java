package org.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The house: who may know whom. Every arrow points right in
 *
 * <pre>
 * layer -> tensor -> internal -> ligature.h
 *   +----> chunk -> codec -> file  (pure Java: works with no natives)
 * </pre>
 */
class ArchitectureTest {
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.of(
          "file", Set.of(),
          "codec", Set.of("file"),
          "chunk", Set.of("codec", "file"),
          "internal", Set.of(),
          "tensor", Set.of("internal"),
          "layer", Set.of("tensor", "internal", "chunk", "codec"));

  private static final Pattern NAME = Pattern.compile("\\borg\\.ligature\\.(\\w+)\\.[A-Z]");
  private static final Pattern POINTER =
      Pattern.compile("import org\\.bytedeco\\.javacpp\\.\\w*Pointer;");
  private static final Path MAIN = Path.of("src", "main", "java", "org", "ligature");

  @Test
  void noArrowPointsLeft() throws IOException {
    List<String> wrong = new ArrayList<>();
    int files = 0;
    for (Path file : sources()) {
      files++;
      String room = MAIN.relativize(file).getName(0).toString();
      Matcher names = NAME.matcher(Files.readString(file));
      while (names.find()) {
        String other = names.group(1);
        if (!other.equals(room) && !MAY_KNOW.get(room).contains(other)) {
          wrong.add(file.getFileName() + " of " + room + " knows " + other);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertFalse(files < 10, "only " + files + " sources were read");
  }

  @Test
  void onlyInternalStandsInTheDoorToC() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      boolean inDoor = MAIN.relativize(file).startsWith("internal");
      if (MAIN.relativize(file).startsWith("tensor")) {
        text = POINTER.matcher(text).replaceAll(""); // a user's, which a tensor may wrap
      }
      if (!inDoor
          && (text.contains("org.bytedeco") || text.matches("(?s).*\\bnative \\w+ \\w+\\(.*"))) {
        wrong.add(file.toString());
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyRoomIsOnThePlan() throws IOException {
    try (Stream<Path> rooms = Files.list(MAIN)) {
      assertEquals(
          MAY_KNOW.keySet(), Set.copyOf(rooms.map(room -> room.getFileName().toString()).toList()));
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
