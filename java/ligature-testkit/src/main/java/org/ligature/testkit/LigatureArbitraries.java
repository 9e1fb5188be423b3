package org.ligature.testkit;

import java.util.BitSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Cutting;
import org.ligature.chunk.SizeWeights;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Unit;

/** What properties over glyphs and chunks are tried on. All of it shrinks to small and few. */
public final class LigatureArbitraries {
  private LigatureArbitraries() {}

  /** Any units: 18 bits of glyph, a letter case, 4 bits of separator. Shrinks to 0. */
  public static Arbitrary<Integer> units() {
    return Combinators.combine(
            Arbitraries.integers().between(0, Unit.MAX_GLYPHS - 1),
            Arbitraries.integers().between(Unit.AS_LISTED, Unit.ALL_CAPS),
            Arbitraries.integers().between(0, 15))
        .as((glyph, letterCase, separator) -> glyph | letterCase << 18 | separator << 20);
  }

  /** Texts of one sentence, 1 to 40 units, most of them below 10 so that units come again. */
  public static Arbitrary<Glyphs> sentences() {
    return Arbitraries.fromGenerator(random -> ShrinkableGlyphs.random(random, 1));
  }

  /** Texts of 0 to 4 such sentences, the empty text among them. */
  public static Arbitrary<Glyphs> texts() {
    return Arbitraries.fromGenerator(random -> ShrinkableGlyphs.random(random, random.nextInt(5)));
  }

  /** What a codec makes of {@link #strings}: for what knows the glyphs of that codec only. */
  public static Arbitrary<Glyphs> texts(GlyphCodec codec) {
    return strings().map(codec::encode);
  }

  /** Cuttings of 0 to 40 units. */
  public static Arbitrary<Cutting> cuttings() {
    return Arbitraries.integers().between(0, 40).flatMap(LigatureArbitraries::cuttingsOf);
  }

  /**
   * Cuttings of so many units: each inner offset is a boundary or not. Shrinks to one chunk.
   *
   * @throws IllegalArgumentException where {@code numUnits} is negative
   */
  public static Arbitrary<Cutting> cuttingsOf(int numUnits) {
    if (numUnits < 2) {
      return Arbitraries.just(Cutting.whole(numUnits));
    }
    return Arbitraries.of(false, true)
        .list()
        .ofSize(numUnits - 1)
        .map(
            boundaries -> {
              BitSet offsets = new BitSet();
              for (int i = 0; i < boundaries.size(); i++) {
                offsets.set(i + 1, boundaries.get(i));
              }
              return Cutting.ofBoundaries(numUnits, offsets);
            });
  }

  /**
   * The library's splitters that numbers alone make, within sentences and across them. {@link
   * ChunkSplitter#parse} makes those within sentences again from what a failure shows.
   */
  public static Arbitrary<ChunkSplitter> splitters() {
    Arbitrary<Integer> size = Arbitraries.integers().between(1, 7);
    Arbitrary<int[]> sizes = size.array(int[].class).ofMinSize(1).ofMaxSize(4);
    Arbitrary<Long> seed = Arbitraries.longs();
    Arbitrary<Long> draw = Arbitraries.longs().between(0, 9);
    Arbitrary<SizeWeights> weights = weights();
    Arbitrary<ChunkSplitter> within =
        Arbitraries.oneOf(
            size.map(ChunkSplitter::fixed),
            size.map(ChunkSplitter::fixedFromEnd),
            sizes.map(ChunkSplitter::pattern),
            Combinators.combine(seed, draw, sizes.array(int[][].class).ofMinSize(1).ofMaxSize(3))
                .as(ChunkSplitter::choice),
            Combinators.combine(weights, seed, draw).as(ChunkSplitter::sampledSizes),
            Combinators.combine(weights, seed, draw).as(ChunkSplitter::sampledCuttings),
            size.flatMap(m -> Arbitraries.of(ChunkSplitter.coveringViews(m))));
    return Arbitraries.oneOf(within, within.map(ChunkSplitter::acrossSentences)).withoutEdgeCases();
  }

  /** Equal weights, weights tilted to a mean, and listed ones; sizes 1 to 10. */
  private static Arbitrary<SizeWeights> weights() {
    Arbitrary<Integer> smallest = Arbitraries.integers().between(1, 5);
    Arbitrary<Integer> more = Arbitraries.integers().between(0, 5);
    return Arbitraries.oneOf(
        Combinators.combine(smallest, more).as((min, n) -> SizeWeights.uniform(min, min + n)),
        Combinators.combine(smallest, more, Arbitraries.integers().between(1, 9))
            .as((min, n, tenths) -> SizeWeights.mean(min, min + n, min + n * tenths / 10.0)),
        Arbitraries.integers()
            .between(0, 9)
            .list()
            .ofMinSize(1)
            .ofMaxSize(6)
            .filter(list -> list.stream().anyMatch(weight -> weight > 0))
            .map(list -> SizeWeights.of(list.stream().mapToDouble(w -> w).toArray())));
  }

  /**
   * Strings that hurt: any chars at all, lone surrogates among them; and text put together of
   * words, camelCase, apostrophes, blank lines, tabs, NUL, combining marks, emoji joined by ZWJ,
   * scripts from right to left and without spaces, very long words and what looks like markup.
   */
  public static Arbitrary<String> strings() {
    return Arbitraries.fromGenerator(ShrinkableString::random);
  }
}
