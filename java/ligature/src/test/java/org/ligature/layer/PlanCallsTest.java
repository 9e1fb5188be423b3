package org.ligature.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Pattern;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/** What a call of a plan costs, and many at once. */
class PlanCallsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int HEADS = 2;
  private static final int DIM = 16;

  private final ChunkBatch batch =
      Fixtures.batch(new Random(3), 2, 150, 40, ChunkSplitter.fixed(2), ChunkSplitter.fixed(3));

  /** Tensors of one caller of the attention. */
  private record Attention(
      Tensor q, Tensor out, Tensor lse, Tensor dq, Tensor dk, Tensor dv, Tensor dout)
      implements AutoCloseable {
    static Attention of(Device device, int n, long seed) {
      Random random = new Random(seed);
      return new Attention(
          Fixtures.random(random, device, DType.F32, n, HEADS, DIM),
          Fixtures.poisoned(device, DType.F32, n, HEADS, DIM),
          Fixtures.poisoned(device, DType.F32, n, HEADS),
          Fixtures.poisoned(device, DType.F32, n, HEADS, DIM),
          Fixtures.poisoned(device, DType.F32, n, HEADS, DIM),
          Fixtures.poisoned(device, DType.F32, n, HEADS, DIM),
          Fixtures.random(random, device, DType.F32, n, HEADS, DIM));
    }

    void run(AttentionPlan plan) {
      plan.forward(out, lse, q, q, q);
      plan.backward(dq, dk, dv, dout, out, lse, q, q, q);
    }

    float[][] results() {
      return new float[][] {out.toArray(), lse.toArray(), dq.toArray(), dk.toArray(), dv.toArray()};
    }

    @Override
    public void close() {
      for (Tensor t : List.of(q, out, lse, dq, dk, dv, dout)) {
        t.close();
      }
    }
  }

  /** The least of some rounds: the virtual machine itself allocates a little now and then. */
  private static void assertAllocatesNothing(Runnable call) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 8; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        call.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }

  @Test
  void attentionAllocatesNothingOnTheHeap() {
    try (Device device = Device.cpu("scalar", 2);
        AttentionPlan plan = ChunkAttention.of(HEADS, DIM).plan(device, batch, Pattern.window(9));
        Attention tensors = Attention.of(device, batch.numChunks(), 1)) {
      assertAllocatesNothing(() -> tensors.run(plan));
    }
  }

  @Test
  void embeddingAllocatesNothingOnTheHeap() {
    int n = batch.numChunks();
    try (Device device = Device.cpu("scalar", 2);
        EmbeddingPlan one = ChunkEmbedding.sum().plan(device, batch);
        EmbeddingPlan two =
            ChunkEmbedding.weighted(2).over(UnitField.ROW, UnitField.COLUMN).plan(device, batch);
        Tensor table = device.tensor(DType.F32, 40, DIM);
        Tensor rows = device.tensor(DType.F32, 1, DIM);
        Tensor out = device.tensor(DType.F32, n, DIM);
        Tensor weights = device.tensor(DType.F32, 2);
        Tensor dslots = device.tensor(DType.F32, 2);
        Tensor dtable = device.tensor(DType.F32, 40, DIM);
        Tensor drows = device.tensor(DType.F32, one.numTouched(), DIM)) {
      List<Tensor> tables = List.of(rows, table);
      assertAllocatesNothing(
          () -> {
            one.forward(out, table);
            one.backward(drows, out);
            one.accumulate(dtable, out);
            two.forward(out, tables, weights);
            two.backward(1, drows, out, weights);
            two.accumulate(1, dtable, out, weights);
            two.backwardSlots(dslots, out, tables);
          });
    }
  }

  @Test
  void aRefusedCallLetsGoOfEverything() {
    try (Device device = Device.cpu("scalar", 1);
        Attention tensors = Attention.of(device, batch.numChunks(), 1)) {
      AttentionPlan plan = ChunkAttention.of(HEADS, DIM).plan(device, batch, Pattern.all());
      tensors.dv().close();
      for (int i = 0; i < 40; i++) {
        assertThrows(IllegalStateException.class, () -> tensors.run(plan));
      }
      assertThrows(
          IllegalArgumentException.class,
          () ->
              plan.forward(tensors.out(), tensors.lse(), tensors.out(), tensors.q(), tensors.q()));
      plan.close();
      assertThrows(IllegalStateException.class, () -> tensors.run(plan));
    } // would be refused if a use were left over
  }

  @Test
  void manyThreadsAtOnceGetTheSameBits() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(40);
    try {
      assertSameBits(threads, 40);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void manyVirtualThreadsAtOnceGetTheSameBits() throws Exception {
    assumeTrue(
        Runtime.version().feature() >= 21,
        "virtual threads need JDK 21, this is " + Runtime.version());
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    try {
      assertSameBits(threads, 200);
    } finally {
      threads.shutdownNow();
    }
  }

  /** One plan for all, tensors of its own for each; a deadlock ends in a TimeoutException. */
  private void assertSameBits(ExecutorService threads, int callers) throws Exception {
    try (Device device = Device.cpu(Device.engines().get(Device.engines().size() - 1), 3);
        AttentionPlan plan = ChunkAttention.of(HEADS, DIM).plan(device, batch, Pattern.causal())) {
      int n = batch.numChunks();
      float[][][] expected = new float[3][][];
      for (int seed = 0; seed < expected.length; seed++) {
        try (Attention tensors = Attention.of(device, n, seed)) {
          tensors.run(plan);
          expected[seed] = tensors.results();
        }
      }
      List<Future<float[][]>> results = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int seed = i % expected.length;
        Callable<float[][]> caller =
            () -> {
              try (Attention tensors = Attention.of(device, n, seed)) {
                for (int round = 0; round < 5; round++) {
                  tensors.run(plan);
                }
                return tensors.results();
              }
            };
        results.add(threads.submit(caller));
      }
      for (int i = 0; i < callers; i++) {
        assertArrayEquals(
            expected[i % expected.length], results.get(i).get(60, TimeUnit.SECONDS), "caller " + i);
      }
    }
  }
}
