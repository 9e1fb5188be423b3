package org.ligature.chunk;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import org.ligature.codec.Glyphs;

/** What the properties of this package are checked on. Everything shrinks to small and few. */
final class ChunkArbitraries {
  private ChunkArbitraries() {}

  /** Cuttings of 0 to about 60 units. */
  static Arbitrary<Cutting> cuttings() {
    return Arbitraries.integers()
        .between(1, 6)
        .array(int[].class)
        .ofMinSize(0)
        .ofMaxSize(20)
        .map(Cutting::ofSizes);
  }

  /** Cuttings of exactly so many units: every inner offset is a boundary or not. */
  static Arbitrary<Cutting> cuttingsOf(int numUnits) {
    if (numUnits == 0) {
      return Arbitraries.just(Cutting.whole(0));
    }
    return Arbitraries.of(true, false)
        .list()
        .ofSize(numUnits - 1)
        .map(
            boundaries -> {
              StringBuilder sizes = new StringBuilder();
              int size = 1;
              for (boolean boundary : boundaries) {
                if (boundary) {
                  sizes.append(size).append('+');
                  size = 0;
                }
                size++;
              }
              return Cutting.parse(sizes.append(size).toString());
            });
  }

  /** Two or three cuttings of the same units. */
  static Arbitrary<List<Cutting>> alike(int count) {
    return Arbitraries.integers().between(0, 12).flatMap(n -> cuttingsOf(n).list().ofSize(count));
  }

  /**
   * Texts of 0 to 4 sentences; the units count up. Lengths are uniform, as jqwik by itself prefers
   * small ones, and a mask of one tile shows little.
   */
  static Arbitrary<Glyphs> texts() {
    return Arbitraries.integers()
        .between(1, 40)
        .withDistribution(RandomDistribution.uniform())
        .list()
        .ofMinSize(0)
        .ofMaxSize(4)
        .withSizeDistribution(RandomDistribution.uniform())
        .map(ChunkArbitraries::text);
  }

  /** A text with sentences of these lengths, whose unit i is i + 1. */
  static Glyphs text(List<Integer> sentenceLengths) {
    int[] ends = new int[sentenceLengths.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += sentenceLengths.get(i);
      ends[i] = end;
    }
    int[] units = new int[end];
    for (int i = 0; i < end; i++) {
      units[i] = i + 1;
    }
    return Glyphs.of(units, ends);
  }

  /** Our own splitters, over and inside sentences. */
  static Arbitrary<ChunkSplitter> splitters() {
    Arbitrary<ChunkSplitter> inside =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 7).map(ChunkSplitter::fixed),
            Arbitraries.integers()
                .between(1, 7)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(ChunkSplitter::pattern),
            Combinators.combine(
                    Arbitraries.integers().between(1, 7),
                    Arbitraries.longs(),
                    Arbitraries.longs().between(0, 9))
                .as(ChunkSplitter::sampled));
    return Arbitraries.oneOf(inside, inside.map(ChunkSplitter::acrossSentences));
  }

  /** Batches of 0 to 5 documents, empty ones among them, in 1 to 3 views: some hundred chunks. */
  static Arbitrary<ChunkBatch> batches() {
    return Combinators.combine(
            texts().list().ofMaxSize(5).withSizeDistribution(RandomDistribution.uniform()),
            splitters()
                .array(ChunkSplitter[].class)
                .ofMinSize(1)
                .ofMaxSize(3)
                .withSizeDistribution(RandomDistribution.uniform()))
        .as(ChunkBatch::of);
  }

  /** Trees of patterns, up to four levels high. */
  static Arbitrary<Pattern> patterns() {
    return Arbitraries.recursive(
        () ->
            Arbitraries.oneOf(
                Arbitraries.of(
                    Pattern.all(),
                    Pattern.causal(),
                    Pattern.sameView(),
                    Pattern.sameSentence(),
                    Pattern.overlapping()),
                Arbitraries.integers().between(0, 60).map(Pattern::window),
                Arbitraries.integers().between(0, 9).map(Pattern::global),
                pairRules().map(Pattern::where)),
        inner ->
            Arbitraries.oneOf(
                inner.map(Pattern::not),
                inner.map(Pattern::acrossDocuments),
                Combinators.combine(inner, patternLeaves()).as(Pattern::and),
                Combinators.combine(patternLeaves(), inner).as(Pattern::or),
                Combinators.combine(inner, inner).as(Pattern::and),
                Combinators.combine(inner, inner).as(Pattern::or)),
        0,
        4);
  }

  /** Rules of the numbers of two chunks, with no sense to them. */
  private static Arbitrary<PairRule> pairRules() {
    return Arbitraries.integers()
        .between(1, 7)
        .map(n -> (batch, query, key) -> (query * 31 + key) % n == 0);
  }

  private static Arbitrary<Pattern> patternLeaves() {
    return Arbitraries.of(
        Pattern.causal(),
        Pattern.sameView().acrossDocuments(),
        Pattern.window(3),
        Pattern.overlapping(),
        Pattern.where((batch, query, key) -> key % 3 != 1),
        Pattern.window(50).acrossDocuments());
  }
}
