package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CuttingsLawsTest {
  @Provide
  Arbitrary<Cutting> cuttings() {
    return Arbitraries.integers().between(0, 200).flatMap(ChunkArbitraries::cuttingsOf);
  }

  @Property(tries = 200)
  void countIsTheNumberOfAll(
      @ForAll @IntRange(min = 0, max = 14) int n,
      @ForAll @IntRange(min = 1, max = 16) int maxSize) {
    List<Cutting> all = Cuttings.all(n, maxSize).toList();

    assertEquals(all.size(), Cuttings.count(n, maxSize));
    assertEquals(all.size(), all.stream().distinct().count());
    for (Cutting cutting : all) {
      assertEquals(n, cutting.numUnits());
      for (int i = 0; i < cutting.numChunks(); i++) {
        assertTrue(cutting.size(i) <= maxSize);
      }
    }
  }

  @Property(tries = 200)
  void countIsTheSumOverTheFirstSize(
      @ForAll @IntRange(min = 1, max = 300) int n,
      @ForAll @IntRange(min = 1, max = 310) int maxSize) {
    BigInteger sum = BigInteger.ZERO;
    for (int size = 1; size <= Math.min(n, maxSize); size++) {
      sum = sum.add(Cuttings.countExact(n - size, maxSize));
    }

    assertEquals(sum, Cuttings.countExact(n, maxSize));
  }

  @Property
  void longCountIsTheExactOneOrRefused(
      @ForAll @IntRange(min = 0, max = 120) int n,
      @ForAll @IntRange(min = 1, max = 130) int maxSize) {
    BigInteger exact = Cuttings.countExact(n, maxSize);
    BigInteger count;
    try {
      count = BigInteger.valueOf(Cuttings.count(n, maxSize));
    } catch (ArithmeticException e) {
      assertTrue(exact.bitLength() > 63);
      return;
    }
    assertEquals(exact, count);
  }

  @Property(tries = 200)
  void rankNumbersAllInOrder(
      @ForAll @IntRange(min = 0, max = 10) int n,
      @ForAll @IntRange(min = 1, max = 12) int maxSize) {
    long rank = 0;
    Cutting before = null;
    for (Cutting cutting : Cuttings.all(n, maxSize).toList()) {
      assertEquals(BigInteger.valueOf(rank), Cuttings.rank(cutting, maxSize));
      assertEquals(cutting, Cuttings.unrank(n, maxSize, rank));
      assertTrue(before == null || before.compareTo(cutting) < 0);
      before = cutting;
      rank++;
    }
  }

  @Property
  void unrankIsTheInverseOfRank(
      @ForAll("cuttings") Cutting cutting, @ForAll @IntRange(min = 0, max = 30) int above) {
    int maxSize = 1;
    for (int i = 0; i < cutting.numChunks(); i++) {
      maxSize = Math.max(maxSize, cutting.size(i));
    }
    maxSize += above;
    BigInteger rank = Cuttings.rank(cutting, maxSize);

    assertEquals(cutting, Cuttings.unrank(cutting.numUnits(), maxSize, rank));
  }

  @Property
  void rankIsTheInverseOfUnrankAndRises(
      @ForAll @IntRange(min = 1, max = 200) int n,
      @ForAll @IntRange(min = 1, max = 210) int maxSize,
      @ForAll long low,
      @ForAll long high) {
    BigInteger count = Cuttings.countExact(n, maxSize);
    BigInteger a = BigInteger.valueOf(low).multiply(BigInteger.valueOf(high)).mod(count);
    BigInteger b = BigInteger.valueOf(high).pow(5).mod(count);
    Cutting first = Cuttings.unrank(n, maxSize, a);
    Cutting second = Cuttings.unrank(n, maxSize, b);

    assertEquals(a, Cuttings.rank(first, maxSize));
    assertEquals(b, Cuttings.rank(second, maxSize));
    assertEquals(a.compareTo(b), Integer.signum(first.compareTo(second)));
  }
}
