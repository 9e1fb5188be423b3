package org.ligature.codec;

/** Finds the glyphs of separators; those of up to three chars by one number that is their text. */
final class SeparatorTable {
  private static final int SHORT = 3;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final GlyphTable all;

  /** The short texts as numbers, 0 in an empty slot, and their glyphs. */
  private final long[] keys;

  private final int[] glyphs;
  private final int shift;

  /**
   * An empty table.
   *
   * @param size how many glyphs will be added to it
   */
  SeparatorTable(GlyphTable all, int size) {
    int bits = 33 - Integer.numberOfLeadingZeros(Math.max(size, 2) - 1);
    this.all = all;
    this.keys = new long[1 << bits];
    this.glyphs = new int[1 << bits];
    this.shift = 64 - bits;
  }

  /** Adds a glyph whose text is text[from, to); gives the one that has this text, or -1. */
  int add(char[] text, int from, int to, int glyph) {
    int known = all.add(glyph);
    if (known < 0 && to - from <= SHORT) {
      long key = key(text, from, to);
      int slot = slot(key);
      while (keys[slot] != 0) {
        slot = slot + 1 & keys.length - 1;
      }
      keys[slot] = key;
      glyphs[slot] = glyph;
    }
    return known;
  }

  /** The glyph of text[from, to), or -1. */
  int find(char[] text, int from, int to) {
    return to - from <= SHORT
        ? findShort(key(text, from, to))
        : all.find(GlyphTable.hash(text, from, to), text, from, to);
  }

  private int findShort(long key) {
    int slot = slot(key);
    while (keys[slot] != 0) {
      if (keys[slot] == key) {
        return glyphs[slot];
      }
      slot = slot + 1 & keys.length - 1;
    }
    return -1;
  }

  /**
   * The longest separator that text[from, to) begins with.
   *
   * @return see {@link Prefix}
   */
  long longestPrefix(char[] text, int from, int to) {
    long best = Prefix.NONE;
    long hash = 0;
    for (int i = from; i < to; i++) {
      hash = GlyphTable.roll(hash, text[i]);
      int glyph = all.find(hash, text, from, i + 1);
      if (glyph >= 0) {
        best = Prefix.of(i + 1 - from, glyph);
      }
    }
    return best;
  }

  /** The chars behind a 1, so that texts of different length differ. */
  private static long key(char[] text, int from, int to) {
    long key = 1;
    for (int i = from; i < to; i++) {
      key = key << 16 | text[i];
    }
    return key;
  }

  private int slot(long key) {
    return (int) (key * MULTIPLIER >>> shift);
  }
}
