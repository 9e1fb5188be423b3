package org.ligature.bench.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SomethingLearnsTest {
  @Test
  void aFewStepsOnTheSampleBookBeatItsUnigram() throws IOException {
    Path book = Path.of("..", "..", "samples", "time_machine.txt");
    SomethingLearns example = new SomethingLearns(Files.readString(book));
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    double bits = example.run(40, 2e-2f, new PrintStream(log, true, StandardCharsets.UTF_8));
    assertTrue(bits < example.unigram() - 0.2, log.toString(StandardCharsets.UTF_8));
  }

  /** Lines that hold neither a comment only, nor an import, nor nothing. */
  @Test
  void itIsAtMost250Lines() throws IOException {
    List<String> lines = new ArrayList<>();
    Path folder = Path.of("src", "main", "java", "org", "ligature", "bench", "example");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "");
        code.lines()
            .map(String::strip)
            .filter(
                line -> !line.isEmpty() && !line.startsWith("//") && !line.startsWith("import "))
            .forEach(lines::add);
      }
    }
    assertTrue(lines.size() > 100 && lines.size() <= 250, lines.size() + " lines");
  }
}
