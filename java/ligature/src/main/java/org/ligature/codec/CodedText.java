package org.ligature.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A part of a text as the codes of its chars (see {@link Alphabet}), with a bit for each letter.
 *
 * <p>A word ends where nobody can foretell, and a loop over its chars costs a wrong guess of the
 * processor's, as long as all else. So there is no such loop: the end of a run is the number of
 * zeros behind a bit, and its codes are read eight at a time.
 */
final class CodedText {
  /** Codes in a number. */
  static final int EIGHT = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * Room behind the last char, so that numbers can be read there; what stands in it says nothing.
   */
  private static final int PADDING = 64 + EIGHT;

  /** The bits of so many codes. */
  private static final long[] FIRST = new long[EIGHT + 1];

  static {
    for (int n = 1; n <= EIGHT; n++) {
      FIRST[n] = -1L >>> 64 - 8 * n;
    }
  }

  private byte[] codes = new byte[0];
  private long[] letters = new long[0];
  private int length;

  /** Reads the first chars of the array in place of what was there. */
  void read(Alphabet alphabet, char[] text, int length) {
    if (codes.length < length + PADDING) {
      codes = new byte[length + PADDING];
      letters = new long[length / 64 + 2];
    }
    this.length = length;
    byte[] table = alphabet.codes();
    byte[] codes = this.codes;
    for (int i = 0; i < length; i++) {
      codes[i] = table[text[i]];
    }
    int blocks = length / 64 + 1;
    for (int block = 0; block < blocks; block++) {
      long bits = 0;
      for (int i = 0; i < 64; i += EIGHT) {
        bits |= Alphabet.letters((long) LONG.get(codes, 64 * block + i)) << i;
      }
      letters[block] = bits;
    }
  }

  int length() {
    return length;
  }

  /** The code of char {@code i}. */
  int code(int i) {
    return codes[i];
  }

  /** The codes of n chars, at most eight, the first in the lowest byte. */
  long codes(int from, int n) {
    return (long) LONG.get(codes, from) & FIRST[n];
  }

  /** How many letters stand at {@code from}; 64 where there are more. Knows no end of the text. */
  int lettersAt(int from) {
    return Long.numberOfTrailingZeros(~bits(from));
  }

  /** How many others stand at {@code from}; 64 where there are more. Knows no end of the text. */
  int othersAt(int from) {
    return Long.numberOfTrailingZeros(bits(from));
  }

  private long bits(int from) {
    int block = from >> 6;
    return letters[block] >>> from | letters[block + 1] << 1 << ~from;
  }
}
