package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PatternLawsTest {
  @Provide
  Arbitrary<ChunkBatch> batches() {
    return ChunkArbitraries.batches();
  }

  @Provide
  Arbitrary<Pattern> patterns() {
    return ChunkArbitraries.patterns();
  }

  @Property(tries = 100)
  void causalLeaksNothingFromTheFuture(@ForAll("batches") ChunkBatch batch) {
    BlockMask mask = BlockMask.compile(batch, Pattern.causal());
    for (int query = 0; query < batch.numChunks(); query++) {
      assertTrue(mask.keeps(query, query));
      for (int key = 0; key < batch.numChunks(); key++) {
        boolean past =
            batch.document(key) == batch.document(query)
                && batch.chunkEnd(key) <= batch.chunkEnd(query);
        assertEquals(past, mask.keeps(query, key));
      }
    }
  }

  @Property(tries = 200)
  void notKeepsTheRestOfTheDocument(
      @ForAll("batches") ChunkBatch batch, @ForAll("patterns") Pattern pattern) {
    Pattern inside = pattern.and(Pattern.all());
    BlockMask some = BlockMask.compile(batch, inside);
    BlockMask rest = BlockMask.compile(batch, inside.not());
    BlockMask all = BlockMask.compile(batch, Pattern.all());

    assertEquals(all.keptPairs(), some.keptPairs() + rest.keptPairs());
    assertEquals(0, BlockMask.compile(batch, inside.and(inside.not())).keptPairs());
    assertEquals(all.keptPairs(), BlockMask.compile(batch, inside.or(inside.not())).keptPairs());
  }

  @Property(tries = 200)
  void acrossDocumentsNotKeepsTheRestOfTheBatch(
      @ForAll("batches") ChunkBatch batch, @ForAll("patterns") Pattern pattern) {
    Pattern across = pattern.acrossDocuments();
    long n = batch.numChunks();

    assertEquals(
        n * n,
        BlockMask.compile(batch, across).keptPairs()
            + BlockMask.compile(batch, across.not()).keptPairs());
  }

  @Property(tries = 200)
  void notOfAndIsOrOfNots(
      @ForAll("batches") ChunkBatch batch,
      @ForAll("patterns") Pattern a,
      @ForAll("patterns") Pattern b) {
    // Parts that reach as far as one another; where they do not, the complements' universes differ.
    Pattern left = a.acrossDocuments();
    Pattern right = b.acrossDocuments();

    MaskChecks.assertSame(
        BlockMask.compile(batch, left.and(right).not()),
        BlockMask.compile(batch, left.not().or(right.not())));
  }
}
