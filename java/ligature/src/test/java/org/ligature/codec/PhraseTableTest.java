package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhraseTableTest {
  private static final Lexicon BASE =
      GlyphCodec.trainer()
          .add("of the king, however. said he; in, the, McDonald England the end kings ".repeat(3))
          .train()
          .lexicon();

  private static List<String> encoded(String text, String... phrases) {
    GlyphCodec codec = GlyphCodec.of(PhraseChooser.withPhrases(BASE, List.of(phrases)));
    Glyphs units = codec.encode(text);
    assertEquals(text, codec.decode(units));
    return Arrays.stream(units.toArray()).mapToObj(u -> codec.text(Unit.glyph(u))).toList();
  }

  @Test
  void aPhraseStandsForItsRow() {
    assertEquals(List.of("of the", "king"), encoded("of the king", "of the"));
    assertEquals(List.of("of the", "king"), encoded("Of the king", "of the"));
    assertEquals(List.of("king, however"), encoded("king, however. ", "king, however"));
    assertEquals(List.of("in England"), encoded("In England; ", "in England"));
  }

  @Test
  void anotherCaseOrSeparatorInsideIsAnotherRow() {
    assertEquals(List.of("of", "the"), encoded("of The", "of the"));
    assertEquals(List.of("of", "the"), encoded("OF THE", "of the"));
    assertEquals(List.of("of", "the"), encoded("of, the", "of the"));
    assertEquals(List.of("in", "england"), encoded("in england", "in England"));
  }

  @Test
  void aWordThatGoesOnIsNotTheListedOne() {
    assertEquals(List.of("of the", "king"), encoded("of the king", "of the"));
    assertEquals(List.of("of", "the", "m"), encoded("of them", "of the"));
  }

  @Test
  void noPhraseReachesOverASentenceEnd() {
    assertRefused("of. the");
    assertEquals(List.of("of", "the"), encoded("of. the", "of the"));
  }

  @Test
  void fewerUnitsGoBeforeTheLongestPhrase() {
    String[] phrases = {"of the", "of the king", "king of the end"};
    assertEquals(List.of("of the", "king of the end"), encoded("of the king of the end", phrases));
    assertEquals(List.of("of the king", "end"), encoded("of the king end", phrases));
    assertEquals(List.of("of the king", "of the"), encoded("of the king of the", phrases));
  }

  @Test
  void ofEquallyManyTheFirstIsTheLonger() {
    String[] phrases = {"of the", "the king", "of the king", "king in", "king in the"};
    assertEquals(List.of("of the king", "in"), encoded("of the king in", phrases));
    assertEquals(List.of("of the", "king"), encoded("of the king", "of the", "the king"));
  }

  @Test
  void aLexiconOfNoPhrasesHasNoTable() {
    assertNull(BASE.phrases());
  }

  @Test
  void whatIsNoRowOfListedWordsIsRefused() {
    for (String text :
        List.of(
            "king",
            "Of the",
            "OF THE",
            "of ",
            "of the.",
            "of the, ",
            "of",
            "of queen",
            "of  the",
            "(the",
            " of",
            "of queenly the")) {
      assertRefused(text);
    }
    assertEquals(
        "glyphs " + BASE.size() + " and " + (BASE.size() + 1) + " have the same text",
        assertThrows(IllegalArgumentException.class, () -> encoded("", "of the", "of the"))
            .getMessage());
  }

  private static void assertRefused(String phrase) {
    assertEquals(
        "glyph " + BASE.size() + " is no row of listed words: " + phrase,
        assertThrows(IllegalArgumentException.class, () -> encoded("", phrase), phrase)
            .getMessage());
  }
}
