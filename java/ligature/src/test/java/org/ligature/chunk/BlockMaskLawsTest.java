package org.ligature.chunk;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;

/**
 * Edge cases are left to {@link BlockMaskTest}: mixed in, they would crowd out the large batches.
 */
class BlockMaskLawsTest {
  @Provide
  Arbitrary<ChunkBatch> batches() {
    return ChunkArbitraries.batches();
  }

  @Provide
  Arbitrary<ChunkBatch> crowds() {
    return Arbitraries.integers()
        .between(1, 4)
        .list()
        .ofMaxSize(1)
        .map(ChunkArbitraries::text)
        .list()
        .ofMaxSize(120)
        .withSizeDistribution(RandomDistribution.uniform())
        .map(texts -> ChunkBatch.of(texts, ChunkSplitter.fixed(1), ChunkSplitter.fixed(3)));
  }

  @Provide
  Arbitrary<Pattern> patterns() {
    return ChunkArbitraries.patterns();
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void aMaskIsItsPattern(@ForAll("batches") ChunkBatch batch, @ForAll("patterns") Pattern pattern) {
    MaskChecks.assertMaskIs(pattern, batch);
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void aMaskIsItsPatternForManySmallDocuments(
      @ForAll("crowds") ChunkBatch batch, @ForAll("patterns") Pattern pattern) {
    MaskChecks.assertMaskIs(pattern, batch);
  }
}
