package org.ligature.codec;

/** The longest text of a glyph that a text begins with, as one long: its length and the glyph. */
final class Prefix {
  /** There is no such glyph. */
  static final long NONE = -1;

  private Prefix() {}

  static long of(int length, int glyph) {
    return (long) length << 32 | glyph;
  }

  /** Chars of the text, at least 1. */
  static int length(long prefix) {
    return (int) (prefix >>> 32);
  }

  static int glyph(long prefix) {
    return (int) prefix;
  }
}
