package org.ligature.codec;

/**
 * What the scanner saw of a word while it looked for its end: its key and its letter case. A key is
 * the codes of up to 15 chars (see {@link Alphabet}), nine in {@code head} and six in {@code tail},
 * the last one in the lowest bits; no two folded words have the same one.
 */
final class WordShape {
  /** Chars in the head of a key. */
  static final int HEAD = 9;

  /** The most chars that a key can stand for. */
  static final int MAX = 15;

  long head;
  long tail;

  /** Whether the word has a key: it is short, and each char has a code. */
  boolean hasKey;

  /** Whether it is a run of digits. */
  boolean isNumber;

  /** As {@link Unit} has them, or {@link WordCase#MIXED}. */
  int letterCase;

  /**
   * Sets the key of a word of so many chars.
   *
   * @param first the codes of its first nine, where it has as many
   * @param rest the codes of those behind, or of all
   * @param seen the traits of all its chars together
   */
  void setKey(int length, long first, long rest, int seen) {
    head = length < HEAD ? rest : first;
    tail = length < HEAD ? 0 : rest;
    hasKey = length <= MAX && (seen & Alphabet.UNCODED) == 0;
  }

  /** Sets kind and letter case from the traits of the first char and the sum of all the cases. */
  void setKind(int first, int cases) {
    isNumber = (first & Alphabet.DIGIT) != 0;
    int upper = (cases & Alphabet.LOWER - 1) / Alphabet.UPPER;
    if (upper == 0) {
      letterCase = Unit.AS_LISTED;
    } else if (upper == 1 && (first & Alphabet.UPPER) != 0) {
      letterCase = Unit.CAPITALISED;
    } else {
      letterCase = upper > 1 && cases < Alphabet.LOWER ? Unit.ALL_CAPS : WordCase.MIXED;
    }
  }
}
