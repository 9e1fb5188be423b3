package org.ligature;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts that are too large for the repository: the folder that the system property {@code
 * ligature.data} names, or {@code shared/data} beside the repository. A test that asks for them
 * where they are not is skipped, and says so.
 */
public final class SharedData {
  private SharedData() {}

  /** The folder; skips the test where there is none. */
  public static Path folder() {
    Path beside = Path.of("..", "..", "..", "shared", "data");
    Path folder = Path.of(System.getProperty("ligature.data", beside.toString()));
    assumeTrue(
        Files.isDirectory(folder),
        () ->
            "skipped: no shared texts at "
                + folder.toAbsolutePath().normalize()
                + "; name their folder by -Dligature.data=FOLDER");
    return folder;
  }

  /** Every text file in UTF-8, in order of name; skips the test where there is no folder. */
  public static List<Path> texts() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(f -> f.toString().matches(".*\\.(txt|tsv|jsonl|md)")).sorted().toList();
    }
  }

  /** The strings that break tokenizers; skips the test where there is no folder. */
  public static List<String> edgeCases() throws IOException {
    List<String> strings = new ArrayList<>();
    for (String line : Files.readAllLines(folder().resolve("edge").resolve("edge_cases.jsonl"))) {
      strings.add(unescape(line));
    }
    return strings;
  }

  /** The string of a JSON literal whose only escapes are those of chars by number. */
  private static String unescape(String literal) {
    StringBuilder string = new StringBuilder();
    for (int i = 1; i < literal.length() - 1; i++) {
      char c = literal.charAt(i);
      if (c == '\\') {
        string.append((char) Integer.parseInt(literal.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        string.append(c);
      }
    }
    return string.toString();
  }
}
