package org.ligature.chunk;

import java.util.Arrays;
import java.util.function.DoublePredicate;

/**
 * Multiplies the weights of sizes by the powers of one base. All cuttings of the same number of
 * units then weigh the same factor more, so that the base can be chosen for what is easy to compute
 * with. Bisection with StrictMath: the same on every JVM. In logarithms, so that no weight is too
 * large or small.
 */
final class Tilt {
  private final int minSize;

  /** Element i is the logarithm of the weight of size minSize + i. */
  private final double[] logs;

  private Tilt(int minSize, double[] weights) {
    this.minSize = minSize;
    this.logs = Arrays.stream(weights).map(StrictMath::log).toArray();
  }

  /** By the base that makes the weights add up to 1; element i is of size minSize + i. */
  static double[] toOne(int minSize, double[] weights) {
    Tilt tilt = new Tilt(minSize, weights);
    return tilt.powers(bisect(log -> tilt.logSum(log) < 0));
  }

  /** By the base that makes the mean size so; the result is scaled to add up to 1. */
  static double[] toMean(int minSize, double[] weights, double mean) {
    Tilt tilt = new Tilt(minSize, weights);
    return tilt.powers(bisect(log -> tilt.mean(log) < mean));
  }

  /** The last number, or nearly, that is too small; beyond 1024 either way none is looked for. */
  private static double bisect(DoublePredicate tooSmall) {
    double low = -1;
    double high = 1;
    while (!tooSmall.test(low) && low > -1024) {
      low *= 2;
    }
    while (tooSmall.test(high) && high < 1024) {
      high *= 2;
    }
    double middle = (low + high) / 2;
    while (middle > low && middle < high) {
      if (tooSmall.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
      middle = (low + high) / 2;
    }
    return low;
  }

  private double mean(double log) {
    double[] tilted = powers(log);
    double mean = 0;
    for (int i = 0; i < tilted.length; i++) {
      mean += tilted[i] * (minSize + i);
    }
    return mean;
  }

  /** Weights times e^(log * size), scaled to add up to 1, less those at the end that are 0. */
  private double[] powers(double log) {
    double logSum = logSum(log);
    double[] out = new double[logs.length];
    int n = 0;
    for (int i = 0; i < out.length; i++) {
      out[i] = StrictMath.exp(tilted(i, log) - logSum);
      n = out[i] > 0 ? i + 1 : n;
    }
    return Arrays.copyOf(out, n);
  }

  /** The logarithm of a weight times e^(log * size). */
  private double tilted(int i, double log) {
    return logs[i] + log * ((double) minSize + i);
  }

  private double logSum(double log) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      largest = Math.max(largest, tilted(i, log));
    }
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      sum += StrictMath.exp(tilted(i, log) - largest);
    }
    return largest + StrictMath.log(sum);
  }
}
