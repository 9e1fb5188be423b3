package org.ligature.codec;

/**
 * Finds a glyph by the key of its text, by open addressing. A key is the codes of up to 15 chars
 * (see {@link Alphabet}), seven bits each: eight in the head, seven in the tail, the first in the
 * lowest bits. No two folded words have the same one. Key and glyph stand side by side, so a search
 * touches one line of the cache and no text.
 */
final class KeyTable {
  /** Chars in the head of a key. */
  static final int HEAD = 8;

  /** The most chars that a key can stand for. */
  static final int MAX = 15;

  static final int CODE_BITS = 7;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final long TAIL_MULTIPLIER = 0xD6E8FEB86659FD93L;

  /** Bits of the tail that stand beside the head, which has 56. */
  private static final int BESIDE_HEAD = 8;

  /**
   * Two numbers a slot: head and part of the tail, 0 where it is empty; the rest, and the glyph.
   */
  private final long[] slots;

  private final int shift;

  /**
   * An empty table.
   *
   * @param size the most glyphs that will be added
   */
  KeyTable(int size) {
    int bits = 33 - Integer.numberOfLeadingZeros(Math.max(size, 2) - 1);
    this.slots = new long[2 << bits];
    this.shift = 63 - bits;
  }

  /** Adds a glyph; gives the one that has this key already, or -1. */
  int add(long head, long tail, int glyph) {
    long first = head | tail << 64 - BESIDE_HEAD;
    long second = tail >>> BESIDE_HEAD;
    int at = slot(first, second);
    while (slots[at] != 0) {
      if (slots[at] == first && slots[at + 1] >>> Unit.GLYPH_BITS == second) {
        return Unit.glyph((int) slots[at + 1]);
      }
      at = at + 2 & slots.length - 1;
    }
    slots[at] = first;
    slots[at + 1] = second << Unit.GLYPH_BITS | glyph;
    return -1;
  }

  /** The glyph that has this key, or -1. */
  int find(long head, long tail) {
    long first = head | tail << 64 - BESIDE_HEAD;
    long second = tail >>> BESIDE_HEAD;
    int at = slot(first, second);
    while (true) {
      long there = slots[at];
      if (there == first && slots[at + 1] >>> Unit.GLYPH_BITS == second) {
        return Unit.glyph((int) slots[at + 1]);
      }
      if (there == 0) {
        return -1;
      }
      at = at + 2 & slots.length - 1;
    }
  }

  /** The upper bits of a product know all bits of the key. */
  private int slot(long first, long second) {
    return (int) ((first + second * TAIL_MULTIPLIER) * MULTIPLIER >>> shift) & ~1;
  }
}
