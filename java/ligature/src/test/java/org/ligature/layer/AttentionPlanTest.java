package org.ligature.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ligature.Engines;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Pattern;
import org.ligature.codec.Glyphs;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

class AttentionPlanTest {
  /** Every engine, one thread and three, against float64 on fresh random batches and patterns. */
  @ParameterizedTest
  @MethodSource("org.ligature.layer.Fixtures#devices")
  void answersToTheOracle(Device device) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Pattern> patterns =
        List.of(
            Pattern.all(),
            Pattern.causal(),
            Pattern.window(5),
            Pattern.causal().and(Pattern.window(20)).or(Pattern.sameView()),
            Pattern.causal().not(),
            Pattern.all().not(),
            Pattern.causal().acrossDocuments());
    try (device) {
      for (int round = 0; round < 20; round++) {
        ChunkBatch batch =
            Fixtures.batch(
                random,
                random.nextInt(4),
                120,
                50,
                ChunkSplitter.fixed(2),
                ChunkSplitter.sampled(4, seed));
        int kvHeads = 1 + random.nextInt(2);
        int heads = kvHeads * (1 + random.nextInt(2));
        int dim = random.nextBoolean() ? 64 : 1 + random.nextInt(100);
        Pattern pattern = patterns.get(random.nextInt(patterns.size()));
        check(
            device,
            random,
            batch,
            batch,
            pattern,
            ChunkAttention.of(heads, dim)
                .withKvHeads(kvHeads)
                .withDtype(random.nextBoolean() ? DType.F32 : DType.BF16),
            seed);
      }
    }
  }

  /** Queries and keys of two cuttings of the same texts, or of other texts altogether. */
  @ParameterizedTest
  @MethodSource("org.ligature.layer.Fixtures#devices")
  void answersToTheOracleAcrossTwoBatches(Device device) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Pattern> same =
        List.of(
            Pattern.causal(),
            Pattern.window(9).or(Pattern.sameSentence()),
            Pattern.overlapping().not(),
            Pattern.causal().acrossDocuments());
    List<Pattern> any =
        List.of(
            Pattern.all(),
            Pattern.global(2),
            Pattern.where((queries, query, keys, key) -> (query + key) % 3 > 0));
    try (device) {
      for (int round = 0; round < 12; round++) {
        int documents = 1 + random.nextInt(3);
        List<Glyphs> texts = Fixtures.texts(random, documents, 200, 50);
        boolean alike = random.nextBoolean();
        List<Glyphs> others = alike ? texts : Fixtures.texts(random, documents, 200, 50);
        List<Pattern> patterns = alike ? same : any;
        check(
            device,
            random,
            ChunkBatch.of(texts, ChunkSplitter.sampled(4, seed)),
            ChunkBatch.of(others, ChunkSplitter.fixed(2), ChunkSplitter.fixed(3)),
            patterns.get(random.nextInt(patterns.size())),
            ChunkAttention.of(2, 1 + random.nextInt(80))
                .withKvHeads(1 + random.nextInt(2))
                .withDtype(random.nextBoolean() ? DType.F32 : DType.BF16),
            seed);
      }
    }
  }

  private static void check(
      Device device,
      Random random,
      ChunkBatch queries,
      ChunkBatch keys,
      Pattern pattern,
      ChunkAttention attention,
      long seed) {
    int n = queries.numChunks();
    int m = keys.numChunks();
    int heads = attention.numHeads();
    int kvHeads = attention.numKvHeads();
    int dim = attention.headDim();
    DType dtype = attention.dtype();
    try (AttentionPlan plan = attention.plan(device, queries, keys, pattern);
        Tensor q = Fixtures.random(random, device, dtype, n, heads, dim);
        Tensor k = Fixtures.random(random, device, dtype, m, kvHeads, dim);
        Tensor v = Fixtures.random(random, device, dtype, m, kvHeads, dim);
        Tensor dout = Fixtures.random(random, device, dtype, n, heads, dim);
        Tensor out = Fixtures.poisoned(device, dtype, n, heads, dim);
        Tensor lse = Fixtures.poisoned(device, DType.F32, n, heads);
        Tensor dq = Fixtures.poisoned(device, dtype, n, heads, dim);
        Tensor dk = Fixtures.poisoned(device, dtype, m, kvHeads, dim);
        Tensor dv = Fixtures.poisoned(device, dtype, m, kvHeads, dim)) {
      Float64.Attention oracle =
          new Float64.Attention(
              Float64.keep(queries, keys, pattern),
              heads,
              kvHeads,
              dim,
              attention.softmaxScale(),
              q.toArray(),
              k.toArray(),
              v.toArray(),
              dout.toArray());
      String where =
          " of " + device + ", " + attention + ", " + pattern + ", " + n + " x " + m + ", seed "
              + seed;
      plan.forward(out, lse, q, k, v);
      Fixtures.assertClose("out" + where, oracle.out, out);
      Fixtures.assertClose("lse" + where, oracle.lse, lse);
      plan.backward(dq, dk, dv, dout, out, lse, q, k, v);
      Fixtures.assertClose("dq" + where, oracle.dq, dq);
      Fixtures.assertClose("dk" + where, oracle.dk, dk);
      Fixtures.assertClose("dv" + where, oracle.dv, dv);
    }
  }

  @Test
  void givesTheSameBitsForAnyNumberOfThreads() {
    Random random = new Random(7);
    ChunkBatch batch =
        Fixtures.batch(random, 3, 400, 50, ChunkSplitter.fixed(1), ChunkSplitter.fixed(3));
    int n = batch.numChunks();
    float[] qs = Fixtures.floats(random, n * 128);
    float[] ks = Fixtures.floats(random, n * 128);
    float[] vs = Fixtures.floats(random, n * 128);
    for (String engine : Engines.tested()) {
      for (DType dtype : DType.values()) {
        ChunkAttention attention = ChunkAttention.of(2, 64).withDtype(dtype);
        float[][] first = null;
        for (int threads : new int[] {1, 2, 5, 1}) {
          try (Device device = Device.cpu(engine, threads);
              AttentionPlan plan = attention.plan(device, batch, Pattern.causal());
              Tensor q = device.tensor(dtype, n, 2, 64);
              Tensor k = device.tensor(dtype, n, 2, 64);
              Tensor v = device.tensor(dtype, n, 2, 64);
              Tensor out = device.tensor(dtype, n, 2, 64);
              Tensor lse = device.tensor(DType.F32, n, 2);
              Tensor dq = device.tensor(dtype, n, 2, 64);
              Tensor dk = device.tensor(dtype, n, 2, 64);
              Tensor dv = device.tensor(dtype, n, 2, 64)) {
            q.set(qs);
            k.set(ks);
            v.set(vs);
            plan.forward(out, lse, q, k, v);
            plan.backward(dq, dk, dv, out, out, lse, q, k, v);
            float[][] now = {
              out.toArray(), lse.toArray(), dq.toArray(), dk.toArray(), dv.toArray()
            };
            first = first == null ? now : first;
            for (int i = 0; i < now.length; i++) {
              assertArrayEquals(
                  first[i],
                  now[i],
                  engine + " " + dtype + " with " + threads + " threads, array " + i);
            }
          }
        }
      }
    }
  }

  @Test
  void readsAndWritesWrappedBuffersWhereTheyLie() {
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(1, 2, 3), ChunkSplitter.fixed(1));
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * 100).order(ByteOrder.nativeOrder());
    try (Device device = Device.best();
        AttentionPlan plan = ChunkAttention.of(1, 1).plan(device, batch, Pattern.causal());
        Tensor q = device.tensor(DType.F32, 3, 1, 1);
        Tensor v = device.wrap(bytes.asFloatBuffer().position(7).limit(10), 3, 1, 1);
        Tensor out = device.wrap(bytes.asFloatBuffer().position(50).limit(53), 3, 1, 1);
        Tensor lse = device.tensor(DType.F32, 3, 1)) {
      bytes.asFloatBuffer().put(7, new float[] {3, 5, 10});
      plan.forward(out, lse, q, q, v);
      assertEquals(3, bytes.getFloat(4 * 50));
      assertEquals(4, bytes.getFloat(4 * 51), 1e-6);
      assertEquals(6, bytes.getFloat(4 * 52), 1e-6);
      assertEquals(0, bytes.getFloat(4 * 53));
    }
  }

  @Test
  void refusesWhatDoesNotFitWithTheValues() {
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(1, 2, 3), ChunkSplitter.fixed(1));
    try (Device device = Device.best();
        Device other = Device.cpu("scalar", 1);
        AttentionPlan plan = ChunkAttention.of(2, 4).plan(device, batch, Pattern.all());
        Tensor a = device.tensor(DType.F32, 3, 2, 4);
        Tensor b = device.tensor(DType.F32, 3, 2, 4);
        Tensor lse = device.tensor(DType.F32, 3, 2);
        Tensor wrong = device.tensor(DType.F32, 3, 2, 5);
        Tensor foreign = other.tensor(DType.F32, 3, 2, 4);
        Tensor readOnly =
            device.wrap(
                ByteBuffer.allocateDirect(96)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer()
                    .asReadOnlyBuffer(),
                3,
                2,
                4)) {
      assertThrows(NullPointerException.class, () -> plan.forward(null, lse, a, a, a));
      assertThrows(NullPointerException.class, () -> plan.forward(b, lse, a, a, null));
      assertMessage(
          "k has shape [3, 2, 5], not [3, 2, 4]", () -> plan.forward(b, lse, a, wrong, a));
      assertMessage("v is of Device[scalar", () -> plan.forward(b, lse, a, a, foreign));
      assertMessage("out is read-only", () -> plan.forward(readOnly, lse, a, a, a));
      assertMessage("overlap", () -> plan.forward(a, lse, a, b, b));
      assertMessage("overlap", () -> plan.backward(b, b, b, a, a, lse, a, a, a));
      plan.forward(b, lse, readOnly, a, a);
      assertThrows(
          NullPointerException.class,
          () -> ChunkAttention.of(1, 1).plan(null, batch, Pattern.all()));
      assertThrows(NullPointerException.class, () -> ChunkAttention.of(1, 1).plan(device, null));
      assertThrows(
          NullPointerException.class, () -> ChunkAttention.of(1, 1).plan(device, batch, null));
    }
    assertMessage("numHeads is 0", () -> ChunkAttention.of(0, 4));
    assertMessage("headDim is 257", () -> ChunkAttention.of(1, 257));
    assertMessage("headDim is -1", () -> ChunkAttention.of(1, -1));
    assertMessage("numKvHeads is 4", () -> ChunkAttention.of(6, 4).withKvHeads(4));
    assertMessage("numKvHeads is 0", () -> ChunkAttention.of(6, 4).withKvHeads(0));
    assertMessage("softmaxScale is NaN", () -> ChunkAttention.of(6, 4).withSoftmaxScale(Float.NaN));
  }

  @Test
  void refusesAnotherDtypeThanThePlans() {
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(1, 2, 3), ChunkSplitter.fixed(1));
    ChunkAttention attention = ChunkAttention.of(2, 4);
    try (Device device = Device.best();
        AttentionPlan f32 = attention.plan(device, batch, Pattern.all());
        AttentionPlan bf16 = attention.withDtype(DType.BF16).plan(device, batch, Pattern.all());
        Tensor wide = device.tensor(DType.F32, 3, 2, 4);
        Tensor wideOut = device.tensor(DType.F32, 3, 2, 4);
        Tensor narrow = device.tensor(DType.BF16, 3, 2, 4);
        Tensor narrowOut = device.tensor(DType.BF16, 3, 2, 4);
        Tensor lse = device.tensor(DType.F32, 3, 2);
        Tensor narrowLse = device.tensor(DType.BF16, 3, 2)) {
      assertEquals(DType.F32, f32.dtype());
      assertEquals(DType.BF16, bf16.dtype());
      f32.forward(wideOut, lse, wide, wide, wide);
      bf16.forward(narrowOut, lse, narrow, narrow, narrow);
      assertMessage("out is BF16, not F32", () -> f32.forward(narrowOut, lse, wide, wide, wide));
      assertMessage("v is BF16, not F32", () -> f32.forward(wideOut, lse, wide, wide, narrow));
      assertMessage(
          "out is F32, not BF16", () -> bf16.forward(wideOut, lse, narrow, narrow, narrow));
      assertMessage("k is F32, not BF16", () -> bf16.forward(narrowOut, lse, narrow, wide, narrow));
      assertMessage(
          "lse is BF16, not F32", () -> bf16.forward(narrowOut, narrowLse, narrow, narrow, narrow));
      assertMessage(
          "dk is F32, not BF16",
          () ->
              bf16.backward(
                  narrowOut, wide, narrowOut, narrow, narrow, lse, narrow, narrow, narrow));
    }
    assertThrows(NullPointerException.class, () -> attention.withDtype(null));
    assertEquals("ChunkAttention[2 heads of 4]", attention.toString());
    assertEquals(
        "ChunkAttention[2 heads of 4, 1 kv heads, BF16]",
        attention.withDtype(DType.BF16).withKvHeads(1).withSoftmaxScale(1).toString());
  }

  @Test
  void refusesAClosedPlanDeviceOrTensor() {
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(1, 2, 3), ChunkSplitter.fixed(1));
    Device device = Device.best();
    AttentionPlan plan = ChunkAttention.of(1, 4).plan(device, batch, Pattern.all());
    Tensor q = device.tensor(DType.F32, 3, 1, 4);
    Tensor out = device.tensor(DType.F32, 3, 1, 4);
    Tensor lse = device.tensor(DType.F32, 3, 1);
    q.close();
    assertClosed("the tensor is closed", () -> plan.forward(out, lse, q, q, q));
    out.close();
    plan.close();
    plan.close();
    Tensor again = device.tensor(DType.F32, 3, 1, 4);
    Tensor result = device.tensor(DType.F32, 3, 1, 4);
    assertClosed(
        "the attention plan is closed", () -> plan.forward(result, lse, again, again, again));
    AttentionPlan orphan = ChunkAttention.of(1, 4).plan(device, batch, Pattern.all());
    device.close();
    device.close();
    assertClosed("the device is closed", () -> orphan.forward(result, lse, again, again, again));
    assertClosed(
        "the device is closed", () -> ChunkAttention.of(1, 4).plan(device, batch, Pattern.all()));
    assertEquals(12, again.toArray().length, "tensors stay readable");
    orphan.close();
    again.close();
    result.close();
    lse.close();
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }

  private static void assertClosed(
      String expected, org.junit.jupiter.api.function.Executable call) {
    assertEquals(expected, assertThrows(IllegalStateException.class, call).getMessage());
  }
}
