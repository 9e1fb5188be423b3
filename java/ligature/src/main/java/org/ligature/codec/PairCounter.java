package org.ligature.codec;

import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Counts pairs of many kinds in little memory, exactly, for the commonest of them: the first time
 * round each pair is counted in one of 4 million buckets, the second time only pairs of full
 * buckets are counted themselves. Both give the same for the same pairs in any order. 32 MiB, and
 * as much again for a million pairs at most.
 */
final class PairCounter {
  private static final int BUCKET_BITS = 22;
  private static final int MOST_PAIRS = 1 << 20;

  /** A pair seen so often; pairs seen equally often are ordered by their keys. */
  record Pair(long key, long count) {
    static final Comparator<Pair> COMMONEST_FIRST =
        Comparator.comparingLong(Pair::count).reversed().thenComparingLong(Pair::key);
  }

  private final int bucketBits;
  private final int mostPairs;
  private final long[] buckets;
  private final Long2LongOpenHashMap counts = new Long2LongOpenHashMap();

  /** What a bucket must hold for its pairs to be counted. */
  private long full;

  PairCounter() {
    this(BUCKET_BITS, MOST_PAIRS);
  }

  PairCounter(int bucketBits, int mostPairs) {
    this.bucketBits = bucketBits;
    this.mostPairs = mostPairs;
    this.buckets = new long[1 << bucketBits];
  }

  /** Forgets everything: the first round begins. */
  void clear() {
    Arrays.fill(buckets, 0);
  }

  /** Counts a pair in the first round. */
  void guess(long key, long weight) {
    buckets[bucket(key)] += weight;
  }

  /** Ends the first round. */
  void endGuesses() {
    full = 1;
    long above;
    do {
      full *= 2;
      above = Arrays.stream(buckets).filter(n -> n >= full).count();
    } while (above > mostPairs / 4);
    counts.clear();
  }

  /** Counts a pair in the second round. */
  void count(long key, long weight) {
    if (counts.size() <= mostPairs && buckets[bucket(key)] >= full) {
      counts.addTo(key, weight);
    }
  }

  /** Whether the second round met too many pairs and must be made again, with fewer. */
  boolean mustRecount() {
    if (counts.size() <= mostPairs) {
      return false;
    }
    full *= 2;
    counts.clear();
    return true;
  }

  /** The commonest pairs that were seen twice or more, the commonest first. */
  List<Pair> commonest(int most) {
    List<Pair> pairs = new ArrayList<>();
    for (Long2LongMap.Entry e : counts.long2LongEntrySet()) {
      if (e.getLongValue() > 1) {
        pairs.add(new Pair(e.getLongKey(), e.getLongValue()));
      }
    }
    pairs.sort(Pair.COMMONEST_FIRST);
    return pairs.subList(0, Math.min(most, pairs.size()));
  }

  private int bucket(long key) {
    return (int) (key * 0x9E3779B97F4A7C15L >>> Long.SIZE - bucketBits);
  }
}
