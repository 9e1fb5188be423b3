package org.ligature.chunk;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.ligature.codec.Glyphs;

/**
 * The mathematics of a set of cuttings: all cuttings of n units, or those whose chunks have sizes
 * within bounds, or those of exactly k chunks. How many there are, which is the i-th, all of them,
 * and one by chance.
 *
 * <pre>{@code
 * Cuttings.of(6).count();                       // 32
 * Cuttings.of(6).sizes(2, 4).stream();          // 2+2+2, 2+4, 3+3, 4+2
 * Cuttings.of(6).chunks(2).unrank(3);           // 4+2
 * }</pre>
 *
 * <p>The order is everywhere that of {@link Cutting#compareTo}: by the sizes read from the left,
 * smaller first. So all singles have rank 0, where they are in the set.
 *
 * <p>Uniform over all cuttings is not uniform over sizes. Each of the n - 1 inner offsets is then a
 * boundary with odds 1/2, so a cutting has (n + 1) / 2 chunks on average, and n units over so many
 * chunks give a mean chunk of 2n / (n + 1) units: below 2 whatever n is. For longer chunks bound
 * the sizes from below, or weigh them: {@link #weightsForMean}.
 *
 * <p>Immutable, equal by content, safe to share between threads. Ranks and counts are exact. Where
 * nothing else is said, a call takes time and memory quadratic in the units, as the counts have up
 * to n bits each: about n * n / 16 bytes, times k where the number of chunks is given.
 */
public final class Cuttings {
  private final int numUnits;
  private final int minSize;
  private final int maxSize;
  private final int numChunks; // -1 where any number will do

  private Cuttings(int numUnits, int minSize, int maxSize, int numChunks) {
    this.numUnits = numUnits;
    this.minSize = minSize;
    this.maxSize = maxSize;
    this.numChunks = numChunks;
  }

  /**
   * All cuttings of {@code numUnits} units.
   *
   * @throws IllegalArgumentException where {@code numUnits} is negative
   */
  public static Cuttings of(int numUnits) {
    if (numUnits < 0) {
      throw new IllegalArgumentException("number of units is negative: " + numUnits);
    }
    return new Cuttings(numUnits, 1, Integer.MAX_VALUE, -1);
  }

  /**
   * Those whose chunks all have sizes in [minSize, maxSize], in place of the bounds given before.
   *
   * @throws IllegalArgumentException where {@code minSize} is below 1 or above {@code maxSize}
   */
  public Cuttings sizes(int minSize, int maxSize) {
    SizeWeights.checkSizes(minSize, maxSize);
    return new Cuttings(numUnits, minSize, maxSize, numChunks);
  }

  /**
   * Those of exactly so many chunks.
   *
   * @throws IllegalArgumentException where {@code numChunks} is negative
   */
  public Cuttings chunks(int numChunks) {
    if (numChunks < 0) {
      throw new IllegalArgumentException("number of chunks is negative: " + numChunks);
    }
    return new Cuttings(numUnits, minSize, maxSize, numChunks);
  }

  /** Whether a cutting is one of the set. */
  public boolean contains(Cutting cutting) {
    if (cutting.numUnits() != numUnits || numChunks >= 0 && numChunks != cutting.numChunks()) {
      return false;
    }
    for (int i = 0; i < cutting.numChunks(); i++) {
      if (cutting.size(i) < minSize || cutting.size(i) > maxSize) {
        return false;
      }
    }
    return true;
  }

  /**
   * Number of cuttings in the set: 1 for no units, 0 where no sizes within the bounds add up. Takes
   * memory for as many counts as the largest size, no more than the units.
   */
  public BigInteger count() {
    if (numChunks < 0 && minSize == 1 && maxSize >= numUnits) {
      return BigInteger.ONE.shiftLeft(Math.max(0, numUnits - 1));
    }
    if (!feasible(numUnits, numChunks)) {
      return BigInteger.ZERO;
    }
    if (numUnits == 0 || minSize == maxSize) {
      return BigInteger.ONE;
    }
    return numChunks < 0 ? lastCount() : new Counts().left(numUnits, numChunks);
  }

