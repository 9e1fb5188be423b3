package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void givesThePublishedNumbers() {
    SplitMix64 random = new SplitMix64(0, 0); // mix(0) is 0, so this is state 0

    assertEquals(0xE220A8397B1DCDAFL, random.nextLong());
    assertEquals(0x6E789E6AA1B965F4L, random.nextLong());
    assertEquals(0x06C45D188009454FL, random.nextLong());
  }

  @Test
  void everyNumberOfAnyBoundIsEquallyLikely() {
    for (int bound : new int[] {1, 2, 3, 5, 7, 64, 100}) {
      long[] counts = new long[bound];
      SplitMix64 random = new SplitMix64(11, bound);
      for (int i = 0; i < 1000 * bound; i++) {
        counts[random.nextInt(bound)]++;
      }
      ChiSquare.assertUniform(counts);
    }
  }

  @Test
  void largeBoundsAreNotSkewed() {
    // 3/8 of 2^32: with no rejection, numbers of remainder 0 and 1 would be 1.5 times as likely.
    int bound = 3 << 29;
    long[] remainders = new long[3];
    SplitMix64 random = new SplitMix64(5, 0);
    for (int i = 0; i < 30_000; i++) {
      int number = random.nextInt(bound);
      assertTrue(number >= 0 && number < bound);
      remainders[number % 3]++;
    }
    ChiSquare.assertUniform(remainders);
  }

  @Test
  void theLargestBoundStaysInside() {
    SplitMix64 random = new SplitMix64(1, 1);
    for (int i = 0; i < 1000; i++) {
      int number = random.nextInt(Integer.MAX_VALUE);
      assertTrue(number >= 0 && number < Integer.MAX_VALUE);
    }
  }

  @Test
  void seedsAndDrawsBeginApart() {
    long[] firsts = new long[10_000];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = new SplitMix64(i / 100, i % 100).nextLong();
    }
    assertEquals(firsts.length, Arrays.stream(firsts).distinct().count());
  }

  @Test
  void drawsOfOneSeedAreIndependent() {
    // The first four numbers of neighbouring draws, taken as pairs; then with one a number ahead:
    // draws that begin in a row would be one sequence.
    for (int ahead = 0; ahead <= 1; ahead++) {
      long[][] pairs = new long[4][16];
      for (int draw = 0; draw < 20_000; draw += 2) {
        SplitMix64 one = new SplitMix64(7, draw);
        SplitMix64 next = new SplitMix64(7, draw + 1);
        for (int i = 0; i < ahead; i++) {
          one.nextLong();
        }
        for (long[] counts : pairs) {
          counts[4 * one.nextInt(4) + next.nextInt(4)]++;
        }
      }
      for (long[] counts : pairs) {
        ChiSquare.assertUniform(counts);
      }
    }
  }
}
