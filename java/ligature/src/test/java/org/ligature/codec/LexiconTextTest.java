package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class LexiconTextTest {
  private static String text(GlyphCodec codec) throws IOException {
    StringBuilder text = new StringBuilder();
    codec.writeText(text);
    return text.toString();
  }

  @Test
  void theTextMakesTheSameCodec() throws IOException {
    GlyphCodec codec =
        GlyphCodec.trainer()
            .add(Texts.SAMPLE.repeat(3))
            .add("a\u00a0b\u200b c\\d\u2028e \ufeff")
            .phrases(9)
            .provenance("own words, CC0\nand a line\tmore \\ \ud83e\udd8a")
            .train();
    String text = text(codec);
    GlyphCodec read = GlyphCodec.readText(new StringReader(text));
    assertArrayEquals(codec.toBytes(), read.toBytes());
    assertEquals(codec, read);
    assertTrue(text.contains("\nword\tfox\n") && text.contains("\nseparator+\t.\\s\n"));
    assertEquals(2 + codec.size(), text.lines().filter(l -> !l.startsWith("named")).count());
  }

  @Test
  void aLineThatIsNoneIsRefusedWithItsNumber() throws IOException {
    String sound = text(GlyphCodec.trainer().maxGlyphs(4096).train());
    assertRefused("line 1 of", "x" + sound);
    assertRefused("line 2 of the lexicon has no tab", sound.replace("note\t", "note "));
    assertRefused("is of no kind that there is: wordy", sound + "wordy\tfox\n");
    assertRefused("has an escape", sound + "word\tfo\\x\n");
    assertRefused("has an escape", sound + "word\tfo\\u12\n");
    assertRefused("has an escape", sound + "word\tfo\\uXYZW\n");
    assertRefused("has an escape", sound + "word\tfo\\\n");
    assertRefused("a glyph of 65 chars", sound + "word\t" + "x".repeat(65) + "\n");
    assertRefused("have the same text", sound + "word\tfox\nword\tfox\n");
    assertRefused("0 of 1 named separators", sound.replace("named\t\n", "named\tno\n"));
    assertRefused("names a separator too many", sound + "named\t,\n".repeat(15));
  }

  private static void assertRefused(String message, String text) {
    IOException e =
        assertThrows(IOException.class, () -> GlyphCodec.readText(new StringReader(text)));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