  /** Counts in a ring that holds the last maxSize of them. */
  private BigInteger lastCount() {
    int ring = Math.min(maxSize, numUnits) + 1;
    BigInteger[] counts = new BigInteger[ring];
    Arrays.fill(counts, BigInteger.ZERO);
    counts[0] = BigInteger.ONE;
    BigInteger sum = BigInteger.ZERO; // of the counts of i - maxSize to i - minSize units
    for (int i = 1; i <= numUnits; i++) {
      sum = i >= minSize ? sum.add(counts[(i - minSize) % ring]) : sum;
      sum = i > maxSize ? sum.subtract(counts[(i - maxSize - 1) % ring]) : sum;
      counts[i % ring] = sum;
    }
    return counts[numUnits % ring];
  }

  /** Whether so many units can be cut into so many chunks, -1 for any number. */
  private boolean feasible(int units, int chunks) {
    if (chunks >= 0) {
      return (long) chunks * minSize <= units && units <= (long) chunks * maxSize;
    }
    // Some number of chunks between units / maxSize, rounded up, and units / minSize.
    return (units + (long) maxSize - 1) / maxSize <= units / minSize;
  }

  /**
   * Number of cuttings in the set that stand before this one.
   *
   * @throws IllegalArgumentException where the cutting is not in the set
   */
  public BigInteger rank(Cutting cutting) {
    if (!contains(cutting)) {
      throw new IllegalArgumentException(cutting + " is not one of " + this);
    }
    Counts counts = new Counts();
    BigInteger rank = BigInteger.ZERO;
    int chunks = numChunks;
    for (int i = 0; i < cutting.numChunks(); i++) {
      int left = numUnits - cutting.start(i);
      chunks--;
      for (int smaller = minSize; smaller < cutting.size(i); smaller++) {
        rank = rank.add(counts.left(left - smaller, chunks));
      }
    }
    return rank;
  }

  /**
   * The cutting that has this rank: the inverse of {@link #rank}.
   *
   * @throws IllegalArgumentException where {@code rank} is not in [0, count)
   */
  public Cutting unrank(BigInteger rank) {
    Counts counts = new Counts();
    BigInteger count = counts.left(numUnits, numChunks);
    if (rank.signum() < 0 || rank.compareTo(count) >= 0) {
      throw new IllegalArgumentException(
          "rank " + rank + " is not in [0, " + count + "), the ranks of " + this);
    }
    return unrank(rank, counts);
  }

  private Cutting unrank(BigInteger rank, Counts counts) {
    int[] ends = new int[numUnits / minSize];
    int n = 0;
    int chunks = numChunks;
    BigInteger left = rank;
    for (int at = 0; at < numUnits; n++) {
      int end = at + minSize;
      chunks--;
      for (BigInteger here; ; end++) {
        here = counts.left(numUnits - end, chunks);
        if (left.compareTo(here) < 0) {
          break;
        }
        left = left.subtract(here);
      }
      ends[n] = end;
      at = end;
    }
    return Cutting.trusted(Arrays.copyOf(ends, n));
  }

  /**
   * {@link #unrank(BigInteger)} for a rank that fits a long.
   *
   * @throws IllegalArgumentException where {@code rank} is not in [0, count)
   */
  public Cutting unrank(long rank) {
    return unrank(BigInteger.valueOf(rank));
  }

  /** All of the set, in order of rank. Lazy: each is made in time linear in the units or nearly. */
  public Stream<Cutting> stream() {
    return StreamSupport.stream(new Walk(), false);
  }

