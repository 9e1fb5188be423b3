package org.ligature.codec;

/** The letter case of a word, and where a word of mixed case is cut. */
final class WordCase {
  /** None of the three cases that a unit can have. */
  static final int MIXED = 3;

  private WordCase() {}

  /** The case of the word text[from, to) as {@link Unit} has them, or {@link #MIXED}. */
  static int of(LetterTable letters, char[] text, int from, int to) {
    int upper = 0;
    int lower = 0;
    for (int i = from; i < to; i++) {
      int kind = letters.kind(text[i]);
      upper += kind == LetterTable.UPPER ? 1 : 0;
      lower += kind == LetterTable.LOWER ? 1 : 0;
    }
    if (upper == 0) {
      return Unit.AS_LISTED;
    }
    if (upper == 1 && letters.kind(text[from]) == LetterTable.UPPER) {
      return Unit.CAPITALISED;
    }
    return upper > 1 && lower == 0 ? Unit.ALL_CAPS : MIXED;
  }

  /**
   * Where the part of a mixed word that begins at from ends: before an upper case letter that
   * follows another kind, or that another kind follows. So upper case begins a part or fills it,
   * and each part has one of the three cases.
   */
  static int change(LetterTable letters, char[] text, int from, int end) {
    for (int i = from + 1; i < end; i++) {
      if (letters.kind(text[i]) == LetterTable.UPPER
          && (letters.kind(text[i - 1]) != LetterTable.UPPER
              || i + 1 < end && letters.kind(text[i + 1]) != LetterTable.UPPER)) {
        return i;
      }
    }
    return end;
  }

  /** A part that ends at to without its last apostrophe, which separates it from the next. */
  static int partEnd(char[] text, int to, int end) {
    return to < end && WordScanner.isApostrophe(text[to - 1]) ? to - 1 : to;
  }
}
