package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Truncation by example. */
class TruncationTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  private static String cut(String text, int maxUnits) {
    return CODEC.decode(CODEC.truncate(CODEC.encode(text), maxUnits));
  }

  @Test
  void aTextThatFitsStaysTheSame() {
    Glyphs units = CODEC.encode("the quick fox");
    assertSame(units, CODEC.truncate(units, 3));
    assertSame(units, CODEC.truncate(units, Integer.MAX_VALUE));
  }

  @Test
  void piecesStayWithTheirWord() {
    assertEquals(4, CODEC.encode("fox foxes").length());
    assertEquals("fox", cut("fox foxes", 3));
    assertEquals("fox foxes", cut("fox foxes dog", 4));
    assertEquals("", cut("foxes fox", 2));
  }

  @Test
  void partsOfAMixedWordStayTogether() {
    assertEquals("the", cut("the foxDog", 2));
    assertEquals("the foxDog", cut("the foxDog", 3));
    assertEquals("the foxDog", cut("the foxDog fox", 3));
    assertEquals("the", cut("the O'Fox", 3));
  }

  @Test
  void bytesOfAWordStayWithItAndThoseOfASymbolTogether() {
    assertEquals("the", cut("the fox\u00fe fox", 3));
    assertEquals("fox", cut("fox\uD808\uDC00 fox", 4));
    assertEquals("fox\uD808\uDC00", cut("fox\uD808\uDC00 fox", 5));
  }

  @Test
  void aWordOfDigitsIsAWord() {
    assertEquals(3, CODEC.encode("4918 fox").length());
    assertEquals("", cut("4918 fox", 1));
    assertEquals("dog", cut("dog42 fox", 1));
  }

  @Test
  void aRunOfLettersIsCutWhereEncodingCutsIt() {
    String run = "\u00fe".repeat(300);
    assertEquals(run.substring(0, WordScanner.MAX_WORD), cut(run, 599));
  }

  @Test
  void separatorsAreCutAnywhere() {
    String run = "\u00b6".repeat(300); // two bytes each
    assertEquals(run.substring(0, 61), cut(run, 123));
  }

  @Test
  void sentencesEndWhereTheyDid() {
    Glyphs units = CODEC.encode("The fox. The dog! Over the foxes");
    Glyphs cut = CODEC.truncate(units, 9);
    assertEquals("The fox. The dog! Over the", CODEC.decode(cut));
    assertEquals(3, cut.numSentences());
    assertEquals(units.sentenceEnd(1), cut.sentenceEnd(1));
    assertEquals(cut.length(), cut.sentenceEnd(2));
    assertEquals(Glyphs.empty(), CODEC.truncate(units, 0));
  }

  @Test
  void aLetterCaseStaysWithItsWord() {
    Glyphs units = CODEC.encode("the Fox FOXES dog", Profile.FLAT);
    assertEquals(8, units.length());
    assertEquals("the", CODEC.decode(CODEC.truncate(units, 2)));
    assertEquals("the Fox", CODEC.decode(CODEC.truncate(units, 3)));
    assertEquals("the Fox", CODEC.decode(CODEC.truncate(units, 6)));
    assertEquals("the Fox FOXES", CODEC.decode(CODEC.truncate(units, 7)));
  }

  @Test
  void badArgumentsAreRefused() {
    Glyphs units = CODEC.encode("the fox");
    assertThrows(IllegalArgumentException.class, () -> CODEC.truncate(units, -1));
    assertThrows(NullPointerException.class, () -> CODEC.truncate(null, 1));
    assertThrows(
        MalformedUnitsException.class, () -> CODEC.truncate(Glyphs.of(CODEC.size(), 1, 2), 1));
  }
}
