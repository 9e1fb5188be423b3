package org.ligature.chunk;

import java.util.Arrays;

/**
 * How much the sizes of chunks weigh when cuttings are drawn. There are two ways to draw, and both
 * take the same weights:
 *
 * <ul>
 *   <li>{@link ChunkSplitter#sampledSizes}: each size by itself, at odds proportional to its
 *       weight; the end of the sentence cuts the last chunk short.
 *   <li>{@link ChunkSplitter#sampledCuttings} and {@link Cuttings#sample(SizeWeights, long, long)}:
 *       a whole cutting, at odds proportional to the product of the weights of its chunks.
 * </ul>
 *
 * <p>Equal weights of 1 make every cutting as likely as every other. That is not equal odds of
 * sizes: a cutting of many small chunks is one among many.
 *
 * <p>Immutable, equal by content, safe to share between threads.
 */
public final class SizeWeights {
  /** The largest size of weights that are listed one by one. */
  private static final int MAX_LISTED = 1 << 16;

  private final int minSize;
  private final int maxSize;

  /** Element i is the weight of size minSize + i; null where all weigh 1. */
  private final double[] listed;

  /** Of what is listed, as adding from the left gives it. */
  private final double sum;

  private final String name;

  /** What {@link #tiltedToOne} gives, once it was asked for; any thread's is as good. */
  private volatile double[] tilted;

  private SizeWeights(int minSize, int maxSize, double[] listed, String name) {
    this.minSize = minSize;
    this.maxSize = maxSize;
    this.listed = listed;
    double added = 0;
    for (int i = 0; listed != null && i < listed.length; i++) {
      added += listed[i];
    }
    this.sum = added;
    this.name = name;
  }

  /**
   * Weight 1 for every size in [minSize, maxSize].
   *
   * @throws IllegalArgumentException where {@code minSize} is below 1 or above {@code maxSize}
   */
  public static SizeWeights uniform(int minSize, int maxSize) {
    checkSizes(minSize, maxSize);
    return new SizeWeights(minSize, maxSize, null, range(minSize, maxSize));
  }

