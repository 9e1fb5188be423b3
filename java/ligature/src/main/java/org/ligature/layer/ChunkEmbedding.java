package org.ligature.layer;

import org.ligature.chunk.ChunkBatch;
import org.ligature.tensor.Device;

/**
 * One vector per chunk: the rows of an embedding table that the chunk's glyphs select are gathered
 * and pooled in one pass. An immutable description; {@link #plan} binds it to a device and a batch.
 *
 * <p>The table is {@code [glyphs, dim]}; row g belongs to glyph g. Letter case and separator of a
 * unit are not read.
 */
public final class ChunkEmbedding {
  /** How the rows of a chunk become one; the ordinal is lig_pool of the C header. */
  enum Pool {
    SUM,
    MEAN
  }

  private final Pool pool;

  private ChunkEmbedding(Pool pool) {
    this.pool = pool;
  }

  /** The sum of the chunk's rows. */
  public static ChunkEmbedding sum() {
    return new ChunkEmbedding(Pool.SUM);
  }

  /** The mean of the chunk's rows. */
  public static ChunkEmbedding mean() {
    return new ChunkEmbedding(Pool.MEAN);
  }

  /**
   * Does the index work for one batch. The caller closes the plan, before the device.
   *
   * @throws IllegalStateException if the device is closed
   */
  public EmbeddingPlan plan(Device device, ChunkBatch batch) {
    return new EmbeddingPlan(device, batch, pool);
  }

  @Override
  public String toString() {
    return "ChunkEmbedding." + (pool == Pool.SUM ? "sum" : "mean");
  }
}
