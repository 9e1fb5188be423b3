package org.ligature.layer;

import java.util.List;
import java.util.Objects;
import org.ligature.chunk.ChunkBatch;
import org.ligature.internal.Natives;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/**
 * A {@link ChunkEmbedding} of one batch on one device. Thread-safe; calls that write different
 * outputs may run at once. Whoever made it closes it.
 *
 * <p>Tables are numbered from 0, as their fields are. Each call has a short form for one table and
 * slots without weights. Tables, out and their gradients are of the plan's dtype, slot weights and
 * their gradient are F32. Sums are of float32 whatever the dtype, and rounded once as they are
 * written.
 *
 * <p>Every call throws IllegalArgumentException where a tensor has the wrong dtype or shape,
 * belongs to another device, is a read-only output or overlaps another argument, where there are
 * more or fewer tables than fields, and where slot weights are given and none are weighed;
 * NullPointerException where slot weights are missing; IndexOutOfBoundsException where there is no
 * such table; IllegalStateException where the plan, its device or a tensor is closed, and where the
 * short form does not fit the plan. After the first calls nothing is allocated on the Java heap,
 * unless more than 16 calls of one plan run at once.
 */
public final class EmbeddingPlan extends Plan {
  private static final List<String> TABLE_NAMES = List.of("table 0", "table 1", "table 2");

  private final ChunkEmbedding embedding;
  private final long numChunks;
  private final int[][] touched; // of each table

