package org.ligature.chunk;

/**
 * Says of a query chunk of one batch and a key chunk of another whether the first may attend to the
 * second, for {@link Pattern#where(CrossPairRule)}. A pure function of the batches and the two
 * numbers. Where one batch is both, it is given twice.
 */
@FunctionalInterface
public interface CrossPairRule {
  /** Whether chunk {@code query} of the queries keeps chunk {@code key} of the keys. */
  boolean keeps(ChunkBatch queries, int query, ChunkBatch keys, int key);
}
