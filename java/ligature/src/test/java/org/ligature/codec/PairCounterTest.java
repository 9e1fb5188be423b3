package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PairCounterTest {
  private final PairCounter counter = new PairCounter();

  private void guess(long[] keys, long weight) {
    for (long key : keys) {
      counter.guess(key, weight);
    }
  }

  private void count(long[] keys, long weight) {
    for (long key : keys) {
      counter.count(key, weight);
    }
  }

  @Test
  void theCommonestComeFirstAndEqualOnesByKey() {
    long[] keys = {5, 7, 7, 1L << 43, 9, 3, 3, 9, 9};
    guess(keys, 1);
    counter.endGuesses();
    count(keys, 1);
    assertEquals(
        List.of(new PairCounter.Pair(9, 3), new PairCounter.Pair(3, 2), new PairCounter.Pair(7, 2)),
        counter.commonest(10));
    assertEquals(2, counter.commonest(2).size());
  }

  @Test
  void countsAre64Bits() {
    long[] keys = {4, 4, 4};
    guess(keys, 1L << 40);
    counter.endGuesses();
    count(keys, 1L << 40);
    assertEquals(List.of(new PairCounter.Pair(4, 3L << 40)), counter.commonest(1));
  }

  @Test
  void aNewRoundForgetsTheLast() {
    guess(new long[] {4, 4}, 1);
    counter.endGuesses();
    count(new long[] {4, 4}, 1);
    counter.clear();
    guess(new long[] {6, 6}, 1);
    counter.endGuesses();
    count(new long[] {4, 4, 6, 6}, 1);
    assertEquals(List.of(new PairCounter.Pair(6, 2)), counter.commonest(10));
  }

  /** Pairs are given up until the others fit, the rarest first, and those are counted exactly. */
  @Test
  void whereThereAreTooManyPairsTheCommonestStay() {
    PairCounter small = new PairCounter(10, 64);
    long[] rare = new Random(1).longs(30_000, 0, 1L << 44).toArray();
    tell(small::guess, rare);
    small.endGuesses();
    int rounds = 0;
    do {
      tell(small::count, rare);
      rounds++;
    } while (small.mustRecount());
    assertTrue(rounds > 1);
    assertEquals(new PairCounter.Pair(15, 1L << 15), small.commonest(1).get(0));
  }

  private static void tell(LongBinarySink sink, long[] rare) {
    LongStream.of(rare).forEach(key -> sink.take(key, 1));
    for (int i = 0; i < 16; i++) {
      sink.take(i, 1L << i);
    }
  }

  private interface LongBinarySink {
    void take(long key, long weight);
  }
}
