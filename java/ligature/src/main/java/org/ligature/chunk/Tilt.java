package org.ligature.chunk;

import java.util.Arrays;

/**
 * Multiplies the weights of sizes by the powers of one base. All cuttings of the same number of
 * units then weigh the same factor more, so that the base can be chosen for what is easy to compute
 * with. Bisection with StrictMath: the same on every JVM.
 */
final class Tilt {
  private Tilt() {}

  /** By the base that makes the weights add up to 1; element i is of size minSize + i. */
  static double[] toOne(int minSize, double[] weights) {
    if (Arrays.stream(weights).noneMatch(weight -> weight > 0)) {
      return new double[0];
    }
    double low = -1;
    double high = 1;
    while (logSum(minSize, weights, low) > 0) {
      low *= 2;
    }
    while (logSum(minSize, weights, high) < 0) {
      high *= 2;
    }
    for (double middle = (low + high) / 2;
        middle > low && middle < high;
        middle = (low + high) / 2) {
      if (logSum(minSize, weights, middle) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return powers(minSize, weights, low);
  }

  /** By the base that makes the mean size so; the result is scaled to add up to 1. */
  static double[] toMean(int minSize, double[] weights, double mean) {
    double low = -1;
    double high = 1;
    while (mean(minSize, weights, low) > mean && low > -1e3) {
      low *= 2;
    }
    while (mean(minSize, weights, high) < mean && high < 1e3) {
      high *= 2;
    }
    for (double middle = (low + high) / 2;
        middle > low && middle < high;
        middle = (low + high) / 2) {
      if (mean(minSize, weights, middle) < mean) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return powers(minSize, weights, low);
  }

  private static double mean(int minSize, double[] weights, double log) {
    double[] tilted = powers(minSize, weights, log);
    double mean = 0;
    for (int i = 0; i < tilted.length; i++) {
      mean += tilted[i] * (minSize + i);
    }
    return mean;
  }

  /** Weights times e^(log * size), scaled to add up to 1, less those at the end that are 0. */
  private static double[] powers(int minSize, double[] weights, double log) {
    double logSum = logSum(minSize, weights, log);
    double[] out = new double[weights.length];
    int n = 0;
    for (int i = 0; i < out.length; i++) {
      if (weights[i] > 0) {
        out[i] = weights[i] * StrictMath.exp(log * ((double) minSize + i) - logSum);
        n = out[i] > 0 ? i + 1 : n;
      }
    }
    return Arrays.copyOf(out, n);
  }

  /** The logarithm of the sum of weights times e^(log * size). */
  private static double logSum(int minSize, double[] weights, double log) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        largest = Math.max(largest, log * ((double) minSize + i));
      }
    }
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        sum += weights[i] * StrictMath.exp(log * ((double) minSize + i) - largest);
      }
    }
    return largest + StrictMath.log(sum);
  }
}