  EmbeddingPlan(Device device, ChunkBatch batch, ChunkEmbedding embedding) {
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
                embedding.fields().stream().mapToInt(UnitField::shift).toArray(),
                embedding.fields().stream().mapToInt(UnitField::width).toArray(),
                batch.numUnits(),
                batch.numChunks(),
                embedding.fields().size(),
                embedding.pool().ordinal(),
                embedding.numSlots(),
                embedding.dtype().ordinal()),
        Natives::lig_embedding_destroy);
    this.embedding = embedding;
    this.numChunks = batch.numChunks();
    this.touched = new int[numTables()][];
    try (Call call = begin()) {
      for (int t = 0; t < touched.length; t++) {
        touched[t] = new int[Math.toIntExact(Natives.lig_embedding_num_touched(call.plan(), t))];
        Natives.check(Natives.lig_embedding_touched(call.plan(), touched[t], t));
      }
    }
  }

  /** Number of tables. */
  public int numTables() {
    return embedding.fields().size();
  }

  /** The dtype of every tensor but slot weights and their gradient. */
  public DType dtype() {
    return embedding.dtype();
  }

  /** Number of distinct rows of the only table that the batch reads. */
  public int numTouched() {
    checkShortForm();
    return touched[0].length;
  }

  /** Number of distinct rows of a table that the batch reads. */
  public int numTouched(int table) {
    return touched[table].length;
  }

  /** {@link #touched(int)} of the only table. */
  public int[] touched() {
    checkShortForm();
    return touched[0].clone();
  }

  /**
   * Those rows, ascending; a copy. Row i of {@link #backward}'s gradient belongs to touched()[i].
   */
  public int[] touched(int table) {
    return touched[table].clone();
  }

  /** {@link #forward(Tensor, List, Tensor)} for one table and no slot weights. */
  public void forward(Tensor out, Tensor table) {
    checkShortForm();
    Arguments.rank("table", table, 2);
    try (Call call = begin()) {
      call.tables[0] = table;
      forward(call, out, null);
    }
  }

  /**
   * Embeds.
   *
   * @param out overwritten, {@code [numChunks, dim]}
   * @param tables each {@code [rows, dim]}, with a row for everything the batch selects
   * @param slotWeights {@code [numSlots]}; null where slots have no weights
   */
  public void forward(Tensor out, List<Tensor> tables, Tensor slotWeights) {
    try (Call call = begin()) {
      take(call, tables);
      forward(call, out, slotWeights);
    }
  }

  private void forward(Call call, Tensor out, Tensor slotWeights) {
    long dim = holdTables(call);
    Arguments.output("out", out, device(), dtype(), numChunks, dim);
    checkSlotWeights(slotWeights);
    Natives.check(
        Natives.lig_embedding_forward(
            call.plan(),
            call.hold(out),
            call.tableAddresses,
            optional(call, slotWeights),
            call.tableRows,
            dim));
  }

  /** {@link #backward(int, Tensor, Tensor, Tensor)} for one table and no slot weights. */
  public void backward(Tensor drows, Tensor dout) {
    checkShortForm();
    backward(0, drows, dout, null);
  }

  /**
   * The gradient of a table's touched rows alone, which is what an optimiser needs.
   *
   * @param drows overwritten, {@code [numTouched, dim]}
   * @param dout the gradient of forward's out, {@code [numChunks, dim]}
   * @param slotWeights what forward had; null where slots have no weights
   */
  public void backward(int table, Tensor drows, Tensor dout, Tensor slotWeights) {
    long touchedRows = touched[table].length;
    Arguments.rank("dout", dout, 2);
    long dim = dout.size(1);
    Arguments.input("dout", dout, device(), dtype(), numChunks, dim);
    Arguments.output("drows", drows, device(), dtype(), touchedRows, dim);
    checkSlotWeights(slotWeights);
    try (Call call = begin()) {
      Natives.check(
          Natives.lig_embedding_backward_rows(
              call.plan(),
              call.hold(drows),
              call.hold(dout),
              optional(call, slotWeights),
              table,
              dim));
    }
  }

  /** {@link #accumulate(int, Tensor, Tensor, Tensor)} for one table and no slot weights. */
  public void accumulate(Tensor dtable, Tensor dout) {
    checkShortForm();
    accumulate(0, dtable, dout, null);
  }

  /**
   * Adds the same gradient into a whole table; the rows that the batch does not read stay. In BF16
   * every call rounds what it added to: a sum over many batches loses what is below 1/256 of it.
   *
   * @param dtable added to, {@code [rows, dim]}
   * @param dout the gradient of forward's out, {@code [numChunks, dim]}
   * @param slotWeights what forward had; null where slots have no weights
   */
  public void accumulate(int table, Tensor dtable, Tensor dout, Tensor slotWeights) {
    Arguments.rank("dtable", dtable, 2);
    long rows = dtable.size(0);
    long dim = dtable.size(1);
    Arguments.output("dtable", dtable, device(), dtype(), rows, dim);
    Arguments.input("dout", dout, device(), dtype(), numChunks, dim);
    checkSlotWeights(slotWeights);
    Objects.checkIndex(table, touched.length);
    try (Call call = begin()) {
      Natives.check(
          Natives.lig_embedding_backward_table(
              call.plan(),
              call.hold(dtable),
              call.hold(dout),
              optional(call, slotWeights),
              table,
              rows,
              dim));
    }
  }

  /** {@link #clear(int, Tensor)} of the only table. */
  public void clear(Tensor dtable) {
    checkShortForm();
    clear(0, dtable);
  }

  /**
   * Sets the rows that the batch reads to 0, which is all that {@link #accumulate} has added to:
   * the next batch finds a whole table of zeros, at the cost of these rows alone.
   *
   * @param dtable {@code [rows, dim]}; other rows stay
   */
  public void clear(int table, Tensor dtable) {
    Arguments.rank("dtable", dtable, 2);
    long rows = dtable.size(0);
    long dim = dtable.size(1);
    Arguments.output("dtable", dtable, device(), dtype(), rows, dim);
    Objects.checkIndex(table, touched.length);
    try (Call call = begin()) {
      Natives.check(
          Natives.lig_embedding_clear_table(call.plan(), call.hold(dtable), table, rows, dim));
    }
  }

  /**
   * The gradient of the slot weights.
   *
   * @param dslots overwritten, {@code [numSlots]}
   * @param dout the gradient of forward's out, {@code [numChunks, dim]}
   * @param tables what forward had
   * @throws IllegalStateException where slots have no weights
   */
  public void backwardSlots(Tensor dslots, Tensor dout, List<Tensor> tables) {
    if (embedding.numSlots() == 0) {
      throw new IllegalStateException(embedding + " has no slot weights");
    }
    try (Call call = begin()) {
      take(call, tables);
      long dim = holdTables(call);
      Arguments.output("dslots", dslots, device(), DType.F32, embedding.numSlots());
      Arguments.input("dout", dout, device(), dtype(), numChunks, dim);
      Natives.check(
          Natives.lig_embedding_backward_slots(
              call.plan(),
              call.hold(dslots),
              call.hold(dout),
              call.tableAddresses,
              call.tableRows,
              dim));
    }
  }

  private void checkShortForm() {
    if (numTables() != 1 || embedding.numSlots() != 0) {
      throw new IllegalStateException(
          embedding
              + " has "
              + numTables()
              + " tables and "
              + embedding.numSlots()
              + " slot weights; say which table, and give the weights");
    }
  }

  /** Reads the caller's list, once: it may change while it is checked. */
  private void take(Call call, List<Tensor> tables) {
    if (tables.size() != numTables()) {
      throw new IllegalArgumentException(
          tables.size() + " tables for " + numTables() + " fields, " + embedding.fields());
    }
    for (int t = 0; t < numTables(); t++) {
      call.tables[t] = tables.get(t);
    }
  }

  /** Checks that the call's tables fit one another, holds them, and gives their dim. */
  private long holdTables(Call call) {
    long dim = 0;
    for (int t = 0; t < numTables(); t++) {
      Tensor table = call.tables[t];
      String name = TABLE_NAMES.get(t);
      Arguments.rank(name, table, 2);
      dim = t == 0 ? table.size(1) : dim;
      Arguments.input(name, table, device(), dtype(), table.size(0), dim);
      call.tableRows[t] = table.size(0);
      call.tableAddresses[t] = call.hold(table);
    }
    return dim;
  }

  private void checkSlotWeights(Tensor slotWeights) {
    if (embedding.numSlots() > 0) {
      Arguments.input("slotWeights", slotWeights, device(), DType.F32, embedding.numSlots());
    } else if (slotWeights != null) {
      throw new IllegalArgumentException(
          "slotWeights is " + slotWeights + ", and " + embedding + " weighs no slots");
    }
  }

  /** The address of slot weights, or NULL where there are none. */
  private static long optional(Call call, Tensor slotWeights) {
    return slotWeights == null ? 0 : call.hold(slotWeights);
  }
}
