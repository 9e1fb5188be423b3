package org.ligature.chunk;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The mathematics of all cuttings of n units into chunks of at most {@code maxSize} units: how many
 * there are, which is the i-th, and all of them. Where {@code maxSize} is n or more there is no
 * bound on sizes, and n &gt; 0 units have 2<sup>n-1</sup> cuttings.
 *
 * <p>The order is everywhere that of {@link Cutting#compareTo}: by the sizes read from the left,
 * smaller first. So all singles have rank 0.
 *
 * <p>Uniform over all cuttings is not uniform over sizes. Each of the n - 1 inner offsets is then a
 * boundary with odds 1/2, so a cutting has (n + 1) / 2 chunks on average, and n units over so many
 * chunks give a mean chunk of 2n / (n + 1) units: below 2 whatever n is. Half of the chunks inside
 * a long text are singles. For longer chunks draw sizes, as {@link ChunkSplitter#sampled} does.
 *
 * <p>All methods are exact, pure functions of their arguments and safe to call from many threads.
 */
public final class Cuttings {
  private Cuttings() {}

  /**
   * Number of cuttings of {@code numUnits} units into chunks of at most {@code maxSize}; 1 for no
   * units. Takes time linear in {@code numUnits} or less.
   *
   * @throws IllegalArgumentException where {@code numUnits} is negative or {@code maxSize} below 1
   * @throws ArithmeticException where the count is above 2^63 - 1; see {@link #countExact}
   */
  public static long count(int numUnits, int maxSize) {
    check(numUnits, maxSize);
    if (maxSize == 1) {
      return 1;
    }
    // counts[i % window] is the count of i units. A cutting of i units ends in a chunk of 1 to
    // maxSize, so its count is the sum of the maxSize counts before it. From maxSize 2 on the count
    // passes long before unit 100, which bounds the loop and the window.
    int window = (int) Math.min(Math.min((long) maxSize, numUnits) + 1, 128);
    long[] counts = new long[window];
    counts[0] = 1;
    long sum = 1;
    long count = 1;
    for (int i = 1; i <= numUnits; i++) {
      if (sum < 0) {
        throw new ArithmeticException(
            "the cuttings of "
                + numUnits
                + " units into chunks of at most "
                + maxSize
                + " are more than a long can count");
      }
      count = sum;
      long leaving = i >= maxSize ? counts[(int) ((i - (long) maxSize) % window)] : 0;
      sum = sum - leaving + count;
      counts[i % window] = count;
    }
    return count;
  }

  /**
   * The same as {@link #count}, for any number. Takes time and memory quadratic in {@code
   * numUnits}, as the number itself has up to {@code numUnits} bits.
   *
   * @throws IllegalArgumentException where {@code numUnits} is negative or {@code maxSize} below 1
   */
  public static BigInteger countExact(int numUnits, int maxSize) {
    check(numUnits, maxSize);
    return maxSize == 1 ? BigInteger.ONE : counts(numUnits, maxSize)[numUnits];
  }

  /**
   * Number of cuttings of as many units, in chunks of at most {@code maxSize}, that stand before
   * this one. Takes memory quadratic in the number of units: n units need about n * n / 16 bytes.
   *
   * @throws IllegalArgumentException where {@code maxSize} is below 1 or a chunk is larger
   */
  public static BigInteger rank(Cutting cutting, int maxSize) {
    int n = cutting.numUnits();
    check(n, maxSize);
    BigInteger[] counts = counts(n, maxSize);
    BigInteger rank = BigInteger.ZERO;
    for (int i = 0; i < cutting.numChunks(); i++) {
      int size = cutting.size(i);
      if (size > maxSize) {
        throw new IllegalArgumentException(
            "chunk " + i + " has " + size + " units, above the largest size, " + maxSize);
      }
      int left = n - cutting.start(i);
      for (int smaller = 1; smaller < size; smaller++) {
        rank = rank.add(counts[left - smaller]);
      }
    }
    return rank;
  }

  /**
   * The cutting of {@code numUnits} units that has this rank: the inverse of {@link #rank}, with
   * the same need of memory. A rank drawn uniformly gives a cutting uniform over all.
   *
   * @throws IllegalArgumentException where {@code numUnits} is negative, {@code maxSize} below 1,
   *     or {@code rank} is not in [0, countExact)
   */
  public static Cutting unrank(int numUnits, int maxSize, BigInteger rank) {
    check(numUnits, maxSize);
    BigInteger[] counts = counts(numUnits, maxSize);
    if (rank.signum() < 0 || rank.compareTo(counts[numUnits]) >= 0) {
      throw new IllegalArgumentException(
          "rank "
              + rank
              + " is not in [0, "
              + counts[numUnits]
              + "), the cuttings of "
              + numUnits
              + " units into chunks of at most "
              + maxSize);
    }
    int[] ends = new int[numUnits];
    int n = 0;
    BigInteger left = rank;
    for (int at = 0; at < numUnits; n++) {
      int end = at + 1;
      while (left.compareTo(counts[numUnits - end]) >= 0) {
        left = left.subtract(counts[numUnits - end]);
        end++;
      }
      ends[n] = end;
      at = end;
    }
    return Cutting.trusted(Arrays.copyOf(ends, n));
  }

  /** {@link #unrank(int, int, BigInteger)} for a rank that fits a long. */
  public static Cutting unrank(int numUnits, int maxSize, long rank) {
    return unrank(numUnits, maxSize, BigInteger.valueOf(rank));
  }

  /**
   * All cuttings of {@code numUnits} units into chunks of at most {@code maxSize}, in order of
   * rank. Lazy: each is made when it is asked for, in time linear in {@code numUnits}.
   *
   * @throws IllegalArgumentException where {@code numUnits} is negative or {@code maxSize} below 1
   */
  public static Stream<Cutting> all(int numUnits, int maxSize) {
    check(numUnits, maxSize);
    return StreamSupport.stream(new Walk(numUnits, maxSize), false);
  }

  private static void check(int numUnits, int maxSize) {
    if (numUnits < 0) {
      throw new IllegalArgumentException("number of units is negative: " + numUnits);
    }
    if (maxSize < 1) {
      throw new IllegalArgumentException("largest size is " + maxSize + ", below 1");
    }
  }

  /** Element i is the number of cuttings of i units. */
  private static BigInteger[] counts(int numUnits, int maxSize) {
    BigInteger[] counts = new BigInteger[Math.addExact(numUnits, 1)];
    counts[0] = BigInteger.ONE;
    BigInteger sum = BigInteger.ONE;
    for (int i = 1; i <= numUnits; i++) {
      counts[i] = sum;
      sum = sum.add(sum);
      if (i >= maxSize) {
        sum = sum.subtract(counts[i - maxSize]);
      }
    }
    return counts;
  }

  /** Walks from all singles to the last cutting in order. */
  private static final class Walk extends Spliterators.AbstractSpliterator<Cutting> {
    private final int numUnits;
    private final int maxSize;
    private int[] sizes; // of the cutting to come; null when there is none
    private int numChunks;

    Walk(int numUnits, int maxSize) {
      super(
          Long.MAX_VALUE,
          Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE);
      this.numUnits = numUnits;
      this.maxSize = maxSize;
      this.sizes = new int[numUnits];
      Arrays.fill(sizes, 1);
      this.numChunks = numUnits;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Cutting> action) {
      if (sizes == null) {
        return false;
      }
      Cutting cutting = Cutting.ofSizes(Arrays.copyOf(sizes, numChunks));
      step();
      action.accept(cutting);
      return true;
    }

    /** Grows the rightmost chunk that may grow and has units after it, which become singles. */
    private void step() {
      int after = 0;
      for (int i = numChunks - 1; i >= 0; i--) {
        if (after > 0 && sizes[i] < maxSize) {
          sizes[i]++;
          numChunks = i + after; // chunks 0 to i, then after - 1 singles
          Arrays.fill(sizes, i + 1, numChunks, 1);
          return;
        }
        after += sizes[i];
      }
      sizes = null;
    }
  }
}
