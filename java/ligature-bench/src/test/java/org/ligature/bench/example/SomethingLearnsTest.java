package org.ligature.bench.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SomethingLearnsTest {
  @Test
  void aFewStepsOnTheSampleBookBeatItsUnigram() throws IOException {
    Path book = Path.of("..", "..", "samples", "time_machine.txt");
    SomethingLearns example = new SomethingLearns(Files.readString(book));
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    double bits = example.run(40, 1, new PrintStream(log, true, StandardCharsets.UTF_8));
    assertTrue(bits < example.unigram() - 0.2, log.toString(StandardCharsets.UTF_8));
  }
}
