package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A truncated text is the longest that leaves words and chars whole. */
class TruncationLawsTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();
  private static final LetterTable LETTERS = LetterTable.unicode13();

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Property(tries = 5000)
  void itIsTheLongestThatMayBeCutThere(
      @ForAll("texts") String text,
      @ForAll Profile profile,
      @ForAll @IntRange(max = 50) int maxUnits) {
    Glyphs units = CODEC.encode(text, profile);
    Glyphs cut = CODEC.truncate(units, maxUnits);
    assertTrue(cut.length() <= maxUnits);
    assertEquals(units.slice(0, cut.length()), cut);
    assertTrue(mayBeCut(text, units, cut.length()));
    for (int n = cut.length() + 1; n <= Math.min(maxUnits, units.length()); n++) {
      assertTrue(!mayBeCut(text, units, n), n + " units might be kept");
    }
  }

  private static boolean mayBeCut(String text, Glyphs units, int length) {
    try {
      String prefix = CODEC.decode(units.slice(0, length));
      assertTrue(text.startsWith(prefix));
      return !insideWord(text, prefix.length());
    } catch (MalformedUnitsException e) {
      return false;
    }
  }

  /** Said by the chars around the place: a letter or digit on both sides, or an apostrophe. */
  private static boolean insideWord(String text, int at) {
    if (at == 0 || at == text.length()) {
      return false;
    }
    if (digit(text, at - 1) || digit(text, at)) {
      return digit(text, at - 1) && digit(text, at);
    }
    return letter(text, at - 1) && letter(text, at)
        || letter(text, at - 1) && apostrophe(text, at) && letter(text, at + 1)
        || letter(text, at - 2) && apostrophe(text, at - 1) && letter(text, at);
  }

  private static boolean letter(String text, int i) {
    return i >= 0 && i < text.length() && LETTERS.isLetter(text.charAt(i));
  }

  private static boolean digit(String text, int i) {
    return LETTERS.kind(text.charAt(i)) == LetterTable.DIGIT;
  }

  private static boolean apostrophe(String text, int i) {
    return WordScanner.isApostrophe(text.charAt(i));
  }
}
