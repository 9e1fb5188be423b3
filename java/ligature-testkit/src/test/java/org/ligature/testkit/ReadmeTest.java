package org.ligature.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows a user's test that is compiled and run here. */
class ReadmeTest {
  @Test
  void thePageShowsTheExampleThatRuns() throws IOException {
    String example =
        Files.readString(
            Path.of("src/test/java/org/ligature/testkit/example/LambdaSplitterTest.java"));
    String shown = example.substring(example.indexOf("class LambdaSplitterTest"));
    String page = Files.readString(Path.of("README.md"));
    assertTrue(page.contains("```java\n" + shown + "```\n"), "README.md must contain:\n" + shown);
  }
}
