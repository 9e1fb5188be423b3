package org.ligature.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Unit;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

class EmbeddingPlanTest {
  private static final int GLYPHS = 40;

  @ParameterizedTest
  @MethodSource("org.ligature.layer.Fixtures#devices")
  void answersToTheOracle(Device device) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (device) {
      for (int round = 0; round < 30; round++) {
        ChunkBatch batch =
            Fixtures.batch(
                random,
                random.nextInt(4),
                200,
                GLYPHS,
                ChunkSplitter.sampled(5, seed),
                ChunkSplitter.fixed(3));
        check(device, random, batch, embedding(random), 1 + random.nextInt(70), seed);
      }
    }
  }

  /** Any pooling, over any tables: of glyphs, or of fields that no lexicon thought of. */
  private static ChunkEmbedding embedding(Random random) {
    ChunkEmbedding pooled =
        switch (random.nextInt(3)) {
          case 0 -> ChunkEmbedding.sum();
          case 1 -> ChunkEmbedding.mean();
          default -> ChunkEmbedding.weighted(1 + random.nextInt(6));
        };
    ChunkEmbedding embedding = pooled.withDtype(random.nextBoolean() ? DType.F32 : DType.BF16);
    if (random.nextInt(3) == 0) {
      return embedding;
    }
    return embedding.over(
        IntStream.range(0, 1 + random.nextInt(3))
            .mapToObj(t -> new UnitField(random.nextInt(18), 1 + random.nextInt(6)))
            .toArray(UnitField[]::new));
  }

  private static void check(
      Device device,
      Random random,
      ChunkBatch batch,
      ChunkEmbedding embedding,
      int dim,
      long seed) {
    int n = batch.numChunks();
    int numTables = embedding.fields().size();
    float[][] tables = new float[numTables][];
    float[] slotWeights = Fixtures.floats(random, embedding.numSlots());
    String where =
        " of " + device + ", " + embedding + ", n=" + n + ", dim=" + dim + ", seed " + seed;
    List<Tensor> inputs = new ArrayList<>();
    try (EmbeddingPlan plan = embedding.plan(device, batch);
        Tensor weights = device.tensor(slotWeights, slotWeights.length);
        Tensor dout = Fixtures.random(random, device, plan.dtype(), n, dim);
        Tensor out = Fixtures.poisoned(device, plan.dtype(), n, dim);
        Tensor dslots = Fixtures.poisoned(device, DType.F32, slotWeights.length)) {
      for (int t = 0; t < numTables; t++) {
        UnitField field = embedding.fields().get(t);
        int rows = field.equals(UnitField.GLYPH) ? GLYPHS : 1 << field.width();
        inputs.add(Fixtures.random(random, device, plan.dtype(), rows, dim));
        tables[t] = inputs.get(t).toArray();
      }
      Float64.Embedding expected =
          new Float64.Embedding(batch, embedding, tables, slotWeights, dout.toArray(), dim);
      Tensor given = slotWeights.length == 0 ? null : weights;
      plan.forward(out, inputs, given);
      Fixtures.assertClose("out" + where, expected.out, out);
      for (int t = 0; t < numTables; t++) {
        checkTable(plan, t, batch, embedding, expected.dtables[t], dout, given, random, where);
      }
      if (given != null) {
        plan.backwardSlots(dslots, dout, inputs);
        Fixtures.assertClose("dslots" + where, expected.dslots, dslots);
      }
    } finally {
      inputs.forEach(Tensor::close);
    }
  }

  private static void checkTable(
      EmbeddingPlan plan,
      int table,
      ChunkBatch batch,
      ChunkEmbedding embedding,
      double[] expected,
      Tensor dout,
      Tensor slotWeights,
      Random random,
      String where) {
    int dim = (int) dout.shape()[1];
    UnitField field = embedding.fields().get(table);
    int[] touched = IntStream.of(batch.units()).map(field::row).sorted().distinct().toArray();
    assertArrayEquals(touched, plan.touched(table), where);
    int numTouched = plan.numTouched(table);
    try (Tensor drows = Fixtures.poisoned(plan.device(), plan.dtype(), numTouched, dim);
        Tensor dtable =
            Fixtures.random(random, plan.device(), plan.dtype(), expected.length / dim, dim)) {
      float[] before = dtable.toArray();
      plan.backward(table, drows, dout, slotWeights);
      double[] compact = new double[touched.length * dim];
      for (int i = 0; i < touched.length; i++) {
        System.arraycopy(expected, touched[i] * dim, compact, i * dim, dim);
      }
      Fixtures.assertClose("drows of table " + table + where, compact, drows);
      plan.accumulate(table, dtable, dout, slotWeights);
      double[] sums = expected.clone();
      Arrays.setAll(sums, i -> expected[i] + before[i]);
      Fixtures.assertClose("dtable " + table + where, sums, dtable);
    }
  }

  /** Storing as bf16 is all that differs: each number is that of the same floats, rounded once. */
  @Test
  void bf16IsTheSumOfTheSameFloatsRounded() {
    Random random = new Random(6);
    ChunkBatch batch = Fixtures.batch(random, 3, 200, 30, ChunkSplitter.fixed(3));
    int n = batch.numChunks();
    try (Device device = Device.best();
        EmbeddingPlan narrow = ChunkEmbedding.mean().withDtype(DType.BF16).plan(device, batch);
        EmbeddingPlan wide = ChunkEmbedding.mean().plan(device, batch);
        Tensor table = Fixtures.random(random, device, DType.BF16, 30, 7);
        Tensor out = Fixtures.poisoned(device, DType.BF16, n, 7);
        Tensor drows = Fixtures.poisoned(device, DType.BF16, narrow.numTouched(), 7);
        Tensor dtable = Fixtures.random(random, device, DType.BF16, 30, 7);
        Tensor tableFloats = device.tensor(table.toArray(), 30, 7);
        Tensor outFloats = Fixtures.poisoned(device, DType.F32, n, 7);
        Tensor drowsFloats = Fixtures.poisoned(device, DType.F32, narrow.numTouched(), 7);
        Tensor dtableFloats = device.tensor(dtable.toArray(), 30, 7)) {
      narrow.forward(out, table);
      wide.forward(outFloats, tableFloats);
      assertArrayEquals(rounded(outFloats), out.toArray());
      outFloats.set(out.toArray());
      narrow.backward(drows, out);
      wide.backward(drowsFloats, outFloats);
      assertArrayEquals(rounded(drowsFloats), drows.toArray());
      narrow.accumulate(dtable, out);
      wide.accumulate(dtableFloats, outFloats);
      assertArrayEquals(rounded(dtableFloats), dtable.toArray());
    }
  }

  private static float[] rounded(Tensor floats) {
    try (Tensor narrow = floats.device().tensor(DType.BF16, floats.shape())) {
      narrow.set(floats.toArray());
      return narrow.toArray();
    }
  }

  @Test
  void theShortFormsAreThoseOfOneTable() {
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(1, 9, 3, 1), ChunkSplitter.fixed(2));
    Random random = new Random(5);
    try (Device device = Device.best();
        EmbeddingPlan plan = ChunkEmbedding.mean().plan(device, batch);
        Tensor table = device.tensor(Fixtures.floats(random, 40), 10, 4);
        Tensor dout = device.tensor(Fixtures.floats(random, 8), 2, 4);
        Tensor a = Fixtures.poisoned(device, DType.F32, 2, 4);
        Tensor b = Fixtures.poisoned(device, DType.F32, 2, 4);
        Tensor da = Fixtures.poisoned(device, DType.F32, 3, 4);
        Tensor db = Fixtures.poisoned(device, DType.F32, 3, 4);
        Tensor ta = device.tensor(DType.F32, 10, 4);
        Tensor tb = device.tensor(DType.F32, 10, 4)) {
      plan.forward(a, table);
      plan.forward(b, List.of(table), null);
      assertArrayEquals(b.toArray(), a.toArray());
      plan.backward(da, dout);
      plan.backward(0, db, dout, null);
      assertArrayEquals(db.toArray(), da.toArray());
      plan.accumulate(ta, dout);
      plan.accumulate(0, tb, dout, null);
      assertArrayEquals(tb.toArray(), ta.toArray());
      ta.fill(1);
      plan.clear(ta);
      tb.fill(1);
      tb.setRows(plan.touched(), new float[12]);
      assertArrayEquals(tb.toArray(), ta.toArray()); // rows that the batch does not read stay
      assertArrayEquals(plan.touched(0), plan.touched());
      assertEquals(plan.numTouched(0), plan.numTouched());
    }
  }

  @Test
  void rowColumnAndAttributesMakeAUnit() {
    int unit = 3 << 9 | 5 | Unit.CAPITALISED << 18 | 2 << 20;
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(unit, unit), ChunkSplitter.fixed(2));
    ChunkEmbedding embedding =
        ChunkEmbedding.weighted(2).over(UnitField.ROW, UnitField.COLUMN, UnitField.ATTRIBUTES);
    try (Device device = Device.best();
        EmbeddingPlan plan = embedding.plan(device, batch);
        Tensor rows = device.tensor(new float[] {0, 0, 0, 1}, 4, 1);
        Tensor columns = device.tensor(new float[] {0, 0, 0, 0, 0, 10}, 6, 1);
        Tensor attributes = device.tensor(DType.F32, 64, 1);
        Tensor weights = device.tensor(new float[] {1, 1000}, 2);
        Tensor out = device.tensor(DType.F32, 1, 1)) {
      attributes.fill(Float.NaN);
      float[] elements = attributes.toArray();
      elements[Unit.CAPITALISED | 2 << 2] = 100;
      attributes.set(elements);
      plan.forward(out, List.of(rows, columns, attributes), weights);
      assertEquals(111111, out.toArray()[0]);
      assertArrayEquals(new int[] {Unit.CAPITALISED | 2 << 2}, plan.touched(2));
    }
  }

  @Test
  void readsTheGlyphAndNotTheAttributes() {
    int marked = 5 | Unit.CAPITALISED << 18 | 3 << 20;
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(marked, 5), ChunkSplitter.fixed(2));
    try (Device device = Device.best();
        EmbeddingPlan plan = ChunkEmbedding.sum().plan(device, batch);
        Tensor table = device.tensor(DType.F32, 6, 1);
        Tensor out = device.tensor(DType.F32, 1, 1)) {
      table.set(0, 0, 0, 0, 0, 21);
      plan.forward(out, table);
      assertEquals(42, out.toArray()[0]);
      assertArrayEquals(new int[] {5}, plan.touched());
    }
  }

  /** Else a list could show one table to the checks and another to the kernels. */
  @Test
  void readsAListOfTablesOnce() {
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(1, 9, 3), ChunkSplitter.fixed(2));
    try (Device device = Device.best();
        EmbeddingPlan plan = ChunkEmbedding.weighted(2).plan(device, batch);
        Tensor table = device.tensor(DType.F32, 10, 4);
        Tensor weights = device.tensor(DType.F32, 2);
        Tensor dslots = device.tensor(DType.F32, 2);
        Tensor out = device.tensor(DType.F32, 2, 4)) {
      int[] reads = new int[1];
      List<Tensor> tables =
          new AbstractList<>() {
            @Override
            public Tensor get(int index) {
              reads[0]++;
              return table;
            }

            @Override
            public int size() {
              return 1;
            }
          };
      plan.forward(out, tables, weights);
      assertEquals(1, reads[0]);
      plan.backwardSlots(dslots, out, tables);
      assertEquals(2, reads[0]);
    }
  }

  @Test
  void refusesWhatDoesNotFitWithTheValues() {
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(1, 9, 3), ChunkSplitter.fixed(2));
    try (Device device = Device.best();
        EmbeddingPlan plan = ChunkEmbedding.sum().plan(device, batch);
        Tensor small = device.tensor(DType.F32, 9, 4);
        Tensor table = device.tensor(DType.F32, 10, 4);
        Tensor flat = device.tensor(DType.F32, 40);
        Tensor out = device.tensor(DType.F32, 2, 4);
        Tensor wide = device.tensor(DType.F32, 2, 5);
        Tensor bf16 = device.tensor(DType.BF16, 10, 4)) {
      assertMessage("table 0 is BF16, not F32", () -> plan.forward(out, bf16));
      assertMessage("dtable is BF16, not F32", () -> plan.accumulate(bf16, out));
      try (EmbeddingPlan narrow = ChunkEmbedding.sum().withDtype(DType.BF16).plan(device, batch);
          Tensor out16 = device.tensor(DType.BF16, 2, 4)) {
        narrow.forward(out16, bf16);
        assertMessage("table 0 is F32, not BF16", () -> narrow.forward(out16, table));
        assertMessage("out is F32, not BF16", () -> narrow.forward(out, bf16));
        assertMessage("dout is F32, not BF16", () -> narrow.backward(out16, out));
        assertMessage("drows is F32, not BF16", () -> narrow.backward(out, out16));
        assertMessage("dtable is F32, not BF16", () -> narrow.accumulate(table, out16));
      }
      assertThrows(NullPointerException.class, () -> ChunkEmbedding.sum().withDtype(null));
      assertMessage("table has shape [40], not 2 dimensions", () -> plan.forward(out, flat));
      assertMessage("out has shape [2, 5], not [2, 4]", () -> plan.forward(wide, table));
      assertMessage("9", () -> plan.forward(out, small));
      assertMessage("9", () -> plan.accumulate(small, out));
      assertMessage("drows has shape [2, 4], not [3, 4]", () -> plan.backward(out, out));
      assertThrows(NullPointerException.class, () -> plan.forward(null, table));
      assertThrows(NullPointerException.class, () -> plan.forward(out, null));
      assertThrows(NullPointerException.class, () -> plan.backward(null, out));
      assertThrows(NullPointerException.class, () -> plan.accumulate(table, null));
      assertThrows(NullPointerException.class, () -> ChunkEmbedding.sum().plan(device, null));
      assertThrows(NullPointerException.class, () -> ChunkEmbedding.sum().plan(null, batch));
    }
  }

  @Test
  void refusesTablesAndWeightsThatDoNotFit() {
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(1, 9, 3), ChunkSplitter.fixed(2));
    ChunkEmbedding pair = ChunkEmbedding.weighted(2).over(UnitField.ROW, UnitField.COLUMN);
    try (Device device = Device.best();
        EmbeddingPlan plan = pair.plan(device, batch);
        EmbeddingPlan plain = ChunkEmbedding.sum().plan(device, batch);
        Tensor rows = device.tensor(DType.F32, 1, 4);
        Tensor columns = device.tensor(DType.F32, 10, 4);
        Tensor narrow = device.tensor(DType.F32, 10, 3);
        Tensor weights = device.tensor(DType.F32, 2);
        Tensor more = device.tensor(DType.F32, 3);
        Tensor out = device.tensor(DType.F32, 2, 4)) {
      List<Tensor> tables = List.of(rows, columns);
      plan.forward(out, tables, weights);
      assertMessage("1 tables for 2 fields", () -> plan.forward(out, List.of(rows), weights));
      assertMessage(
          "table 1 has shape [10, 3], not [10, 4]",
          () -> plan.forward(out, List.of(rows, narrow), weights));
      assertMessage(
          "row 9 of table 1, and table_rows=1",
          () -> plan.forward(out, List.of(rows, rows), weights));
      assertMessage("slotWeights has shape [3], not [2]", () -> plan.forward(out, tables, more));
      assertMessage("weighs no slots", () -> plain.forward(out, List.of(columns), weights));
      assertMessage("overlaps", () -> plan.forward(out, List.of(out, columns), weights));
      assertThrows(NullPointerException.class, () -> plan.forward(out, tables, null));
      assertThrows(NullPointerException.class, () -> plan.backward(0, rows, out, null));
      assertThrows(IllegalStateException.class, () -> plan.forward(out, columns));
      assertThrows(IllegalStateException.class, () -> plan.backward(rows, out));
      assertThrows(IllegalStateException.class, () -> plan.accumulate(columns, out));
      assertThrows(IllegalStateException.class, plan::touched);
      assertThrows(
          IllegalStateException.class, () -> plain.backwardSlots(weights, out, List.of(columns)));
      for (int table : new int[] {-1, 2}) {
        assertThrows(IndexOutOfBoundsException.class, () -> plan.touched(table));
        assertThrows(
            IndexOutOfBoundsException.class, () -> plan.backward(table, rows, out, weights));
        assertThrows(
            IndexOutOfBoundsException.class, () -> plan.accumulate(table, rows, out, weights));
      }
    }
    assertMessage("numSlots is 0", () -> ChunkEmbedding.weighted(0));
    assertMessage("numSlots is 1025", () -> ChunkEmbedding.weighted(1025));
    assertMessage("an embedding of 0 tables", () -> ChunkEmbedding.sum().over());
    assertMessage(
        "an embedding of 4 tables",
        () ->
            ChunkEmbedding.sum().over(UnitField.ROW, UnitField.ROW, UnitField.ROW, UnitField.ROW));
    assertMessage("a field of 7 bits from bit 18", () -> new UnitField(18, 7));
    assertMessage("a field of 0 bits from bit 3", () -> new UnitField(3, 0));
    assertMessage("a field of 1 bits from bit -1", () -> new UnitField(-1, 1));
    assertMessage(
        "a field of 1 bits from bit 2147483647", () -> new UnitField(Integer.MAX_VALUE, 1));
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
