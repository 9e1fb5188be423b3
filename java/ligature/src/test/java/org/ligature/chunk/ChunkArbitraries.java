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
    return Combinators.combine(documents(), views()).as(ChunkBatch::of);
  }

  /** Two batches of the same documents, each with views of its own. */
  static Arbitrary<BatchPair> batchPairs() {
    return Combinators.combine(documents(), views(), views())
        .as(
            (texts, queryViews, keyViews) ->
                new BatchPair(ChunkBatch.of(texts, queryViews), ChunkBatch.of(texts, keyViews)));
  }

  /** Two batches that hold the same. */
  static Arbitrary<BatchPair> twins() {
    return Combinators.combine(documents(), views())
        .as(
            (texts, views) ->
                new BatchPair(ChunkBatch.of(texts, views), ChunkBatch.of(texts, views)));
  }

  private static Arbitrary<List<Glyphs>> documents() {
    return texts().list().ofMaxSize(5).withSizeDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<ChunkSplitter[]> views() {
    return splitters()
        .array(ChunkSplitter[].class)
        .ofMinSize(1)
        .ofMaxSize(3)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  /** Trees of patterns, up to four levels high. */
  static Arbitrary<Pattern> patterns() {
    return trees(
        positions(),
        pairRules().map(Pattern::where),
        Pattern.where((batch, query, key) -> key % 3 != 1));
  }

  /** The same for queries and keys of two batches. */
  static Arbitrary<Pattern> crossPatterns() {
    return trees(
        positions(),
        crossPairRules().map(Pattern::where),
        Pattern.where((queries, query, keys, key) -> keys.view(key) <= queries.view(query)));
  }

  /** Those that compare neither units nor sentences, and so fit batches of any texts. */
  static Arbitrary<Pattern> freePatterns() {
    return trees(
        List.of(Pattern.all()),
        crossPairRules().map(Pattern::where),
        Pattern.where((queries, query, keys, key) -> key % 3 != 1));
  }

  private static List<Pattern> positions() {
    return List.of(
        Pattern.causal(),
        Pattern.sameSentence(),
        Pattern.overlapping(),
        Pattern.window(3),
        Pattern.window(17),
        Pattern.window(60),
        Pattern.window(50).acrossDocuments());
  }

  private static Arbitrary<Pattern> trees(
      List<Pattern> positions, Arbitrary<Pattern> rules, Pattern rule) {
    Arbitrary<Pattern> leaves =
        Arbitraries.oneOf(
            Arbitraries.of(positions),
            Arbitraries.of(
                Pattern.all(), Pattern.sameView(), Pattern.sameView().acrossDocuments(), rule));
    return Arbitraries.recursive(
        () ->
            Arbitraries.oneOf(
                leaves, leaves, Arbitraries.integers().between(0, 9).map(Pattern::global), rules),
        inner ->
            Arbitraries.oneOf(
                inner.map(Pattern::not),
                inner.map(Pattern::acrossDocuments),
                Combinators.combine(inner, leaves).as(Pattern::and),
                Combinators.combine(leaves, inner).as(Pattern::or),
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

  /** The same of two batches; asking each for the other's chunk may fail. */
  private static Arbitrary<CrossPairRule> crossPairRules() {
    return Arbitraries.integers()
        .between(1, 7)
        .map(
            n ->
                (queries, query, keys, key) ->
                    (queries.chunkStart(query) * 31 + keys.chunkStart(key)) % n == 0);
  }
}
