package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What more text can change is the last word, the separator before it and all behind it; of more
 * separators than one glyph can hold, the last of them only. All units before are those of the
 * whole text, but that the last of them may be given another separator.
 */
class PrefixLawsTest {
  /** Knows separators of several lengths: where one ends depends on what follows. */
  private static final GlyphCodec CODEC =
      GlyphCodec.trainer()
          .add(Texts.SAMPLE)
          .add("fox====fox================dog    dog                fox")
          .add("dog====fox================fox    fox                dog")
          .train();

  private static final LetterTable LETTERS = LetterTable.unicode13();

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Property(tries = 2000)
  void aPrefixIsStableUpToItsLastWord(
      @ForAll("texts") String before, @ForAll("texts") String more) {
    assertStable(before, before + more);
  }

  private static void assertStable(String prefix, String text) {
    Glyphs units = CODEC.encode(prefix);
    Glyphs whole = CODEC.encode(text);
    int stable = stable(prefix);
    GlyphOffsets offsets = CODEC.offsets(units);
    int n = 0;
    while (n < units.length() && offsets.charStart(n) < stable) {
      n++;
    }
    assertTrue(whole.length() >= n);
    for (int i = 0; i < n; i++) {
      int last = i == n - 1 ? Unit.of(0, 0, 15) : 0;
      assertEquals(units.unit(i) | last, whole.unit(i) | last, "unit " + i);
    }
    for (int i = 0; i < units.numSentences() && units.sentenceEnd(i) < n; i++) {
      assertEquals(units.sentenceEnd(i), whole.sentenceEnd(i));
    }
  }

  /** How far the prefix is stable, in chars. */
  private static int stable(String prefix) {
    int[] at = new int[1];
    WordScanner.Sink lastWord =
        new WordScanner.Sink() {
          @Override
          public void word(char[] text, int from, int start, int end, int unit) {
            at[0] = from;
          }

          @Override
          public int longSeparator(char[] text, int from, int to) {
            at[0] = from + 1;
            return 1;
          }

          @Override
          public void end(char[] text, int from, int to) {}
        };
    WordScanner.of(LETTERS).scan(prefix.toCharArray(), prefix.length(), true, lastWord);
    return at[0];
  }
}
