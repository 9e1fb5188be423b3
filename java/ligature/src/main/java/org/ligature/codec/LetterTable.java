package org.ligature.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What each UTF-16 char is to a word, and the case pairs. A lexicon file carries its own table, so
 * a text written under one JDK reads the same under the next; training takes {@link #unicode13()},
 * which is a resource and not {@code Character}, for the same reason.
 *
 * <p>A case pair is one to one: {@code lower(upper(c)) == c} both ways. A letter whose case does
 * not come back that way (İ, ß, ǅ) is in no pair and stands as it is. Non-spacing marks are
 * letters. Ideographs, kana, hangul, variation selectors and surrogates are {@link #OTHER}: such
 * texts have no spaces between words, and emoji stay whole.
 *
 * <p>As bytes (little-endian): u32 number of ranges, u32 number of pairs; for each range u16 first
 * and u16 last letter, ascending and apart; for each pair u16 upper and u16 lower, ascending by
 * upper.
 */
final class LetterTable {
  static final int OTHER = 0;

  /** A letter in no case pair. */
  static final int CASELESS = 1;

  static final int LOWER = 2;
  static final int UPPER = 3;
  static final int DIGIT = 4;

  private static final int CHARS = 1 << 16;
  private static final int UNICODE_13 = 13;

  private final int unicode;
  private final byte[] kinds = new byte[CHARS];
  private final char[] lower = new char[CHARS];
  private final char[] upper = new char[CHARS];

  /**
   * The table of these letters and pairs.
   *
   * @param unicode the version of Unicode they were taken from: {@code major | minor << 16}
   * @param letters for each char whether it is a letter
   * @param lowerOf for each char its partner in lower case, or itself
   * @throws IllegalArgumentException where a pair is not one to one or a letter cannot be one
   */
  LetterTable(int unicode, boolean[] letters, char[] lowerOf) {
    this.unicode = unicode;
    for (int c = 0; c < CHARS; c++) {
      lower[c] = upper[c] = (char) c;
      if (letters[c]) {
        if (!mayBeLetter((char) c)) {
          throw new IllegalArgumentException(name(c) + " cannot be a letter");
        }
        kinds[c] = CASELESS;
      }
    }
    for (int c = '0'; c <= '9'; c++) {
      kinds[c] = DIGIT;
    }
    for (int c = 0; c < CHARS; c++) {
      char l = lowerOf[c];
      if (l == c) {
        continue;
      }
      if (kinds[c] != CASELESS || kinds[l] != CASELESS) {
        throw new IllegalArgumentException(name(c) + " and " + name(l) + " are no case pair");
      }
      kinds[c] = UPPER;
      kinds[l] = LOWER;
      lower[c] = l;
      upper[l] = (char) c;
    }
  }

  /** The letters and case pairs of Unicode 13, as JDK 17 has them. */
  static LetterTable unicode13() {
    return Unicode13.TABLE;
  }

  /** Reads the bytes from position to limit; the version of Unicode is what stood beside them. */
  static LetterTable read(int unicode, ByteBuffer bytes) {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 8) {
      throw new IllegalArgumentException("a letter table of " + in.remaining() + " bytes");
    }
    long numRanges = Integer.toUnsignedLong(in.getInt());
    long numPairs = Integer.toUnsignedLong(in.getInt());
    if (in.remaining() != 4 * (numRanges + numPairs)) {
      throw new IllegalArgumentException(
          numRanges
              + " ranges and "
              + numPairs
              + " pairs do not fill "
              + in.remaining()
              + " bytes");
    }
    boolean[] letters = new boolean[CHARS];
    int next = 0;
    for (long i = 0; i < numRanges; i++) {
      char first = in.getChar();
      char last = in.getChar();
      if (first < next || last < first) {
        throw new IllegalArgumentException("range " + i + " of letters is out of order");
      }
      for (int c = first; c <= last; c++) {
        letters[c] = true;
      }
      next = last + 2;
    }
    char[] lowerOf = identity();
    int before = -1;
    for (long i = 0; i < numPairs; i++) {
      char up = in.getChar();
      char low = in.getChar();
      if (up <= before || up == low) {
        throw new IllegalArgumentException("case pair " + i + " is out of order");
      }
      lowerOf[up] = low;
      before = up;
    }
    return new LetterTable(unicode, letters, lowerOf);
  }

  /** The bytes that {@link #read} takes. */
  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(8 + 4 * CHARS).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(0);
    int numRanges = 0;
    for (int c = 0; c < CHARS; c++) {
      if (isLetter((char) c) && (c == 0 || !isLetter((char) (c - 1)))) {
        int last = c;
        while (last + 1 < CHARS && isLetter((char) (last + 1))) {
          last++;
        }
        out.putChar((char) c).putChar((char) last);
        numRanges++;
      }
    }
    int numPairs = 0;
    for (int c = 0; c < CHARS; c++) {
      if (kinds[c] == UPPER) {
        out.putChar((char) c).putChar(lower[c]);
        numPairs++;
      }
    }
    out.putInt(0, numRanges).putInt(4, numPairs);
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  /** The version of Unicode: {@code major | minor << 16}. */
  int unicode() {
    return unicode;
  }

  int kind(char c) {
    return kinds[c];
  }

  boolean isLetter(char c) {
    int kind = kinds[c];
    return kind >= CASELESS && kind <= UPPER;
  }

  /** The partner in lower case, or the char itself. */
  char lower(char c) {
    return lower[c];
  }

  /** The partner in upper case, or the char itself. */
  char upper(char c) {
    return upper[c];
  }

  /** A map of every char to itself. */
  static char[] identity() {
    char[] same = new char[CHARS];
    for (int c = 0; c < CHARS; c++) {
      same[c] = (char) c;
    }
    return same;
  }

  /**
   * An apostrophe stands inside words: it must not be a letter itself, nor may a space or a digit.
   */
  private static boolean mayBeLetter(char c) {
    return c != ' '
        && !WordScanner.isApostrophe(c)
        && !(c >= '0' && c <= '9')
        && !Character.isSurrogate(c);
  }

  private static String name(int c) {
    return String.format("U+%04X", c);
  }

  /** Loaded at first use: who only decodes never needs it. */
  private static final class Unicode13 {
    static final LetterTable TABLE =
        read(UNICODE_13, ByteBuffer.wrap(Resources.read("letters-unicode13.bin")));
  }
}
