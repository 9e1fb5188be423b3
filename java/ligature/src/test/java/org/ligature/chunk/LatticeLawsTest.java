package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ligature.codec.Glyphs;

/** The dynamic programming of cohesive cuttings against all cuttings, one by one. */
class LatticeLawsTest {
  /** Scores without a pattern, of two decimals so that ties are common; some are forbidden. */
  private static ChunkScore scores(long seed, boolean forbid) {
    return (text, start, end) -> {
      int number = new SplitMix64(seed, 1000L * start + end).nextInt(40);
      return forbid && number < 6 ? Double.NEGATIVE_INFINITY : number / 4.0 - 4;
    };
  }

  private static Glyphs text(int n) {
    return n == 0 ? Glyphs.empty() : Glyphs.of(new int[n]);
  }

  /** What a cutting scores, added as the dynamic programming adds. */
  private static double total(Cutting cutting, ChunkScore score, double penalty) {
    double total = 0;
    for (int i = cutting.numChunks() - 1; i >= 0; i--) {
      total = score.score(null, cutting.start(i), cutting.end(i)) - penalty + total;
    }
    return total;
  }

  @Property(tries = 400)
  void bestIsThatOfAllByTrying(
      @ForAll @IntRange(min = 0, max = 14) int n,
      @ForAll @IntRange(min = 1, max = 3) int minSize,
      @ForAll @IntRange(min = 0, max = 14) int above,
      @ForAll @IntRange(min = -8, max = 8) int penalty,
      @ForAll boolean forbid,
      @ForAll long seed) {
    ChunkScore score = scores(seed, forbid);
    Cutting best = null;
    double bestTotal = Double.NEGATIVE_INFINITY;
    for (Cutting cutting :
        (Iterable<Cutting>) Cuttings.of(n).sizes(minSize, minSize + above).stream()::iterator) {
      double total = total(cutting, score, penalty);
      if (total > bestTotal) {
        best = cutting;
        bestTotal = total;
      }
    }
    Cutting found = ChunkSplitter.cohesive(score, minSize, minSize + above, penalty).split(text(n));

    assertEquals(n, found.numUnits());
    if (best != null) {
      assertEquals(best, found); // the first of equal ones
    }
  }

  @Property(tries = 100)
  void eachSentenceIsCutByItself(
      @ForAll @IntRange(min = 1, max = 12) int first,
      @ForAll @IntRange(min = 1, max = 12) int second,
      @ForAll boolean draw) {
    ChunkScore score =
        (text, start, end) -> 9 * new SplitMix64(text.unit(start), end - start).nextDouble();
    ChunkSplitter splitter =
        draw
            ? ChunkSplitter.cohesive(score, 2, 4, 1, 1e-9, 3, 4)
            : ChunkSplitter.cohesive(score, 2, 4, 1);
    Glyphs both = ChunkArbitraries.text(List.of(first, second));
    Cutting whole = splitter.split(both);

    assertEquals(
        splitter.split(both.slice(0, first)).toString()
            + "+"
            + ChunkSplitter.cohesive(score, 2, 4, 1).split(both.slice(first, first + second)),
        whole.toString());
  }

  @Property(tries = 12)
  void drawsHaveTheOddsOfTheirScores(
      @ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(min = 1, max = 2) int minSize,
      @ForAll @IntRange(min = 1, max = 4) int above,
      @ForAll @IntRange(min = 1, max = 8) int quarters,
      @ForAll long seed) {
    double temperature = quarters / 4.0;
    ChunkScore score = scores(seed, true);
    List<Cutting> all =
        Cuttings.of(n).sizes(minSize, minSize + above).stream()
            .filter(cutting -> total(cutting, score, 1) > Double.NEGATIVE_INFINITY)
            .toList();
    if (all.isEmpty()) {
      return;
    }
    ToDoubleFunction<Cutting> odds = c -> Math.pow(2, total(c, score, 1) / temperature);
    Map<Cutting, Long> counts =
        LongStream.range(0, 4000)
            .mapToObj(
                draw ->
                    ChunkSplitter.cohesive(score, minSize, minSize + above, 1, temperature, 1, draw)
                        .split(text(n)))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    // Cells of few draws spoil chi-square: boundaries are compared, as marginals.
    double sum = all.stream().mapToDouble(odds).sum();
    for (int at = 1; at < n; at++) {
      int offset = at;
      double marginal =
          all.stream().filter(c -> c.isBoundary(offset)).mapToDouble(odds).sum() / sum;
      long found =
          counts.entrySet().stream()
              .filter(e -> e.getKey().isBoundary(offset))
              .mapToLong(Map.Entry::getValue)
              .sum();
      ChiSquare.assertOdds(
          new double[] {rounded(marginal), 1 - rounded(marginal)},
          new long[] {found, 4000 - found});
    }
    assertTrue(counts.keySet().stream().allMatch(all::contains));
  }

  /** Sums that are 1 but for rounding. */
  private static double rounded(double odds) {
    return odds > 1 - 1e-12 ? 1 : odds;
  }

  @Property(tries = 100)
  void penaltyWithoutEndGivesSinglesOrTheFewestChunks(
      @ForAll @IntRange(min = 0, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 8) int maxSize,
      @ForAll long seed) {
    ChunkScore score = scores(seed, false);

    assertEquals(
        Cutting.singles(n), ChunkSplitter.cohesive(score, 1, maxSize, -1e6).split(text(n)));
    assertEquals(
        (n + maxSize - 1) / maxSize,
        ChunkSplitter.cohesive(score, 1, maxSize, 1e6).split(text(n)).numChunks());
  }

  @Property(tries = 100)
  void temperatureNearZeroIsTheBest(@ForAll @IntRange(min = 0, max = 30) int n, @ForAll long seed) {
    ChunkScore score =
        (text, start, end) -> new SplitMix64(seed, 1000L * start + end).nextDouble() * 9;

    assertEquals(
        ChunkSplitter.cohesive(score, 1, 6, 2).split(text(n)),
        ChunkSplitter.cohesive(score, 1, 6, 2, 1e-9, 1, 1).split(text(n)));
  }

  @Property(tries = 100)
  void whatCannotKeepTheBoundsBreaksThemOnce(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 2, max = 6) int minSize,
      @ForAll @IntRange(min = 0, max = 3) int above,
      @ForAll @IntRange(max = 2) int kind) {
    SizeWeights weights = SizeWeights.uniform(minSize, minSize + above);
    ChunkScore flat = (text, start, end) -> 0;
    ChunkSplitter splitter =
        switch (kind) {
          case 0 -> ChunkSplitter.sampledCuttings(weights, n, above);
          case 1 -> ChunkSplitter.cohesive(flat, minSize, minSize + above, 0);
          default -> ChunkSplitter.cohesive(flat, minSize, minSize + above, 0, 1, n, above);
        };
    Cutting cutting = splitter.split(text(n));
    boolean possible = Cuttings.of(n).sizes(minSize, minSize + above).count().signum() > 0;
    for (int i = 0; i < cutting.numChunks(); i++) {
      boolean last = i == cutting.numChunks() - 1;
      assertTrue(cutting.size(i) <= minSize + above);
      assertTrue(cutting.size(i) >= minSize || last && !possible, () -> n + ": " + cutting);
    }
  }
}
