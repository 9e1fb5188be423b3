package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CuttingsTest {
  private static final int MAX = Integer.MAX_VALUE;

  @Test
  void listsThemInOrder() {
    assertEquals(
        List.of("1+1+1+1", "1+1+2", "1+2+1", "1+3", "2+1+1", "2+2", "3+1", "4"),
        texts(Cuttings.of(4)));
    assertEquals(
        List.of("1+1+1+1", "1+1+2", "1+2+1", "2+1+1", "2+2"), texts(Cuttings.of(4).sizes(1, 2)));
    assertEquals(List.of("2+2+2", "2+4", "3+3", "4+2"), texts(Cuttings.of(6).sizes(2, 4)));
    assertEquals(List.of("1+5", "2+4", "3+3", "4+2", "5+1"), texts(Cuttings.of(6).chunks(2)));
    assertEquals(List.of("2+4", "3+3", "4+2"), texts(Cuttings.of(6).sizes(1, 4).chunks(2)));
    assertEquals(List.of(""), texts(Cuttings.of(0)));
    assertEquals(List.of(""), texts(Cuttings.of(0).sizes(3, 4).chunks(0)));
    assertEquals(List.of("1"), texts(Cuttings.of(1)));
    assertEquals(List.of("1+1+1+1+1"), texts(Cuttings.of(5).sizes(1, 1)));
    assertEquals(List.of(), texts(Cuttings.of(5).sizes(2, 2)));
    assertEquals(List.of(), texts(Cuttings.of(5).sizes(6, MAX)));
    assertEquals(List.of(), texts(Cuttings.of(5).chunks(0)));
    assertEquals(List.of(), texts(Cuttings.of(5).chunks(6)));
    assertEquals(List.of(), texts(Cuttings.of(0).chunks(1)));
  }

  private static List<String> texts(Cuttings set) {
    return set.stream().map(Cutting::toString).toList();
  }

  @Test
  void listIsLazy() {
    assertEquals(Cutting.singles(1000), Cuttings.of(1000).stream().findFirst().orElseThrow());
    Cuttings set = Cuttings.of(1000).sizes(1, 7);
    assertEquals(set.unrank(49), set.stream().skip(49).findFirst().orElseThrow());
  }

  @Test
  void countsWithNoBoundAreAPowerOfTwo() {
    for (int n = 1; n <= 63; n++) {
      assertEquals(1L << (n - 1), Cuttings.of(n).count().longValueExact());
      assertEquals(1L << (n - 1), Cuttings.of(n).sizes(1, n).count().longValueExact());
    }
    assertEquals(BigInteger.TWO.pow(4095), Cuttings.of(4096).count());
    assertEquals(1_000_000, Cuttings.of(1_000_000).count().bitLength());
  }

  @Test
  void countsBelowThreeAreFibonaccis() {
    assertEquals(new BigInteger("12200160415121876738"), Cuttings.of(92).sizes(1, 2).count());
  }

  @Test
  void equalSizesAreOneHoweverMany() {
    assertEquals(BigInteger.ONE, Cuttings.of(MAX).sizes(1, 1).count());
    assertEquals(BigInteger.ONE, Cuttings.of(999_999).sizes(3, 3).count());
    assertEquals(BigInteger.ZERO, Cuttings.of(1_000_000).sizes(3, 3).count());
  }

  @Test
  void meanChunkOfAllIsBelowTwo() {
    for (int n = 1; n <= 16; n++) {
      double chunks = Cuttings.of(n).stream().mapToInt(Cutting::numChunks).average().orElseThrow();
      assertEquals((n + 1) / 2.0, chunks, 1e-9);
    }
  }

  @Test
  void samplesAreUniform() {
    for (Cuttings set : sets()) {
      List<Cutting> all = set.stream().toList();
      Map<Cutting, Long> counts = draws(draw -> set.sample(5, draw), 200 * all.size());
      ChiSquare.assertOdds(all, cutting -> 1, counts);
    }
  }

  @Test
  void weighedSamplesHaveTheOddsOfTheirProducts() {
    SizeWeights some = SizeWeights.of(0.5, 0, 3, 1, 0.25);
    SizeWeights one = SizeWeights.uniform(1, 3);
    for (SizeWeights weights : new SizeWeights[] {some, one, SizeWeights.mean(1, 6, 2.5)}) {
      for (Cuttings set : sets()) {
        List<Cutting> all = set.stream().toList();
        Map<Cutting, Long> counts = draws(draw -> set.sample(weights, 7, draw), 150 * all.size());
        ChiSquare.assertOdds(all, cutting -> weight(cutting, weights), counts);
      }
    }
  }

  private static List<Cuttings> sets() {
    return List.of(
        Cuttings.of(7),
        Cuttings.of(8).sizes(1, 3),
        Cuttings.of(9).sizes(1, 4).chunks(4),
        Cuttings.of(10).sizes(1, 5).chunks(5));
  }

  private static double weight(Cutting cutting, SizeWeights weights) {
    double product = 1;
    for (int i = 0; i < cutting.numChunks(); i++) {
      product *= weights.weight(cutting.size(i));
    }
    return product;
  }

  private static Map<Cutting, Long> draws(Function<Long, Cutting> draw, int times) {
    return LongStream.range(0, times)
        .mapToObj(draw::apply)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Test
  void weightsForAMeanGiveIt() {
    for (double mean : new double[] {1.05, 1.5, 2, 3.75, 4.6}) {
      Cuttings set = Cuttings.of(14).sizes(1, 6);
      SizeWeights weights = set.weightsForMean(mean);
      double all = 0;
      double chunks = 0;
      for (Cutting cutting : (Iterable<Cutting>) set.stream()::iterator) {
        all += weight(cutting, weights);
        chunks += weight(cutting, weights) * cutting.numChunks();
      }
      assertEquals(mean, 14 * all / chunks, 1e-6 * mean);
    }
    // 14 units in chunks of at most 6 are three chunks or more.
    assertTrue(
        messageOf(() -> Cuttings.of(14).sizes(1, 6).weightsForMean(5))
            .endsWith("a mean size of 5.0; near it is 4.666666666666667"));
  }

  @Test
  void samplesAreTheSameForEver() {
    Cuttings set = Cuttings.of(20).sizes(1, 6);
    assertEquals("1+2+1+2+1+1+1+1+2+1+1+2+2+2", set.sample(1, 0).toString());
    assertEquals("2+1+2+6+4+4+1", set.chunks(7).sample(1, 0).toString());
    SizeWeights weights = SizeWeights.mean(1, 6, 2.5);
    assertEquals("1+1+1+2+3+2+1+2+1+1+2+2+1", set.sample(weights, 1, 0).toString());
    assertEquals("2+1+2+4+5+3+3", set.chunks(7).sample(weights, 1, 0).toString());
    assertNotEquals(Cuttings.of(60).sample(1, 0), Cuttings.of(60).sample(1, 1));
    assertNotEquals(Cuttings.of(60).sample(1, 0), Cuttings.of(60).sample(2, 0));
  }

  @Test
  void aLongTextIsSampledInLinearTime() {
    SizeWeights weights = SizeWeights.mean(1, 8, 3);
    Cutting cutting = Cuttings.of(1_000_000).sizes(1, 8).sample(weights, 1, 2);

    assertEquals(3, 1_000_000.0 / cutting.numChunks(), 0.01);
    assertEquals(
        2.0,
        100_000.0 / Cuttings.of(100_000).sample(SizeWeights.uniform(1, MAX), 1, 2).numChunks(),
        0.01);
  }

  @Test
  void badArgumentsAreNamed() {
    assertEquals("number of units is negative: -1", messageOf(() -> Cuttings.of(-1)));
    assertEquals("smallest size is 0, below 1", messageOf(() -> Cuttings.of(3).sizes(0, 2)));
    assertEquals(
        "smallest size is 3, above the largest, 2", messageOf(() -> Cuttings.of(3).sizes(3, 2)));
    assertEquals("number of chunks is negative: -2", messageOf(() -> Cuttings.of(3).chunks(-2)));
    assertEquals(
        "1+3 is not one of cuttings of 4 units into chunks of 1 to 2",
        messageOf(() -> Cuttings.of(4).sizes(1, 2).rank(Cutting.parse("1+3"))));
    assertEquals(
        "1+2 is not one of cuttings of 4 units into 2 chunks of 1 or more",
        messageOf(() -> Cuttings.of(4).chunks(2).rank(Cutting.parse("1+2"))));
    assertEquals(
        "rank 5 is not in [0, 5), the ranks of cuttings of 4 units into chunks of 1 to 2",
        messageOf(() -> Cuttings.of(4).sizes(1, 2).unrank(5)));
    assertEquals(
        "rank -1 is not in [0, 8), the ranks of cuttings of 4 units into chunks of 1 or more",
        messageOf(() -> Cuttings.of(4).unrank(-1)));
    assertEquals(
        "a mean size of 4.0 is not within (1.0, 4.0)",
        messageOf(() -> Cuttings.of(4).weightsForMean(4)));
    assertEquals(
        "a mean size of NaN is not within (1.0, 4.0)",
        messageOf(() -> Cuttings.of(4).weightsForMean(Double.NaN)));
    assertFalse(Cuttings.of(4).contains(Cutting.parse("3")));
  }

  @Test
  void emptySetsHaveNoSample() {
    Cuttings none = Cuttings.of(5).sizes(2, 2);
    String what = "there are no cuttings of 5 units into chunks of 2 to 2";
    assertEquals(what, stateOf(() -> none.sample(1, 2)));
    assertEquals(
        "no cutting of cuttings of 5 units into chunks of 2 to 2 has sizes of 9, or the odds are"
            + " below 1e-300",
        stateOf(() -> none.sample(SizeWeights.uniform(1, 9), 1, 2)));
    assertEquals(what, stateOf(() -> none.weightsForMean(2)));
    assertEquals(
        "no cutting of cuttings of 5 units into chunks of 1 or more has sizes of 2-2, or the odds"
            + " are below 1e-300",
        stateOf(() -> Cuttings.of(5).sample(SizeWeights.uniform(2, 2), 1, 2)));
    assertEquals(
        "no cutting of cuttings of 0 units into 2 chunks of 1 or more has sizes of 2-2, or the odds"
            + " are below 1e-300",
        stateOf(() -> Cuttings.of(0).chunks(2).sample(SizeWeights.uniform(2, 2), 1, 2)));
  }

  @Test
  void nullIsRefused() {
    assertThrows(NullPointerException.class, () -> Cuttings.of(2).rank(null));
    assertThrows(NullPointerException.class, () -> Cuttings.of(2).unrank(null));
    assertThrows(NullPointerException.class, () -> Cuttings.of(2).sample(null, 1, 2));
    assertThrows(NullPointerException.class, () -> Cuttings.of(2).contains(null));
  }

  private static String messageOf(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  private static String stateOf(Executable call) {
    return assertThrows(IllegalStateException.class, call).getMessage();
  }
}
