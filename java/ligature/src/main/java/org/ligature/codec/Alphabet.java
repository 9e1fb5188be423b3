package org.ligature.codec;

import java.util.Arrays;

/**
 * What the scanner asks about a char, in one int: whether it is a letter, its case, and its code.
 *
 * <p>The commonest chars of a lexicon's words have a code of seven bits, so that a word of up to 15
 * of them is two numbers, a key that is made while the word is scanned (see {@link WordShape}). The
 * two cases of a letter have one code. No unit depends on which chars have one; only the time does.
 */
final class Alphabet {
  static final int CODE_BITS = 7;

  /** The code of a char; 0 where it has none. */
  static final int CODE = (1 << CODE_BITS) - 1;

  static final int LETTER = 1 << 7;
  static final int DIGIT = 1 << 8;
  static final int APOSTROPHE = 1 << 9;

  /** A letter, digit or apostrophe that has no code. */
  static final int UNCODED = 1 << 10;

  /** The two cases stand so far apart that those of a whole word can be added up. */
  static final int UPPER = 1 << 11;

  static final int LOWER = 1 << 21;
  static final int CASES = UPPER | LOWER;

  private static final int CHARS = 1 << 16;

  private final LetterTable letters;
  private final int[] traits = new int[CHARS];

  private Alphabet(LetterTable letters) {
    this.letters = letters;
    for (int c = 0; c < CHARS; c++) {
      traits[c] = traits(letters.kind((char) c));
    }
    traits['\''] = APOSTROPHE | UNCODED;
    traits['\u2019'] = APOSTROPHE | UNCODED;
  }

  private static int traits(int kind) {
    return switch (kind) {
      case LetterTable.CASELESS -> LETTER | UNCODED;
      case LetterTable.LOWER -> LETTER | UNCODED | LOWER;
      case LetterTable.UPPER -> LETTER | UNCODED | UPPER;
      case LetterTable.DIGIT -> DIGIT | UNCODED;
      default -> 0;
    };
  }

  /** The alphabet of a scanner whose sink asks for no keys: no char has a code. */
  static Alphabet uncoded(LetterTable letters) {
    return new Alphabet(letters);
  }

  /**
   * Gives the codes to the letters, digits and apostrophes that occur most.
   *
   * @param texts the texts of all glyphs
   */
  static Alphabet coded(LetterTable letters, char[] texts) {
    Alphabet alphabet = new Alphabet(letters);
    int[] counts = new int[CHARS];
    for (char c : texts) {
      counts[c]++;
    }
    long[] commonest = new long[CHARS];
    int n = 0;
    for (int c = 0; c < CHARS; c++) {
      if (counts[c] > 0 && (alphabet.traits[c] & UNCODED) != 0) {
        commonest[n++] = (long) -counts[c] << 16 | c;
      }
    }
    Arrays.sort(commonest, 0, n);
    int code = 0;
    for (int i = 0; i < n && code < CODE; i++) {
      char c = (char) commonest[i];
      if (letters.kind(c) != LetterTable.UPPER) {
        alphabet.code(c, ++code);
        alphabet.code(letters.upper(c), code);
      }
    }
    return alphabet;
  }

  private void code(char c, int code) {
    traits[c] = traits[c] & ~UNCODED | code;
  }

  /** For each char its code, kind and case; the array is shared. */
  int[] traits() {
    return traits;
  }

  LetterTable letters() {
    return letters;
  }

  /** The code of a char as folded words have it: 0 for upper case, which they do not. */
  int code(char c) {
    int t = traits[c];
    return (t & UPPER) == 0 ? t & CODE : 0;
  }
}
