package org.ligature.chunk;

/**
 * Says of a pair of chunks whether the first may attend to the second, for {@link Pattern#where}. A
 * pure function of the batch and the two numbers.
 */
@FunctionalInterface
public interface PairRule {
  /** Whether chunk {@code query} keeps chunk {@code key}. */
  boolean keeps(ChunkBatch batch, int query, int key);
}
