package org.ligature.codec;

import java.util.Arrays;

/**
 * Glyph ids as text and back: each glyph is two Yi syllables, its row and its column. Rows and
 * columns have 512 syllables each and share none, so a reader that begins in the middle finds where
 * a glyph begins. No normal form of Unicode changes a Yi syllable. U+A015 is left out: it looks
 * like the others and is a sign of repetition.
 */
final class PrintableForm {
  static final char FIRST_ROW = '\uA016';
  static final char FIRST_COLUMN = '\uA216';

  private PrintableForm() {}

  /**
   * The text of these glyphs.
   *
   * @param glyphs a text in profile {@link Profile#FLAT}, whose units are glyphs
   */
  static String write(Glyphs glyphs) {
    if (glyphs.length() > (Integer.MAX_VALUE - 8) / 2) {
      throw new IllegalArgumentException(
          glyphs.length() + " units have no printable form in one String");
    }
    char[] text = new char[2 * glyphs.length()];
    for (int i = 0; i < glyphs.length(); i++) {
      int glyph = glyphs.unit(i);
      text[2 * i] = (char) (FIRST_ROW + (glyph >> Unit.COLUMN_BITS));
      text[2 * i + 1] = (char) (FIRST_COLUMN + (glyph & Unit.SIDE - 1));
    }
    return new String(text);
  }

  /**
   * The glyphs of a text. Sentences end behind the glyphs that end one.
   *
   * @throws IllegalArgumentException where the text is no printable form, with the char
   */
  static Glyphs read(CharSequence text, Lexicon lexicon) {
    int length = text.length() / 2;
    int[] glyphs = new int[length];
    int[] ends = new int[length];
    int numEnds = 0;
    for (int i = 0; i < length; i++) {
      int row = syllable(text, 2 * i, FIRST_ROW, "row");
      int column = syllable(text, 2 * i + 1, FIRST_COLUMN, "column");
      int glyph = row << Unit.COLUMN_BITS | column;
      if (glyph >= lexicon.size()) {
        throw new IllegalArgumentException(
            "glyph " + glyph + " at char " + 2 * i + "; the codec has " + lexicon.size());
      }
      glyphs[i] = glyph;
      if (lexicon.endsSentence(glyph)) {
        ends[numEnds++] = i + 1;
      }
    }
    if (text.length() % 2 != 0) {
      syllable(text, 2 * length, FIRST_ROW, "row");
      throw new IllegalArgumentException("the text ends at char " + text.length() + ", in a glyph");
    }
    if (length > 0 && (numEnds == 0 || ends[numEnds - 1] < length)) {
      ends[numEnds++] = length;
    }
    return Glyphs.trusted(glyphs, Arrays.copyOf(ends, numEnds));
  }

  private static int syllable(CharSequence text, int at, char first, String what) {
    int n = text.charAt(at) - first;
    if (n < 0 || n >= Unit.SIDE) {
      throw new IllegalArgumentException(
          String.format(
              "U+%04X at char %d is no %s: these are U+%04X to U+%04X",
              (int) text.charAt(at), at, what, (int) first, first + Unit.SIDE - 1));
    }
    return n;
  }
}
