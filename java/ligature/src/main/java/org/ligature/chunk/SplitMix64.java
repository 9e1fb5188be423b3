package org.ligature.chunk;

import java.math.BigInteger;

/**
 * The generator of all sampling: SplitMix64, whose constants and output function are those of
 * Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014). It is
 * written out here and not taken from the JDK, so that a draw stays the same for ever.
 *
 * <p>Mutable: one thread.
 */
final class SplitMix64 {
  /** By how much the state moves: 2^64 over the golden ratio, made odd. */
  static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  /** Begins at mix(mix(seed) + draw): mix is one to one, so the draws of a seed begin apart. */
  SplitMix64(long seed, long draw) {
    state = mix(mix(seed) + draw);
  }

  long nextLong() {
    state += STEP;
    return mix(state);
  }

  /**
   * A number from 0 to {@code bound} - 1 at exactly equal odds, by multiplication with rejection
   * (Lemire, "Fast random integer generation in an interval", 2019).
   *
   * @param bound at least 1
   */
  int nextInt(int bound) {
    long product = (nextLong() >>> 32) * bound;
    long low = product & 0xFFFFFFFFL;
    if (low < bound) {
      // 2^32 mod bound values of `low` stand for one number too many; the rare test finds them.
      long surplus = (1L << 32) % bound;
      while (low < surplus) {
        product = (nextLong() >>> 32) * bound;
        low = product & 0xFFFFFFFFL;
      }
    }
    return (int) (product >>> 32);
  }

  /** A number from 0 to {@code bound} - 1 at exactly equal odds; {@code bound} is at least 1. */
  BigInteger nextInteger(BigInteger bound) {
    int bits = bound.subtract(BigInteger.ONE).bitLength();
    byte[] bytes = new byte[(bits + 7) / 8];
    while (true) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (nextLong() >>> 56);
      }
      BigInteger number = new BigInteger(1, bytes).shiftRight(8 * bytes.length - bits);
      if (number.compareTo(bound) < 0) {
        return number;
      }
    }
  }

  /** A number in [0, 1), a multiple of 2^-53, at equal odds. */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * An index in [0, n) at odds proportional to its weight, by one {@link #nextDouble}.
   *
   * @param weights not negative
   * @param sum of the first n, above 0, as adding them from the left gives it
   */
  int pick(double[] weights, int n, double sum) {
    double left = nextDouble() * sum;
    double before = 0;
    int last = 0;
    for (int i = 0; i < n; i++) {
      if (weights[i] > 0) {
        before += weights[i];
        last = i;
        if (left < before) {
          return i;
        }
      }
    }
    return last;
  }

  /** One to one; every bit of the result depends on every bit of {@code z}. */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