  /**
   * These weights for sizes 1, 2, 3 and so on. A size of weight 0 is not drawn.
   *
   * @throws IllegalArgumentException where a weight is negative or not finite, none is above 0,
   *     they add up to infinity, or there are more than 65,536
   */
  public static SizeWeights of(double... weights) {
    int min = 0;
    int max = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the weight of size " + (i + 1) + " is " + weights[i] + ", not in [0, infinity)");
      }
      if (weights[i] > 0) {
        min = min == 0 ? i + 1 : min;
        max = i + 1;
      }
    }
    if (max == 0) {
      throw new IllegalArgumentException("no size has a weight above 0");
    }
    if (Arrays.stream(weights).sum() == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("the weights add up to infinity");
    }
    checkListed(max);
    double[] listed = Arrays.copyOfRange(weights, min - 1, max);
    if (Arrays.stream(listed).allMatch(weight -> weight == 1)) {
      return uniform(min, max);
    }
    StringBuilder name = new StringBuilder("[");
    for (int i = 0; i < max; i++) {
      name.append(i == 0 ? "" : ",").append(weights[i]);
    }
    return new SizeWeights(min, max, listed, name.append(']').toString());
  }

  /**
   * Weights that give sizes in [minSize, maxSize] this mean and are else as even as can be: of all
   * distributions with that mean the one of most entropy, in which each size has a fixed multiple
   * of the odds of the size before it. They add up to 1.
   *
   * <p>Drawn size by size the mean is exact, but for the last chunk of a sentence. Drawn as whole
   * cuttings it is reached as sentences grow long.
   *
   * @throws IllegalArgumentException where the sizes are not 1 &lt;= minSize &lt;= maxSize &lt;=
   *     65,536, or {@code meanSize} is not between them: strictly, if they differ
   */
  public static SizeWeights mean(int minSize, int maxSize, double meanSize) {
    checkSizes(minSize, maxSize);
    checkListed(maxSize);
    boolean within =
        minSize == maxSize ? meanSize == minSize : meanSize > minSize && meanSize < maxSize;
    if (!within) {
      throw new IllegalArgumentException(
          "a mean size of " + meanSize + " is not within sizes " + range(minSize, maxSize));
    }
    double[] weights = uniform(minSize, maxSize).tiltedToMean(maxSize, meanSize);
    return new SizeWeights(minSize, maxSize, weights, range(minSize, maxSize) + "~" + meanSize);
  }

  /** Checks bounds on sizes. */
  static void checkSizes(int minSize, int maxSize) {
    if (minSize < 1 || minSize > maxSize) {
      throw new IllegalArgumentException(
          minSize < 1
              ? "smallest size is " + minSize + ", below 1"
              : "smallest size is " + minSize + ", above the largest, " + maxSize);
    }
  }

  private static void checkListed(int maxSize) {
    if (maxSize > MAX_LISTED) {
      throw new IllegalArgumentException(
          "largest size is "
              + maxSize
              + ", above "
              + MAX_LISTED
              + ", the most that can be weighed");
    }
  }

  private static String range(int minSize, int maxSize) {
    return minSize == 1 ? Integer.toString(maxSize) : minSize + "-" + maxSize;
  }

  /** The smallest size that weighs more than 0. */
  public int minSize() {
    return minSize;
  }

  /** The largest size that weighs more than 0. */
  public int maxSize() {
    return maxSize;
  }

  /** The weight of a size, at least 0; 0 for a size out of bounds. */
  public double weight(int size) {
    if (size < minSize || size > maxSize) {
      return 0;
    }
    return listed == null ? 1 : listed[size - minSize];
  }

  /**
   * Element i is weight(minSize + i) times b<sup>size</sup>, with the b that makes all of them add
   * up to 1. Every cutting of n units is so weighed by b<sup>n </sup> more, and their odds stay as
   * they were. Sizes whose weight is then too small for a double may be left out at the end.
   */
  double[] tiltedToOne() {
    if (tilted == null) {
      // With equal weights b^size is below 2^-1074 from there on, whatever the largest size is.
      long reach = listed == null ? 1100L * minSize + 1000 : maxSize;
      tilted = Tilt.toOne(minSize, weights((int) Math.min(maxSize, reach)));
    }
    return tilted;
  }

  /**
   * The same for sizes up to {@code largest}, with the b that makes the mean size {@code meanSize},
   * and scaled to add up to 1.
   */
  double[] tiltedToMean(int largest, double meanSize) {
    return Tilt.toMean(minSize, weights(largest), meanSize);
  }

  /** The weights of sizes minSize to {@code largest}, if there are so many. */
  private double[] weights(int largest) {
    double[] weights = new double[Math.max(0, Math.min(largest, maxSize) - minSize + 1)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weight(minSize + i);
    }
    return weights;
  }

  /** These weights for sizes in [minSize, maxSize] only; null where none is left. */
  SizeWeights within(int minSize, int maxSize) {
    int min = Math.max(minSize, this.minSize);
    int max = Math.min(maxSize, this.maxSize);
    if (min > max) {
      return null;
    }
    if (min == this.minSize && max == this.maxSize) {
      return this;
    }
    if (listed == null) {
      return uniform(min, max);
    }
    double[] weights = new double[max];
    for (int size = min; size <= max; size++) {
      weights[size - 1] = weight(size);
    }
    return Arrays.stream(weights).noneMatch(weight -> weight > 0) ? null : of(weights);
  }

  /** A size at odds proportional to the weights, exactly equal odds where all weigh 1. */
  int draw(SplitMix64 random) {
    if (listed == null) {
      return minSize + random.nextInt(maxSize - minSize + 1);
    }
    return minSize + random.pick(listed, listed.length, sum);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SizeWeights w
        && minSize == w.minSize
        && maxSize == w.maxSize
        && Arrays.equals(listed, w.listed);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * minSize + maxSize) + Arrays.hashCode(listed);
  }

  /**
   * "4" for sizes 1 to 4 of equal weights, "2-4" for sizes 2 to 4, "1-8~2.5" with a mean of 2.5,
   * "[0.5,0.0,1.0]" for listed weights.
   */
  @Override
  public String toString() {
    return name;
  }
}
