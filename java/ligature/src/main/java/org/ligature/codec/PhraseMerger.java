package org.ligature.codec;

/**
 * Puts phrases in place of rows of words, a sentence at a time, so that as few units as possible
 * are left; of two ways of equally many, the one whose first phrase is longer. One thread.
 */
final class PhraseMerger {
  private final Lexicon lexicon;
  private final PhraseTable phrases;

  /** For each unit of the sentence: how few units it and those behind it can become. */
  private int[] fewest = new int[64];

  /** The phrase that begins at each unit, or none, and how many units it takes. */
  private int[] chosen = new int[64];

  private int[] lengths = new int[64];

  PhraseMerger(Lexicon lexicon, PhraseTable phrases) {
    this.lexicon = lexicon;
    this.phrases = phrases;
  }

  /** Merges the sentence units[from, to), which is finished; gives where it ends now. */
  int merge(int[] units, int from, int to) {
    int length = to - from;
    if (length >= fewest.length) {
      fewest = new int[length * 3 / 2];
      chosen = new int[fewest.length];
      lengths = new int[fewest.length];
    }
    fewest[length] = 0;
    for (int i = length - 1; i >= 0; i--) {
      choose(units, from, i, length);
    }
    int out = from;
    for (int i = 0; i < length; i += lengths[i]) {
      int first = units[from + i];
      units[out++] =
          chosen[i] == PhraseTable.NONE
              ? first
              : Unit.of(
                  chosen[i],
                  Unit.letterCase(first),
                  Unit.separator(units[from + i + lengths[i] - 1]));
    }
    return out;
  }

  private void choose(int[] units, int from, int i, int length) {
    fewest[i] = fewest[i + 1] + 1;
    chosen[i] = PhraseTable.NONE;
    lengths[i] = 1;
    int last = i;
    int node = phrases.start(units[from + i]);
    while (node != PhraseTable.NONE) {
      int phrase = phrases.phrase(node);
      if (phrase != PhraseTable.NONE
          && fewest[last + 1] + 1 <= fewest[i]
          && !continues(units, from + last + 1, from + length)) {
        fewest[i] = fewest[last + 1] + 1;
        chosen[i] = phrase;
        lengths[i] = last + 1 - i;
      }
      last++;
      node =
          last == length
              ? PhraseTable.NONE
              : phrases.next(node, units[from + last - 1], units[from + last]);
    }
  }

  /** Whether the unit at i goes on with the word before it: then that is not the listed word. */
  private boolean continues(int[] units, int i, int to) {
    return i < to && isPart(lexicon.kind(Unit.glyph(units[i])));
  }

  /** Whether such a glyph may go on with the word before it. */
  static boolean isPart(GlyphKind kind) {
    return kind == GlyphKind.PIECE || kind == GlyphKind.BYTE;
  }
}
