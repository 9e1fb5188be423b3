package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Pearson's test that counts come from the odds expected. Seeds are fixed, so it never fails by
 * chance.
 */
final class ChiSquare {
  private ChiSquare() {}

  /** Fails where counts so uneven have odds of about one in 10,000. */
  static void assertUniform(long[] counts) {
    double[] odds = new double[counts.length];
    Arrays.fill(odds, 1);
    assertOdds(odds, counts);
  }

  /** Fails where counts so far from these odds, given up to a factor, have one in 10,000. */
  static void assertOdds(double[] odds, long[] counts) {
    double draws = Arrays.stream(counts).sum();
    double all = Arrays.stream(odds).sum();
    double statistic = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = draws * odds[i] / all;
      if (expected == 0) {
        assertTrue(counts[i] == 0, "what has no odds was drawn " + counts[i] + " times");
      } else {
        statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
      }
    }
    // Wilson and Hilferty: the cube root of chi-square over its freedom is nearly normal.
    int freedom = (int) Arrays.stream(odds).filter(x -> x > 0).count() - 1;
    double spread = 2 / (9.0 * Math.max(freedom, 1));
    double limit = freedom * Math.pow(1 - spread + 3.72 * Math.sqrt(spread), 3);
    assertTrue(
        statistic <= limit,
        Arrays.toString(counts) + ": chi-square " + statistic + " is above " + limit);
  }

  /** The same for counts of values, which may miss some that have odds. */
  static <T> void assertOdds(Iterable<T> all, ToDoubleFunction<T> odds, Map<T, Long> counts) {
    double[] expected = new double[0];
    long[] found = new long[0];
    long sum = 0;
    for (T value : all) {
      expected = Arrays.copyOf(expected, expected.length + 1);
      found = Arrays.copyOf(found, expected.length);
      expected[expected.length - 1] = odds.applyAsDouble(value);
      found[found.length - 1] = counts.getOrDefault(value, 0L);
      sum += found[found.length - 1];
    }
    assertTrue(
        sum == counts.values().stream().mapToLong(n -> n).sum(),
        "something was drawn that is not one of all: " + counts.keySet());
    assertOdds(expected, found);
  }
}
