package org.ligature.layer;

import org.ligature.chunk.ChunkBatch;
import org.ligature.codec.Unit;
import org.ligature.internal.Natives;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/**
 * A {@link ChunkEmbedding} of one batch on one device. Thread-safe; calls that write different
 * outputs may run at once. Whoever made it closes it.
 *
 * <p>All tensors are F32. Every call throws IllegalArgumentException where a tensor has the wrong
 * dtype or shape, belongs to another device, is a read-only output or overlaps another argument,
 * and IllegalStateException where the plan, its device or a tensor is closed.
 */
public final class EmbeddingPlan extends Plan {
  private final long numChunks;
  private final int[] touched;

  EmbeddingPlan(Device device, ChunkBatch batch, ChunkEmbedding.Pool pool) {
    super(
        device,
        "embedding plan",
        (context, plan) ->
            Natives.lig_embedding_create(
                context,
                plan,
                batch.units(),
                batch.chunkStarts(),
                batch.chunkEnds(),
                batch.numUnits(),
                batch.numChunks(),
                0,
                Unit.GLYPH_BITS,
                pool.ordinal()),
        Natives::lig_embedding_destroy);
    this.numChunks = batch.numChunks();
    int[][] rows = new int[1][];
    call(
        (plan, tensors) -> {
          rows[0] = new int[Math.toIntExact(Natives.lig_embedding_num_touched(plan))];
          return Natives.lig_embedding_touched(plan, rows[0]);
        });
    this.touched = rows[0];
  }

  /** Number of distinct table rows that the batch reads. */
  public int numTouched() {
    return touched.length;
  }

  /**
   * Those rows, ascending; a copy. Row i of {@link #backward}'s gradient belongs to touched()[i].
   */
  public int[] touched() {
    return touched.clone();
  }

  /**
   * Embeds.
   *
   * @param out overwritten, {@code [numChunks, dim]}
   * @param table {@code [glyphs, dim]}, with a row for every glyph of the batch
   */
  public void forward(Tensor out, Tensor table) {
    Arguments.rank("table", table, 2);
    long rows = table.shape()[0];
    long dim = table.shape()[1];
    Arguments.input("table", table, device(), DType.F32, rows, dim);
    Arguments.output("out", out, device(), DType.F32, numChunks, dim);
    call((plan, t) -> Natives.lig_embedding_forward(plan, t[0], t[1], rows, dim), out, table);
  }

  /**
   * The gradient of the touched rows alone, which is what an optimiser needs.
   *
   * @param drows overwritten, {@code [numTouched, dim]}
   * @param dout the gradient of forward's out, {@code [numChunks, dim]}
   */
  public void backward(Tensor drows, Tensor dout) {
    Arguments.rank("dout", dout, 2);
    long dim = dout.shape()[1];
    Arguments.input("dout", dout, device(), DType.F32, numChunks, dim);
    Arguments.output("drows", drows, device(), DType.F32, touched.length, dim);
    call((plan, t) -> Natives.lig_embedding_backward_rows(plan, t[0], t[1], dim), drows, dout);
  }

  /**
   * Adds the same gradient into a whole table; the rows that the batch does not read stay.
   *
   * @param dtable added to, {@code [glyphs, dim]}
   * @param dout the gradient of forward's out, {@code [numChunks, dim]}
   */
  public void accumulate(Tensor dtable, Tensor dout) {
    Arguments.rank("dtable", dtable, 2);
    long rows = dtable.shape()[0];
    long dim = dtable.shape()[1];
    Arguments.output("dtable", dtable, device(), DType.F32, rows, dim);
    Arguments.input("dout", dout, device(), DType.F32, numChunks, dim);
    call(
        (plan, t) -> Natives.lig_embedding_backward_table(plan, t[0], t[1], rows, dim),
        dtable,
        dout);
  }
}
