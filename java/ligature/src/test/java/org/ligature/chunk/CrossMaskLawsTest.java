package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Masks of queries and keys of two batches. */
class CrossMaskLawsTest {
  @Provide
  Arbitrary<BatchPair> pairs() {
    return ChunkArbitraries.batchPairs();
  }

  @Provide
  Arbitrary<BatchPair> twins() {
    return ChunkArbitraries.twins();
  }

  @Provide
  Arbitrary<ChunkBatch> batches() {
    return ChunkArbitraries.batches();
  }

  @Provide
  Arbitrary<Pattern> patterns() {
    return ChunkArbitraries.crossPatterns();
  }

  @Provide
  Arbitrary<Pattern> freePatterns() {
    return ChunkArbitraries.freePatterns();
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void aMaskIsItsPattern(@ForAll("pairs") BatchPair pair, @ForAll("patterns") Pattern pattern) {
    MaskChecks.assertMaskIs(pattern, pair.queries(), pair.keys());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void batchesOfOtherTextsMeetAcrossDocuments(
      @ForAll("batches") ChunkBatch queries,
      @ForAll("batches") ChunkBatch keys,
      @ForAll("freePatterns") Pattern pattern) {
    MaskChecks.assertMaskIs(pattern.acrossDocuments(), queries, keys);
  }

  /** One batch, and two that hold the same, give one mask to the bit. */
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void aBatchMeetsItselfAsItMeetsItsCopy(
      @ForAll("twins") BatchPair twins, @ForAll("patterns") Pattern pattern) {
    ChunkBatch batch = twins.queries();
    BlockMask self = BlockMask.compile(batch, pattern);

    MaskChecks.assertSame(self, BlockMask.compile(batch, batch, pattern));
    MaskChecks.assertSame(self, BlockMask.compile(batch, twins.keys(), pattern));
  }

  /** What does not look forward or back does not care who asks. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void symmetricPatternsKeepAsManyPairsTheOtherWay(@ForAll("pairs") BatchPair pair) {
    for (Pattern pattern :
        new Pattern[] {
          Pattern.all(),
          Pattern.window(9),
          Pattern.overlapping(),
          Pattern.sameSentence(),
          Pattern.sameView(),
          Pattern.global(2)
        }) {
      assertEquals(
          BlockMask.compile(pair.queries(), pair.keys(), pattern).keptPairs(),
          BlockMask.compile(pair.keys(), pair.queries(), pattern).keptPairs());
    }
  }
}
