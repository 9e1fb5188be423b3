package org.ligature.chunk;

import java.util.Arrays;

/**
 * Draws whole cuttings of n units at odds proportional to the product of the weights of their
 * sizes, whatever n is up to a largest. Weights are first tilted to add up to 1, so that they are
 * the odds of sizes laid one behind the other; element m of the table is then the probability that
 * some chunk ends at m, which neither grows nor vanishes with m. (Feller, "An introduction to
 * probability theory", volume 1, chapter XIII: renewal.)
 *
 * <p>Immutable after it is made.
 */
final class Renewal {
  private final int minSize;
  private final double[] odds; // of size minSize + i

  /**
   * Element m: what all cuttings of m units weigh together; 0 where there are none, or where their
   * weights differ by so much that it is too small for a double.
   */
  private final double[] whole;

  Renewal(SizeWeights weights, int largest) {
    this(weights.minSize(), weights.tiltedToOne(), new double[] {1}, largest);
  }

  /** A table that goes on from the one given. */
  private Renewal(int minSize, double[] odds, double[] whole, int largest) {
    this.minSize = minSize;
    this.odds = odds;
    this.whole = Arrays.copyOf(whole, largest + 1);
    for (int m = whole.length; m <= largest; m++) {
      this.whole[m] = sum(this.whole, m);
    }
  }

  /** The most units that the table holds. */
  int largest() {
    return whole.length - 1;
  }

  /** A table for at least so many units. */
  Renewal grown(int length) {
    int largest = (int) Math.max(length, Math.min(2L * length, Integer.MAX_VALUE - 9));
    return new Renewal(minSize, odds, whole, largest);
  }

  private double sum(double[] table, int m) {
    double sum = 0;
    for (int size = minSize; size <= Math.min(m, minSize + odds.length - 1); size++) {
      sum += odds[size - minSize] * table[m - size];
    }
    return sum;
  }

  /** Whether the table has cuttings of n units. */
  boolean has(int n) {
    return whole[n] > 0;
  }

  /**
   * Draws a cutting of n units, of which there must be one.
   *
   * @param ends takes the ends of its chunks
   * @return the number of its chunks
   */
  int sample(int n, SplitMix64 random, int[] ends) {
    double[] choices = new double[odds.length];
    int chunks = 0;
    for (int left = n; left > 0; chunks++) {
      int most = Math.min(left - minSize + 1, odds.length);
      double sum = 0;
      for (int i = 0; i < most; i++) {
        choices[i] = odds[i] * whole[left - minSize - i];
        sum += choices[i];
      }
      left -= minSize + random.pick(choices, most, sum);
      ends[chunks] = n - left;
    }
    return chunks;
  }

  /** How many chunks a cutting of n units has on average; NaN where there is none. */
  double expectedChunks(int n) {
    double[] expected = new double[n + 1]; // times what they weigh
    for (int m = 1; m <= n; m++) {
      expected[m] = sum(expected, m) + whole[m];
    }
    return expected[n] / whole[n];
  }
}
