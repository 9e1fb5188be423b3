package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CuttingsLawsTest {
  @Provide
  Arbitrary<Cutting> cuttings() {
    return Arbitraries.integers().between(0, 200).flatMap(ChunkArbitraries::cuttingsOf);
  }

  /** Sets small enough to list, some of them empty. */
  @Provide
  Arbitrary<Cuttings> smallSets() {
    return sets(12);
  }

  @Provide
  Arbitrary<Cuttings> largeSets() {
    return sets(150);
  }

  private static Arbitrary<Cuttings> sets(int most) {
    return Combinators.combine(
            Arbitraries.integers().between(0, most),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, most + 2),
            Arbitraries.integers().between(-6, most))
        .as(
            (n, min, above, k) -> {
              Cuttings set = Cuttings.of(n).sizes(min, min + above);
              return k < 0 ? set : set.chunks(Math.min(k, n));
            });
  }

  @Property
  void theStreamIsAllThatTheSetContains(@ForAll("smallSets") Cuttings set) {
    List<Cutting> all = set.stream().toList();
    int n = all.isEmpty() ? 0 : all.get(0).numUnits();
    List<Cutting> sieved = Cuttings.of(n).stream().filter(set::contains).toList();

    assertTrue(all.isEmpty() || sieved.equals(all), () -> set + ": " + all);
    assertEquals(all.isEmpty(), set.count().signum() == 0, set::toString);
  }

  @Property
  void countIsTheNumberOfAll(@ForAll("smallSets") Cuttings set) {
    assertEquals(BigInteger.valueOf(set.stream().count()), set.count(), set::toString);
  }

  @Property(tries = 200)
  void countIsTheSumOverTheFirstSize(
      @ForAll @IntRange(min = 1, max = 200) int n,
      @ForAll @IntRange(min = 1, max = 5) int minSize,
      @ForAll @IntRange(min = 0, max = 205) int above) {
    int maxSize = minSize + above;
    BigInteger sum = BigInteger.ZERO;
    for (int size = minSize; size <= Math.min(n, maxSize); size++) {
      sum = sum.add(Cuttings.of(n - size).sizes(minSize, maxSize).count());
    }

    assertEquals(sum, Cuttings.of(n).sizes(minSize, maxSize).count());
  }

  @Property(tries = 200)
  void countIsTheSumOverTheNumberOfChunks(
      @ForAll @IntRange(min = 0, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 4) int minSize,
      @ForAll @IntRange(min = 0, max = 42) int above) {
    Cuttings set = Cuttings.of(n).sizes(minSize, minSize + above);
    BigInteger sum = BigInteger.ZERO;
    for (int k = 0; k <= n; k++) {
      sum = sum.add(set.chunks(k).count());
    }

    assertEquals(sum, set.count());
  }

  /** By inclusion and exclusion over the chunks that are too large. */
  @Property(tries = 200)
  void countOfKChunksIsTheClosedForm(
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 60) int k,
      @ForAll @IntRange(min = 1, max = 4) int minSize,
      @ForAll @IntRange(min = 0, max = 62) int above) {
    BigInteger sum = BigInteger.ZERO;
    for (int j = 0; j <= k; j++) {
      long free = n - (long) k * minSize - (long) j * (above + 1);
      BigInteger term = choose(k, j).multiply(choose(free + k - 1, k - 1));
      sum = free < 0 ? sum : j % 2 == 0 ? sum.add(term) : sum.subtract(term);
    }

    assertEquals(sum, Cuttings.of(n).sizes(minSize, minSize + above).chunks(k).count());
  }

  private static BigInteger choose(long n, long k) {
    BigInteger product = BigInteger.ONE;
    for (long i = 1; i <= k; i++) {
      product = product.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
    }
    return n < k ? BigInteger.ZERO : product;
  }

  @Property
  void rankNumbersAllInOrder(@ForAll("smallSets") Cuttings set) {
    long rank = 0;
    Cutting before = null;
    for (Cutting cutting : (Iterable<Cutting>) set.stream()::iterator) {
      if (rank == 300) {
        return;
      }
      assertEquals(BigInteger.valueOf(rank), set.rank(cutting));
      assertEquals(cutting, set.unrank(rank));
      assertTrue(before == null || before.compareTo(cutting) < 0);
      before = cutting;
      rank++;
    }
  }

  @Property
  void unrankIsTheInverseOfRank(
      @ForAll("cuttings") Cutting cutting,
      @ForAll @IntRange(min = 0, max = 30) int above,
      @ForAll boolean counted) {
    int minSize = 1000;
    int maxSize = 1;
    for (int i = 0; i < cutting.numChunks(); i++) {
      minSize = Math.min(minSize, cutting.size(i));
      maxSize = Math.max(maxSize, cutting.size(i));
    }
    Cuttings set =
        Cuttings.of(cutting.numUnits()).sizes(Math.min(minSize, maxSize), maxSize + above);
    set = counted ? set.chunks(cutting.numChunks()) : set;

    assertEquals(cutting, set.unrank(set.rank(cutting)));
  }

  @Property
  void rankIsTheInverseOfUnrankAndRises(
      @ForAll("largeSets") Cuttings set, @ForAll long low, @ForAll long high) {
    BigInteger count = set.count();
    if (count.signum() == 0) {
      return;
    }
    BigInteger a = BigInteger.valueOf(low).multiply(BigInteger.valueOf(high)).mod(count);
    BigInteger b = BigInteger.valueOf(high).pow(5).mod(count);
    Cutting first = set.unrank(a);
    Cutting second = set.unrank(b);

    assertEquals(a, set.rank(first));
    assertEquals(b, set.rank(second));
    assertEquals(a.compareTo(b), Integer.signum(first.compareTo(second)));
  }

  @Property
  void samplesAreOfTheSet(
      @ForAll("largeSets") Cuttings set, @ForAll long seed, @ForAll @IntRange(max = 9) int draw) {
    if (set.count().signum() == 0) {
      return;
    }
    SizeWeights even = SizeWeights.uniform(1, 1000);

    assertTrue(set.contains(set.sample(seed, draw)));
    assertTrue(set.contains(set.sample(even, seed, draw)));
    assertEquals(set.sample(seed, draw), set.sample(seed, draw));
    assertEquals(set.sample(even, seed, draw), set.sample(even, seed, draw));
  }
}
