package org.ligature.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A figure is no better than what it was measured on. */
class TextSetTest {
  @Test
  void documentsAreShortAndCutAtEndsOfLines() {
    String lines = "\u0434\u0435\u043d\u044c, day\n".repeat(5000) + "the end";
    TextSet documents = new TextSet("ru", List.of(lines, "", "one")).documents();
    assertEquals(lines + "one", String.join("", documents.texts()));
    for (String text : documents.texts()) {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      assertTrue(bytes <= TextSet.DOCUMENT, bytes + " bytes");
      assertTrue(text.endsWith("\n") || text.endsWith("the end") || text.equals("one"), text);
    }
    assertEquals(lines.length() + 4 * 5000 + 3, documents.bytes());
    assertEquals(documents.bytes() / TextSet.DOCUMENT + 2, documents.texts().size());
  }

  @Test
  void aLineThatIsTooLongStaysWhole() {
    String line = "x".repeat(TextSet.DOCUMENT + 1);
    assertEquals(
        List.of("a\n", line + "\n", "b"),
        new TextSet("en", List.of("a\n" + line + "\nb")).documents().texts());
  }
}
