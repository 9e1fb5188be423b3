package org.ligature.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        check(device, random, batch, 1 + random.nextInt(70), random.nextBoolean(), seed);
      }
    }
  }

  private static void check(
      Device device, Random random, ChunkBatch batch, int dim, boolean mean, long seed) {
    int n = batch.numChunks();
    float[] rows = Fixtures.floats(random, GLYPHS * dim);
    float[] douts = Fixtures.floats(random, n * dim);
    float[] before = Fixtures.floats(random, GLYPHS * dim);
    double[] expected = Float64.embedBackward(batch, douts, dim, GLYPHS, mean);
    ChunkEmbedding embedding = mean ? ChunkEmbedding.mean() : ChunkEmbedding.sum();
    try (EmbeddingPlan plan = embedding.plan(device, batch);
        Tensor table = device.tensor(rows, GLYPHS, dim);
        Tensor dout = device.tensor(douts, n, dim);
        Tensor out = Fixtures.poisoned(device, DType.F32, n, dim);
        Tensor drows = Fixtures.poisoned(device, DType.F32, plan.numTouched(), dim);
        Tensor dtable = device.tensor(before, GLYPHS, dim)) {
      String where =
          " of " + device + ", " + embedding + ", n=" + n + ", dim=" + dim + ", seed " + seed;
      plan.forward(out, table);
      Fixtures.assertClose("out" + where, Float64.embed(batch, rows, dim, mean), out);

      int[] touched = IntStream.of(batch.units()).map(Unit::glyph).sorted().distinct().toArray();
      assertArrayEquals(touched, plan.touched(), where);
      plan.backward(drows, dout);
      double[] compact = new double[touched.length * dim];
      for (int i = 0; i < touched.length; i++) {
        System.arraycopy(expected, touched[i] * dim, compact, i * dim, dim);
      }
      Fixtures.assertClose("drows" + where, compact, drows);

      plan.accumulate(dtable, dout);
      for (int i = 0; i < expected.length; i++) {
        expected[i] += before[i];
      }
      Fixtures.assertClose("dtable" + where, expected, dtable);
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
      assertMessage("table is BF16, not F32", () -> plan.forward(out, bf16));
      assertMessage("dtable is BF16, not F32", () -> plan.accumulate(bf16, out));
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

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
