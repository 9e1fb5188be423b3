package org.ligature.chunk;

/**
 * Draws cuttings of n units into exactly k chunks at odds proportional to the product of the
 * weights of their sizes. Weights are first tilted to a mean size of n / k, so that k sizes in a
 * row have the best odds to add up to n.
 */
final class CountedRenewal {
  private final int minSize;
  private final double[] odds;

  /** Element [k][m]: the odds that k sizes add up to m. */
  private final double[][] whole;

  CountedRenewal(SizeWeights weights, int numUnits, int numChunks) {
    minSize = weights.minSize();
    double mean = (double) numUnits / Math.max(numChunks, 1);
    boolean possible = mean >= minSize && mean <= weights.maxSize();
    odds = possible ? weights.tiltedToMean(numUnits, mean) : new double[0];
    whole = new double[possible ? numChunks + 1 : 1][numUnits + 1];
    whole[0][0] = 1;
    for (int k = 1; k < whole.length; k++) {
      for (int m = 0; m <= numUnits; m++) {
        for (int i = 0; i < odds.length && minSize + i <= m; i++) {
          whole[k][m] += odds[i] * whole[k - 1][m - minSize - i];
        }
      }
    }
  }

  /** Draws the ends of all chunks; false where there is no such cutting. */
  boolean sample(SplitMix64 random, int[] ends) {
    int n = whole[0].length - 1;
    if (whole[whole.length - 1][n] == 0) {
      return false;
    }
    double[] choices = new double[odds.length];
    int left = n;
    for (int k = whole.length - 1; k > 0; k--) {
      double sum = 0;
      int most = Math.min(left - minSize + 1, odds.length);
      for (int i = 0; i < most; i++) {
        choices[i] = odds[i] * whole[k - 1][left - minSize - i];
        sum += choices[i];
      }
      left -= minSize + random.pick(choices, most, sum);
      ends[whole.length - 1 - k] = n - left;
    }
    return true;
  }
}
