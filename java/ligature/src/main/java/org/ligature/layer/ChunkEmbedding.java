package org.ligature.layer;

import java.util.List;
import java.util.Objects;
import org.ligature.chunk.ChunkBatch;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;

/**
 * One vector per chunk: the rows of embedding tables that the chunk's units select are gathered and
 * pooled in one pass. An immutable description; {@link #plan} binds it to a device and a batch.
 *
 * <p>A unit is the sum of one row of each table; a table reads a {@link UnitField}. Where nothing
 * else is said there is one table, of glyphs, and the unit's letter case and separator are not
 * read. Tables for {@link UnitField#ROW} and {@link UnitField#COLUMN} stand for all glyphs with
 * 1,024 rows.
 *
 * <p>A matrix of its own for each slot of a chunk, in place of a weight, is a matter of matrix
 * products, for which this library has none: embed a batch cut by {@code ChunkSplitter.fixed(1)},
 * multiply the rows of each slot by its matrix and add them up. One pass would gain little, as the
 * products take about twenty times as long as the rows between cost (dim 512).
 */
public final class ChunkEmbedding {
  /** The most tables. */
  public static final int MAX_TABLES = 3;

  /** The most slot weights. */
  public static final int MAX_SLOTS = 1024;

  /** How the units of a chunk become one; the ordinal is lig_pool of the C header. */
  enum Pool {
    SUM,
    MEAN,
    SLOTS
  }

  private final Pool pool;
  private final int numSlots;
  private final List<UnitField> fields;
  private final DType dtype;

  private ChunkEmbedding(Pool pool, int numSlots, List<UnitField> fields, DType dtype) {
    this.pool = pool;
    this.numSlots = numSlots;
    this.fields = fields;
    this.dtype = dtype;
  }

  private static ChunkEmbedding of(Pool pool, int numSlots) {
    return new ChunkEmbedding(pool, numSlots, List.of(UnitField.GLYPH), DType.F32);
  }

  /** The sum of the chunk's units. */
  public static ChunkEmbedding sum() {
    return of(Pool.SUM, 0);
  }

  /** The mean of the chunk's units. */
  public static ChunkEmbedding mean() {
    return of(Pool.MEAN, 0);
  }

  /**
   * The sum of the chunk's units, each times the weight of its slot, so that a chunk knows the
   * order of its units. The weights are given to every call and can be learned. Unit s of a chunk,
   * from 0, takes weight s; a unit past the last weight takes the last.
   *
   * @param numSlots number of weights, 1 to {@value #MAX_SLOTS}
   */
  public static ChunkEmbedding weighted(int numSlots) {
    if (numSlots < 1 || numSlots > MAX_SLOTS) {
      throw new IllegalArgumentException("numSlots is " + numSlots + ", not 1 to " + MAX_SLOTS);
    }
    return of(Pool.SLOTS, numSlots);
  }

  /**
   * The same over other tables, one for each field. Fields may share bits.
   *
   * @param fields 1 to {@value #MAX_TABLES}
   */
  public ChunkEmbedding over(UnitField... fields) {
    if (fields.length < 1 || fields.length > MAX_TABLES) {
      throw new IllegalArgumentException(
          "an embedding of " + fields.length + " tables, not 1 to " + MAX_TABLES);
    }
    return new ChunkEmbedding(pool, numSlots, List.of(fields), dtype);
  }

  /**
   * The same over tensors of another dtype: the tables, what comes out, and the gradients of both.
   * Slot weights and their gradient stay F32: there are few, and small steps must not be lost on
   * them.
   */
  public ChunkEmbedding withDtype(DType dtype) {
    return new ChunkEmbedding(pool, numSlots, fields, Objects.requireNonNull(dtype, "dtype"));
  }

  /** The field that each table reads. */
  public List<UnitField> fields() {
    return fields;
  }

  /** Number of slot weights; 0 where slots have none. */
  public int numSlots() {
    return numSlots;
  }

  /** The dtype of tables, out and their gradients. */
  public DType dtype() {
    return dtype;
  }

  Pool pool() {
    return pool;
  }

  /**
   * Does the index work for one batch. The caller closes the plan, before the device.
   *
   * @throws IllegalStateException if the device is closed
   */
  public EmbeddingPlan plan(Device device, ChunkBatch batch) {
    return new EmbeddingPlan(device, batch, this);
  }

  @Override
  public String toString() {
    String name =
        switch (pool) {
          case SUM -> "sum";
          case MEAN -> "mean";
          case SLOTS -> "weighted(" + numSlots + ")";
        };
    return "ChunkEmbedding." + name + fields + (dtype == DType.F32 ? "" : ", " + dtype);
  }
}