  /**
   * One of the set, all at exactly equal odds: that of a rank drawn by SplitMix64, a pure function
   * of the set, the seed and the draw, the same on every JVM.
   *
   * @throws IllegalStateException where the set is empty
   */
  public Cutting sample(long seed, long draw) {
    Counts counts = new Counts();
    BigInteger count = counts.left(numUnits, numChunks);
    checkNotEmpty();
    return unrank(new SplitMix64(seed, draw).nextInteger(count), counts);
  }

  /**
   * One of the set, at odds proportional to the product of the weights of its sizes. The same
   * function everywhere as {@link #sample(long, long)}. Odds are right to about n * 2<sup>-52</sup>
   * of themselves. Takes time n times the number of sizes, times k where the number of chunks is
   * given, and memory for one double a unit, times k.
   *
   * @throws IllegalStateException where no cutting of the set has a weight above 0; for a given
   *     number of chunks also where weights differ by so much that none has odds a double can hold
   */
  public Cutting sample(SizeWeights weights, long seed, long draw) {
    SizeWeights bounded = weights.within(minSize, maxSize);
    Cutting cutting = null;
    if (numUnits == 0 && feasible(0, numChunks)) {
      cutting = Cutting.whole(0);
    } else if (bounded != null && numChunks < 0) {
      Glyphs text = Glyphs.of(new int[numUnits]);
      cutting = ChunkSplitter.sampledCuttings(bounded, seed, draw).split(text);
    } else if (bounded != null) {
      int[] ends = new int[numChunks];
      boolean some =
          new CountedRenewal(bounded, numUnits, numChunks).sample(new SplitMix64(seed, draw), ends);
      cutting = some ? Cutting.trusted(ends) : null;
    }
    if (cutting == null || !hasSizes(cutting, bounded)) {
      throw new IllegalStateException(
          "no cutting of " + this + " has sizes of " + weights + ", or the odds are below 1e-300");
    }
    return cutting;
  }

