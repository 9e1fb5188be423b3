package org.ligature.lexicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.ligature.codec.GlyphCodec;

class EnglishRussianTest {
  private static final GlyphCodec CODEC = EnglishRussian.codec();

  @Test
  void aWordOfEitherLanguageIsOneUnit() {
    assertEquals(262_144, CODEC.size());
    assertEquals(6, CODEC.encode("The quick brown fox jumps over").length());
    assertEquals(
        5,
        CODEC
            .encode(
                "\u0411\u044b\u0441\u0442\u0440\u0430\u044f \u043b\u0438\u0441\u0430"
                    + " \u043f\u0440\u044b\u0433\u0430\u0435\u0442 \u0447\u0435\u0440\u0435\u0437"
                    + " \u0441\u043e\u0431\u0430\u043a\u0443")
            .length());
    assertEquals(2, CODEC.encode("\ud83d\ude00\u4f60").length());
    assertSame(CODEC, EnglishRussian.codec());
  }

  @Test
  void itIsSoundAndCarriesItsLicence() throws IOException {
    CODEC.verify();
    String note = Files.readString(Path.of("src", "main", "lexicon", "note.txt"));
    assertEquals(note, CODEC.provenance());
    assertTrue(note.contains("CC BY-SA 4.0") && note.contains("wordfreq by Robyn Speer"));
  }

  @Test
  void theIdsAreThoseOfTheText() throws IOException {
    StringBuilder text = new StringBuilder();
    CODEC.writeText(text);
    String said = Files.readString(Path.of("src", "main", "lexicon", "english-russian.txt"));
    assertTrue(said.contentEquals(text), "the text differs");
  }
}
