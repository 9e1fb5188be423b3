package org.ligature.chunk;

import java.util.Arrays;

/**
 * Counts keys exactly, in a stated amount of memory, by reading them as many times as it takes. A
 * round counts the keys whose hash is in a range. Where they are more than there is room for, the
 * upper half of the range is put off to a later round: what was counted of it is forgotten. So
 * counts depend neither on the memory nor on the order of keys.
 *
 * <pre>{@code
 * do {
 *   ... add every key ...
 * } while (counter.nextRound(sink));
 * }</pre>
 */
final class RangeCounter {
  /** Takes what was counted. */
  interface Sink {
    void take(long key, long count);
  }

  private static final long EMPTY = -1;

  private final long[] keys;
  private final long[] counts;
  private final int mostKeys;
  private int numKeys;

  /** Hashes, 31 bits of them, in [from, to) are counted; those in [to, 2^31) are put off. */
  private long from;

  private long to = 1L << 31;

  /**
   * A counter that counts nothing yet.
   *
   * @param bytes of memory, rounded down to a power of two, at least 1024
   */
  RangeCounter(long bytes) {
    int slots = (int) Math.min(Long.highestOneBit(bytes / 16), 1 << 28);
    keys = new long[slots];
    counts = new long[slots];
    mostKeys = slots / 4 * 3;
    Arrays.fill(keys, EMPTY);
  }

  /** Counts a key, which is not negative, {@code times} more times. */
  void add(long key, long times) {
    long hash = hash(key);
    long place = hash >>> 33;
    if (place < from || place >= to) {
      return;
    }
    int slot = slot(key, hash);
    if (keys[slot] == EMPTY) {
      keys[slot] = key;
      numKeys++;
    }
    counts[slot] += times;
    while (numKeys > mostKeys) {
      halve();
    }
  }

  private static long hash(long key) {
    return SplitMix64.mix((key + 1) * SplitMix64.STEP);
  }

  private int slot(long key, long hash) {
    int slot = (int) hash & keys.length - 1;
    while (keys[slot] != EMPTY && keys[slot] != key) {
      slot = slot + 1 & keys.length - 1;
    }
    return slot;
  }

  /** Puts off the upper half of the range, if it is not one place alone. */
  private void halve() {
    if (to - from == 1) {
      throw new IllegalStateException("too many keys of one hash: " + numKeys);
    }
    to = from + (to - from) / 2;
    long[] oldKeys = keys.clone();
    long[] oldCounts = counts.clone();
    clear();
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != EMPTY && hash(oldKeys[i]) >>> 33 < to) {
        int slot = slot(oldKeys[i], hash(oldKeys[i]));
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
        numKeys++;
      }
    }
  }

  private void clear() {
    Arrays.fill(keys, EMPTY);
    Arrays.fill(counts, 0);
    numKeys = 0;
  }

  /**
   * Ends a round: gives what it counted, in no particular order.
   *
   * @return whether every key must be added once more, as some were put off; if not, the counter is
   *     as new
   */
  boolean nextRound(Sink sink) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != EMPTY) {
        sink.take(keys[i], counts[i]);
      }
    }
    clear();
    boolean more = to < 1L << 31;
    from = more ? to : 0;
    to = 1L << 31;
    return more;
  }
}