  private static boolean hasSizes(Cutting cutting, SizeWeights weights) {
    for (int i = 0; i < cutting.numChunks(); i++) {
      if (weights.weight(cutting.size(i)) == 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Weights under which the cuttings of the set have this mean size: n over the number of chunks
   * expected. Found by bisection, exact to rounding. For sets with no given number of chunks.
   *
   * @throws IllegalArgumentException where the mean size is not within what the sizes allow
   * @throws IllegalStateException where the set is empty or of no units, or the number of chunks is
   *     given
   */
  public SizeWeights weightsForMean(double meanSize) {
    checkNotEmpty();
    if (numChunks >= 0 || numUnits == 0) {
      throw new IllegalStateException("the mean size of " + this + " cannot be chosen");
    }
    int largest = Math.min(maxSize, numUnits);
    double low = minSize;
    double high = largest;
    if (!(meanSize > low && meanSize < high)) {
      throw new IllegalArgumentException(
          "a mean size of " + meanSize + " is not within (" + low + ", " + high + ")");
    }
    for (double middle = (low + high) / 2;
        middle > low && middle < high;
        middle = (low + high) / 2) {
      if (meanUnder(SizeWeights.mean(minSize, largest, middle)) < meanSize) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double reached = meanUnder(SizeWeights.mean(minSize, largest, low));
    if (Math.abs(reached - meanSize) > 1e-6 * meanSize) {
      throw new IllegalArgumentException(
          "no weights give " + this + " a mean size of " + meanSize + "; near it is " + reached);
    }
    return SizeWeights.mean(minSize, largest, low);
  }

  private double meanUnder(SizeWeights weights) {
    return numUnits / new Renewal(weights, numUnits).expectedChunks(numUnits);
  }

  private void checkNotEmpty() {
    if (!feasible(numUnits, numChunks)) {
      throw new IllegalStateException("there are no " + this);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cuttings c
        && numUnits == c.numUnits
        && minSize == c.minSize
        && maxSize == c.maxSize
        && numChunks == c.numChunks;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new int[] {numUnits, minSize, maxSize, numChunks});
  }

  /** Such as "cuttings of 6 units into 2 chunks of 1 to 4". */
  @Override
  public String toString() {
    String sizes = maxSize == Integer.MAX_VALUE ? minSize + " or more" : minSize + " to " + maxSize;
    String chunks = numChunks < 0 ? "chunks" : numChunks + " chunks";
    return "cuttings of " + numUnits + " units into " + chunks + " of " + sizes;
  }

  /** How many cuttings there are of fewer units, made row by row as they are asked for. */
  private final class Counts {
    /** Row k is of exactly k chunks; the only row is of any number. Column i is of i units. */
    private final BigInteger[][] rows;

    Counts() {
      if (numChunks < 0) {
        BigInteger[] any = row(BigInteger.ONE);
        rows = new BigInteger[][] {fill(any, any)};
        return;
      }
      int n = feasible(numUnits, numChunks) ? numChunks : 0;
      rows = new BigInteger[n + 1][];
      rows[0] = row(BigInteger.ONE);
      for (int k = 1; k <= n; k++) {
        rows[k] = fill(row(BigInteger.ZERO), rows[k - 1]);
      }
    }

    /** A row that begins so, with zero behind. */
    private BigInteger[] row(BigInteger first) {
      BigInteger[] row = new BigInteger[Math.addExact(numUnits, 1)];
      Arrays.fill(row, BigInteger.ZERO);
      row[0] = first;
      return row;
    }

    /**
     * Makes element i of {@code sums}, for all i but 0, the sum of elements i - maxSize to i -
     * minSize of {@code row}, which may be the same: those are made before.
     */
    private BigInteger[] fill(BigInteger[] sums, BigInteger[] row) {
      BigInteger sum = BigInteger.ZERO;
      for (int i = 1; i < sums.length; i++) {
        sum = i >= minSize ? sum.add(row[i - minSize]) : sum;
        sum = i > maxSize ? sum.subtract(row[i - maxSize - 1]) : sum;
        sums[i] = sum;
      }
      return sums;
    }

    /** The number of cuttings of so many units into so many chunks, as the set allows. */
    BigInteger left(int units, int chunks) {
      if (units < 0 || !feasible(units, numChunks < 0 ? -1 : chunks)) {
        return BigInteger.ZERO;
      }
      return rows[numChunks < 0 ? 0 : chunks][units];
    }
  }

  /** Walks from the first cutting in order to the last. */
  private final class Walk extends Spliterators.AbstractSpliterator<Cutting> {
    private int[] sizes = new int[numUnits / minSize]; // of the cutting to come; null at the end
    private int n;

    Walk() {
      super(
          Long.MAX_VALUE,
          Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE);
      if (feasible(numUnits, numChunks)) {
        fill(numUnits);
      } else {
        sizes = null;
      }
    }

    @Override
    public boolean tryAdvance(Consumer<? super Cutting> action) {
      if (sizes == null) {
        return false;
      }
      Cutting cutting = Cutting.ofSizes(Arrays.copyOf(sizes, n));
      step();
      action.accept(cutting);
      return true;
    }

    /** Appends the first cutting in order of what is left. */
    private void fill(int units) {
      for (int left = units; left > 0; ) {
        int size = minSize;
        while (!feasible(left - size, chunksBehind(n))) {
          size++;
        }
        sizes[n++] = size;
        left -= size;
      }
    }

    private int chunksBehind(int index) {
      return numChunks < 0 ? -1 : numChunks - index - 1;
    }

    /** Grows the rightmost chunk that may grow, by as little as what is behind it allows. */
    private void step() {
      int after = 0;
      for (int i = n - 1; i >= 0; i--) {
        for (int size = sizes[i] + 1; size <= Math.min(maxSize, sizes[i] + after); size++) {
          if (feasible(sizes[i] + after - size, chunksBehind(i))) {
            int left = sizes[i] + after - size;
            sizes[i] = size;
            n = i + 1;
            fill(left);
            return;
          }
        }
        after += sizes[i];
      }
      sizes = null;
    }
  }
}
