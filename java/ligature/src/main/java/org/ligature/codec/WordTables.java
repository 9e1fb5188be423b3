package org.ligature.codec;

/** Finds the words and pieces of a lexicon by their texts. Read by any number of threads. */
final class WordTables {
  private final Alphabet alphabet;
  private final WordTable words;
  private final WordTable pieces;

  /** Two glyphs of the same kind and text, or {@code null}. */
  private int[] same;

  /**
   * The tables of a lexicon.
   *
   * @param chars the texts of all glyphs, one behind the other
   * @param starts for each glyph where its text begins in chars, and the end of the last
   */
  WordTables(Lexicon lexicon, char[] chars, int[] starts) {
    int[] sizes = new int[GlyphKind.values().length];
    for (int g = 0; g < lexicon.size(); g++) {
      sizes[lexicon.kind(g).ordinal()]++;
    }
    alphabet = new Alphabet(lexicon.letters(), chars);
    words = new WordTable(alphabet, new GlyphTable(chars, starts), sizes[GlyphKind.WORD.ordinal()]);
    pieces =
        new WordTable(alphabet, new GlyphTable(chars, starts), sizes[GlyphKind.PIECE.ordinal()]);
    for (int g = 0; g < lexicon.size(); g++) {
      GlyphKind kind = lexicon.kind(g);
      if (kind == GlyphKind.WORD || kind == GlyphKind.PIECE) {
        WordTable table = kind == GlyphKind.WORD ? words : pieces;
        int known = table.add(chars, starts[g], starts[g + 1], g);
        if (known >= 0 && same == null) {
          same = new int[] {known, g};
        }
      }
    }
  }

  /**
   * Checks that no two words and no two pieces have the same text.
   *
   * @throws IllegalArgumentException where two have, with the glyphs
   */
  void checkDistinct() {
    if (same != null) {
      throw new IllegalArgumentException(
          "glyphs " + same[0] + " and " + same[1] + " have the same text");
    }
  }

  Alphabet alphabet() {
    return alphabet;
  }

  WordTable words() {
    return words;
  }

  WordTable pieces() {
    return pieces;
  }
}
