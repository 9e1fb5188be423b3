package org.ligature.chunk;

import java.util.Arrays;

/** The distinct masks of a block mask, numbered as they come, found again by hash and equality. */
final class MaskPool {
  private static final int TILE = BlockMask.TILE;

  private final long[] blank = new long[TILE];
  private long[] masks = new long[16 * TILE];
  private int size;
  private int[] slots = new int[64]; // number of a mask plus 1, or 0; at most half are taken

  /** The mask to be added next: 64 words, all zero, for the caller to set bits in. */
  long[] blank() {
    Arrays.fill(blank, 0);
    return blank;
  }

  /** The number of the mask that {@link #blank} has become. */
  int add() {
    int slot = slotOf(blank, 0);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    long needed = (size + 1L) * TILE;
    if (needed > masks.length) {
      masks = Arrays.copyOf(masks, Growth.next(masks.length, needed));
    }
    System.arraycopy(blank, 0, masks, size * TILE, TILE);
    slots[slot] = ++size;
    if (2 * size > slots.length) {
      slots = new int[2 * slots.length];
      for (int i = 0; i < size; i++) {
        slots[slotOf(masks, i * TILE)] = i + 1;
      }
    }
    return size - 1;
  }

  /** The slot that holds an equal mask, or the empty one where it belongs. */
  private int slotOf(long[] words, int at) {
    long hash = 0;
    for (int i = at; i < at + TILE; i++) {
      hash = (hash ^ words[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    int slot = (int) hash & (slots.length - 1);
    while (slots[slot] != 0) {
      int other = (slots[slot] - 1) * TILE;
      if (Arrays.equals(masks, other, other + TILE, words, at, at + TILE)) {
        break;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  /** All masks, [size, 64] packed. */
  long[] masks() {
    return Arrays.copyOf(masks, size * TILE);
  }
}
