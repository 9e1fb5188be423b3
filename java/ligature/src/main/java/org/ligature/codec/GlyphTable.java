package org.ligature.codec;

import java.util.Arrays;

/**
 * Finds the glyph of a text by open addressing over the lexicon's chars. The hash rolls: that of a
 * prefix is a step on the way to that of the whole, so a search for the longest known prefix costs
 * one probe a length and hashes each char once.
 */
final class GlyphTable {
  private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;

  private final char[] chars;
  private final int[] starts;

  /** Glyph + 1 in each taken slot, 0 in an empty one. */
  private final int[] slots;

  /** Bits of the hash that the slot number does not use: spares most comparisons of chars. */
  private final int[] tags;

  private final int shift;

  /**
   * An empty table.
   *
   * @param chars the texts of all glyphs, one behind the other
   * @param starts for each glyph where its text begins in chars, and the end of the last
   * @param size how many glyphs will be added
   */
  GlyphTable(char[] chars, int[] starts, int size) {
    this.chars = chars;
    this.starts = starts;
    int bits = 33 - Integer.numberOfLeadingZeros(Math.max(size, 1));
    this.slots = new int[1 << bits];
    this.tags = new int[1 << bits];
    this.shift = 32 - bits;
  }

  /** The hash of a text from the hash of all but its last char; the empty text has 0. */
  static long roll(long hash, char c) {
    return (hash + c + 1) * MULTIPLIER;
  }

  /** Adds a glyph; gives the one that has this text already, or -1. */
  int add(int glyph) {
    long hash = 0;
    for (int i = starts[glyph]; i < starts[glyph + 1]; i++) {
      hash = roll(hash, chars[i]);
    }
    int known = find(hash, chars, starts[glyph], starts[glyph + 1]);
    if (known < 0) {
      int slot = slot(hash);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = glyph + 1;
      tags[slot] = (int) hash;
    }
    return known;
  }

  /** The glyph whose text is text[from, to), which has this hash, or -1. */
  int find(long hash, char[] text, int from, int to) {
    int slot = slot(hash);
    while (slots[slot] != 0) {
      int glyph = slots[slot] - 1;
      if (tags[slot] == (int) hash
          && Arrays.equals(chars, starts[glyph], starts[glyph + 1], text, from, to)) {
        return glyph;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return -1;
  }

  private int slot(long hash) {
    return (int) (hash ^ hash >>> 29) * 0x9E3779B1 >>> shift;
  }
}
