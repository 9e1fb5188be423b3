package org.ligature.codec;

import java.util.Arrays;

/**
 * The code of each char, one byte: what the scanner must know of it, and what a key is made of.
 *
 * <p>The commonest letters of a lexicon have a code of their own, 114 of them, which the two cases
 * of a letter share; all others have one in common. So a word of up to 15 chars is a key of two
 * numbers (see {@link KeyTable}), and needs to be looked at no more. No unit depends on which
 * letters have a code of their own; only the time does.
 */
final class Alphabet {
  /** Neither letter, digit nor apostrophe. */
  static final int OTHER = 0;

  private static final int APOSTROPHE = 1;
  private static final int FIRST_DIGIT = 3;
  private static final int FIRST_LETTER = 13;

  /** The code of the letters that have none of their own. No key holds it. */
  static final int UNCODED = 127;

  /** Stands beside the code of an upper case letter. */
  static final int UPPER = 128;

  private static final int CHARS = 1 << 16;

  private final byte[] codes = new byte[CHARS];

  /**
   * Gives the codes.
   *
   * @param texts what the commonest letters are counted in
   */
  Alphabet(LetterTable letters, char[] texts) {
    int[] counts = new int[CHARS];
    for (char c : texts) {
      counts[c]++;
    }
    long[] commonest = new long[256];
    int n = 0;
    for (int c = 0; c < CHARS; c++) {
      switch (letters.kind((char) c)) {
        case LetterTable.OTHER -> {}
        case LetterTable.DIGIT -> codes[c] = (byte) (FIRST_DIGIT + c - '0');
        case LetterTable.UPPER -> codes[c] = (byte) (UNCODED | UPPER);
        default -> {
          codes[c] = UNCODED;
          if (counts[c] > 0) {
            commonest = n < commonest.length ? commonest : Arrays.copyOf(commonest, 2 * n);
            commonest[n++] = (long) -counts[c] << 16 | c;
          }
        }
      }
    }
    codes['\''] = APOSTROPHE;
    codes['\u2019'] = APOSTROPHE + 1;
    Arrays.sort(commonest, 0, n);
    for (int i = 0; i < Math.min(n, UNCODED - FIRST_LETTER); i++) {
      char c = (char) commonest[i];
      codes[letters.upper(c)] = (byte) (FIRST_LETTER + i | UPPER);
      codes[c] = (byte) (FIRST_LETTER + i);
    }
  }

  /** An alphabet in which no letter has a code of its own, for who only scans. */
  static Alphabet uncoded(LetterTable letters) {
    return new Alphabet(letters, new char[0]);
  }

  /** For each char its code, and {@link #UPPER}; the array is shared. */
  byte[] codes() {
    return codes;
  }

  /**
   * The code that a key has for a char of a folded word, or {@link #OTHER} where it has none: a
   * folded word has no upper case.
   */
  int keyCode(char c) {
    int code = codes[c];
    return code < 0 || code == UNCODED ? OTHER : code;
  }

  static boolean isLetter(int code) {
    return (code & UPPER - 1) >= FIRST_LETTER;
  }

  /**
   * For eight codes, the first in the lowest byte, eight bits, the first the lowest: 1 for a
   * letter. What a code lacks to be a letter's keeps its byte from the highest bit; a product
   * brings the eight bits together.
   */
  static long letters(long codes) {
    long sums = (codes & 0x7F7F7F7F7F7F7F7FL) + (128 - FIRST_LETTER) * 0x0101010101010101L;
    return (sums >>> 7 & 0x0101010101010101L) * 0x0102040810204080L >>> 56;
  }

  static boolean isDigit(int code) {
    return code >= FIRST_DIGIT && code < FIRST_LETTER;
  }

  static boolean isApostrophe(int code) {
    return code == APOSTROPHE || code == APOSTROPHE + 1;
  }
}
