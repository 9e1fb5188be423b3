package org.ligature.chunk;

/** How arrays grow. */
final class Growth {
  private static final int LARGEST = Integer.MAX_VALUE - 8; // what JVMs allocate for sure

  private Growth() {}

  /**
   * A length of at least {@code needed}, twice the old one where that is possible, so that growing
   * takes linear time.
   *
   * @throws IllegalArgumentException where no array can be so long
   */
  static int next(int length, long needed) {
    if (needed > LARGEST) {
      throw new IllegalArgumentException("too much for one array: " + needed + " entries");
    }
    return (int) Math.max(needed, Math.min(2L * length, LARGEST));
  }
}
