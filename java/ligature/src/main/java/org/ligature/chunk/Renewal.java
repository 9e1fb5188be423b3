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

  /** Element m: what all cuttings of m units weigh together. */
  private final double[] whole;

  /** The same for those that leave a rest below minSize, where no other is. */
  private final double[] withRest;

  Renewal(SizeWeights weights, int largest) {
    this(weights.minSize(), weights.tiltedToOne(), new double[] {1}, new double[1], largest);
  }

  /** Tables that go on from those given. */
  private Renewal(int minSize, double[] odds, double[] whole, double[] withRest, int largest) {
    this.minSize = minSize;
    this.odds = odds;
    this.whole = Arrays.copyOf(whole, largest + 1);
    this.withRest = Arrays.copyOf(withRest, largest + 1);
    fill(whole.length);
  }

  private void fill(int from) {
    for (int m = from; m < whole.length; m++) {
      whole[m] = sum(whole, m);
      if (whole[m] == 0) {
        withRest[m] = m < minSize ? 1 : sum(withRest, m);
      }
    }
  }

  /** The most units that the tables hold. */
  int largest() {
    return whole.length - 1;
  }

  /** Tables for at least so many units. */
  Renewal grown(int length) {
    int largest = (int) Math.max(length, Math.min(2L * length, Integer.MAX_VALUE - 9));
    return new Renewal(minSize, odds, whole, withRest, largest);
  }

  private double sum(double[] table, int m) {
    double sum = 0;
    for (int size = minSize; size <= Math.min(m, minSize + odds.length - 1); size++) {
      sum += odds[size - minSize] * table[m - size];
    }
    return sum;
  }

  /**
   * Draws a cutting of n units.
   *
   * @param ends takes the ends of its chunks
   * @return the number of its chunks, -1 where n has none
   */
  int sample(int n, SplitMix64 random, int[] ends) {
    return whole[n] > 0 ? sample(whole, n, random, ends) : -1;
  }

  /**
   * The same; where n has none, one whose last chunk is a rest below the smallest size.
   *
   * @return the number of its chunks
   */
  int sampleWithRest(int n, SplitMix64 random, int[] ends) {
    return sample(whole[n] > 0 ? whole : withRest, n, random, ends);
  }

  private int sample(double[] table, int n, SplitMix64 random, int[] ends) {
    double[] choices = new double[odds.length];
    int chunks = 0;
    for (int left = n; left > 0; chunks++) {
      int size = left;
      if (left >= minSize) {
        int most = Math.min(left - minSize + 1, odds.length);
        double sum = 0;
        for (int i = 0; i < most; i++) {
          choices[i] = odds[i] * table[left - minSize - i];
          sum += choices[i];
        }
        size = minSize + random.pick(choices, most, sum);
      }
      left -= size;
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
