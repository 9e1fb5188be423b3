package org.ligature.chunk;

/**
 * The generator of all sampling: SplitMix64, whose constants and output function are those of
 * Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014). It is
 * written out here and not taken from the JDK, so that a draw stays the same for ever.
 *
 * <p>Mutable: one thread.
 */
final class SplitMix64 {
  private long state;

  /** Begins at mix(mix(seed) + draw): mix is one to one, so the draws of a seed begin apart. */
  SplitMix64(long seed, long draw) {
    state = mix(mix(seed) + draw);
  }

  long nextLong() {
    state += 0x9E3779B97F4A7C15L;
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

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
