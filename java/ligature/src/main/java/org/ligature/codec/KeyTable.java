package org.ligature.codec;

/**
 * Finds a glyph by the key of its text (see {@link WordShape}), by open addressing. Key and glyph
 * stand side by side, so a search touches one line of the cache and no text.
 */
final class KeyTable {
  private static final long HEAD_MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final long TAIL_MULTIPLIER = 0xD6E8FEB86659FD93L;

  /** Two numbers a slot: the head, 0 where the slot is empty; the tail and, below it, the glyph. */
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
    int at = slot(head, tail);
    while (slots[at] != 0) {
      if (slots[at] == head && slots[at + 1] >>> Unit.GLYPH_BITS == tail) {
        return Unit.glyph((int) slots[at + 1]);
      }
      at = at + 2 & slots.length - 1;
    }
    slots[at] = head;
    slots[at + 1] = tail << Unit.GLYPH_BITS | glyph;
    return -1;
  }

  /** The glyph that has this key, or -1. */
  int find(long head, long tail) {
    long[] slots = this.slots;
    int at = slot(head, tail);
    while (true) {
      long there = slots[at];
      if (there == head && slots[at + 1] >>> Unit.GLYPH_BITS == tail) {
        return Unit.glyph((int) slots[at + 1]);
      }
      if (there == 0) {
        return -1;
      }
      at = at + 2 & slots.length - 1;
    }
  }

  private int slot(long head, long tail) {
    return (int) (head * HEAD_MULTIPLIER + tail * TAIL_MULTIPLIER >>> shift) & ~1;
  }
}
