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
  private int[] slots = new int[16];

  /** Bits of the hash that the slot number does not use: spares most comparisons of chars. */
  private int[] tags = new int[slots.length];

  private int size;

  /**
   * An empty table.
   *
   * @param chars the texts of all glyphs, one behind the other
   * @param starts for each glyph where its text begins in chars, and the end of the last
   */
  GlyphTable(char[] chars, int[] starts) {
    this.chars = chars;
    this.starts = starts;
  }

  /** The hash of a text from the hash of all but its last char; the empty text has 0. */
  static long roll(long hash, char c) {
    return (hash + c + 1) * MULTIPLIER;
  }

  /** The hash of text[from, to). */
  static long hash(char[] text, int from, int to) {
    long hash = 0;
    for (int i = from; i < to; i++) {
      hash = roll(hash, text[i]);
    }
    return hash;
  }

  /** Adds a glyph; gives the one that has this text already, or -1. */
  int add(int glyph) {
    long hash = hash(chars, starts[glyph], starts[glyph + 1]);
    int known = find(hash, chars, starts[glyph], starts[glyph + 1]);
    if (known < 0) {
      if (2 * size >= slots.length) {
        grow();
      }
      put(hash, glyph);
      size++;
    }
    return known;
  }

  private void put(long hash, int glyph) {
    int slot = slot(hash);
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = glyph + 1;
    tags[slot] = (int) hash;
  }

  private void grow() {
    int[] old = slots;
    slots = new int[2 * old.length];
    tags = new int[2 * old.length];
    for (int taken : old) {
      if (taken != 0) {
        put(hash(chars, starts[taken - 1], starts[taken]), taken - 1);
      }
    }
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
    int mixed = (int) (hash ^ hash >>> 29) * 0x9E3779B1;
    return (mixed ^ mixed >>> 15) & slots.length - 1;
  }
}
