package org.ligature.chunk;

/** Logarithms and powers of base 2, the same on every JVM. */
final class Bits {
  private static final double LN2 = StrictMath.log(2);

  private Bits() {}

  static double log2(double x) {
    return StrictMath.log(x) / LN2;
  }

  static double exp2(double x) {
    return StrictMath.exp(x * LN2);
  }
}
