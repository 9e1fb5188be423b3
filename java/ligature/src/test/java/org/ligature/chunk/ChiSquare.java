package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/**
 * Pearson's test that counts come from equal odds. Seeds are fixed, so it never fails by chance.
 */
final class ChiSquare {
  private ChiSquare() {}

  /** Fails where counts so uneven have odds of about one in 10,000. */
  static void assertUniform(long[] counts) {
    double expected = Arrays.stream(counts).sum() / (double) counts.length;
    double statistic = 0;
    for (long count : counts) {
      statistic += (count - expected) * (count - expected) / expected;
    }
    // Wilson and Hilferty: the cube root of chi-square over its freedom is nearly normal.
    int freedom = counts.length - 1;
    double spread = 2 / (9.0 * Math.max(freedom, 1));
    double limit = freedom * Math.pow(1 - spread + 3.72 * Math.sqrt(spread), 3);
    assertTrue(
        statistic <= limit,
        Arrays.toString(counts) + ": chi-square " + statistic + " is above " + limit);
  }
}
