package org.ligature.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ligature.tensor.DType.BF16;
import static org.ligature.tensor.DType.F32;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.function.Executable;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Pattern;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.layer.ChunkAttention;
import org.ligature.layer.ChunkEmbedding;

/** The tensors of CUDA device 0, of whatever driver this JVM finds. Started by {@link CudaTest}. */
final class CudaTensors {
  private CudaTensors() {}

  public static void main(String[] args) throws InterruptedException {
    try (Device cuda = Device.cuda(0);
        Device cpu = Device.cpu("scalar", 1)) {
      describesItself(cuda);
      copiesLikeTheCpu(cuda, cpu);
      viewsAndRows(cuda);
      refusesWhatItIsNot(cuda);
      runsNoLayersYet(cuda);
      servesManyThreads(cuda);
    }
    outlivesItsDevice();
    System.out.println("done");
  }

  private static void describesItself(Device cuda) {
    assertTrue(cuda.toString().startsWith("Device[CUDA device 0 ("), cuda.toString());
    assertEquals("cuda", cuda.engine());
    assertEquals(1, cuda.numThreads());
    assertTrue(cuda.reason().endsWith("): the caller asked for it"), cuda.reason());
    assertTrue(Device.cudaReason().contains(") holds tensors; "), Device.cudaReason());
    assertFalse(Device.engines().contains("cuda"), "layers would be run on it");
    int count = Device.cudaCount();
    assertTrue(count > 0, "there is one");
    for (int none : new int[] {-1, count}) {
      assertMessage(
          IllegalArgumentException.class,
          "device=" + none + " must be at least 0 and at most " + (count - 1),
          () -> Device.cuda(none));
    }
  }

  private static void copiesLikeTheCpu(Device cuda, Device cpu) {
    Random random = new Random(7);
    for (DType dtype : DType.values()) {
      for (int n : new int[] {0, 1, 1000, 300_000}) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
          values[i] = Float.intBitsToFloat(random.nextInt());
        }
        try (Tensor here = cuda.tensor(dtype, n);
            Tensor there = cpu.tensor(dtype, n)) {
          assertArrayEquals(new float[n], here.toArray(), "begins as zeros");
          here.set(values);
          there.set(values);
          assertArrayEquals(there.toArray(), here.toArray());
          if (dtype == BF16) {
            short[] bits = new short[n];
            short[] expected = new short[n];
            here.copyTo(bits);
            there.copyTo(expected);
            assertArrayEquals(expected, bits);
            here.fill(0);
            here.set(bits);
            assertArrayEquals(there.toArray(), here.toArray());
          }
          here.fill(0.1f);
          there.fill(0.1f);
          assertArrayEquals(there.toArray(), here.toArray());
        }
      }
    }
    try (Tensor given = cuda.tensor(new float[] {1, 2, 3, 4}, 2, 2)) {
      assertArrayEquals(new float[] {1, 2, 3, 4}, given.toArray());
      given.fill(5);
      cuda.synchronize();
      cpu.synchronize();
      assertArrayEquals(new float[] {5, 5, 5, 5}, given.toArray());
    }
  }

  private static void viewsAndRows(Device cuda) {
    Tensor t = cuda.tensor(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 4, 2);
    Tensor middle = t.rows(1, 3);
    assertArrayEquals(new float[] {2, 3, 4, 5}, middle.toArray());
    middle.reshape(4).rows(3, 4).fill(-1);
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, -1, 6, 7}, t.toArray());
    t.rows(3, 4).set(8, 9);
    t.setRows(new int[] {0, 2}, new float[] {10, 11, 12, 13});
    float[] rows = new float[4];
    t.copyRows(new int[] {3, 0}, rows);
    assertArrayEquals(new float[] {8, 9, 10, 11}, rows);
    assertArrayEquals(new float[] {10, 11, 2, 3, 12, 13, 8, 9}, t.toArray());
    assertEquals(0, t.rows(4, 4).toArray().length);
    t.close();
    assertThrows(IllegalStateException.class, middle::toArray);
    assertThrows(IllegalStateException.class, () -> t.fill(1));
  }

  private static void refusesWhatItIsNot(Device cuda) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    String part = "memory of the host cannot be a tensor of CUDA device 0 (";
    for (Executable wrap :
        new Executable[] {
          () -> cuda.wrap(bytes.asFloatBuffer(), 4),
          () -> cuda.wrap(bytes.asShortBuffer(), 8),
          () -> cuda.wrap(bytes, F32, 4),
          () -> cuda.wrap(new FloatPointer(4), F32, 4),
          () -> cuda.wrapAddress(4096, F32, null, 1)
        }) {
      assertMessage(UnsupportedOperationException.class, part, wrap);
    }
    assertMessage(IllegalArgumentException.class, "negative size", () -> cuda.tensor(F32, -1));
    String large =
        assertThrows(OutOfMemoryError.class, () -> cuda.tensor(F32, 1L << 58)).getMessage();
    assertTrue(large.startsWith("no memory for bytes=1152921504606846976: CUDA device 0"), large);
  }

  private static void runsNoLayersYet(Device cuda) {
    GlyphCodec codec = GlyphCodec.trainer().add("one two three").train();
    Glyphs text = codec.encode("one two three");
    ChunkBatch batch = ChunkBatch.of(text, ChunkSplitter.fixed(1));
    assertMessage(
        UnsupportedOperationException.class,
        "chunk attention does not run on CUDA devices yet, and the context is CUDA device 0 (",
        () -> ChunkAttention.of(1, 8).plan(cuda, batch, Pattern.all()));
    assertMessage(
        UnsupportedOperationException.class,
        "chunk embedding does not run on CUDA devices yet",
        () -> ChunkEmbedding.sum().plan(cuda, batch));
  }

  private static void servesManyThreads(Device cuda) throws InterruptedException {
    Thread[] threads = new Thread[4];
    int[] right = new int[threads.length];
    for (int t = 0; t < threads.length; t++) {
      int own = t;
      threads[t] =
          new Thread(
              () -> {
                for (int i = 0; i < 50; i++) {
                  try (Tensor tensor = cuda.tensor(F32, 100)) {
                    tensor.fill(own * 100 + i);
                    right[own] += tensor.toArray()[99] == own * 100 + i ? 1 : 0;
                  }
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertArrayEquals(new int[] {50, 50, 50, 50}, right);
  }

  private static void outlivesItsDevice() {
    Device own = Device.cuda(0);
    Tensor t = own.tensor(BF16, 2);
    t.fill(1.5f);
    own.close();
    own.close();
    assertArrayEquals(new float[] {1.5f, 1.5f}, t.toArray());
    t.close();
    assertThrows(IllegalStateException.class, () -> own.tensor(F32, 2));
    assertThrows(IllegalStateException.class, own::synchronize);
  }

  private static <T extends Throwable> void assertMessage(
      Class<T> type, String part, Executable call) {
    String message = assertThrows(type, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
