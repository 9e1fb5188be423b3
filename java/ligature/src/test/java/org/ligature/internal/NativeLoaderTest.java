package org.ligature.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ligature.codec.GlyphCodec;
import org.ligature.tensor.Device;

/** Each case in a JVM of its own, as a class that has failed to load stays so. */
class NativeLoaderTest {
  @TempDir Path folder;

  /** What the child runs: the codec must work, then the device says what it says. */
  static final class Child {
    public static void main(String[] args) {
      GlyphCodec codec = GlyphCodec.trainer().add("one two three").train();
      System.out.println(codec.decode(codec.encode("two three")));
      for (int i = 0; i < 2; i++) {
        try (Device device = Device.best()) {
          System.out.println(device.numThreads() > 0 ? "loaded" : "no threads");
        } catch (UnsatisfiedLinkError e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  @Test
  void loadsAndLeavesNothingBehind() throws Exception {
    List<String> lines = child("-Dorg.ligature.tmpdir=" + folder);
    assertEquals(List.of("two three", "loaded", "loaded"), lines);
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void saysWhatToDoWhereTheFolderIsMissing() throws Exception {
    assertExplained(
        child("-Dorg.ligature.tmpdir=" + folder.resolve("absent")),
        "absent",
        "-Dorg.ligature.tmpdir");
  }

  @Test
  void saysWhatToDoOnAnotherPlatform() throws Exception {
    assertExplained(child("-Dos.arch=s390x"), "s390x", "-Dorg.ligature.library.path");
  }

  @Test
  void saysWhatToDoWhereTheLibraryIsNotOne() throws Exception {
    Files.writeString(folder.resolve(System.mapLibraryName("jniligature")), "not a library");
    assertExplained(
        child("-Dorg.ligature.library.path=" + folder),
        folder.toString(),
        "-Dorg.ligature.library.path");
  }

  private static void assertExplained(List<String> lines, String... parts) {
    assertEquals(3, lines.size(), lines.toString());
    assertEquals("two three", lines.get(0), "the codec works all the same");
    assertEquals(lines.get(1), lines.get(2), "the second attempt says the same");
    for (String part : parts) {
      assertTrue(lines.get(1).contains(part), lines.get(1));
    }
    for (String part : List.of("Tried: ", "Why it failed: ", "What to do: ")) {
      assertTrue(lines.get(1).contains(part), lines.get(1));
    }
  }

  private static List<String> child(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(options));
    command.add(Child.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), text);
    return text.lines().toList();
  }
}
