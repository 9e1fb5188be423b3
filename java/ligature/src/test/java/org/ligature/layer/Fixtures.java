package org.ligature.layer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.ligature.Engines;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.codec.Glyphs;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/** What the tests of the layers share: random batches, random numbers, tolerances, engines. */
final class Fixtures {
  private Fixtures() {}

  /**
   * A device for each engine of this machine, with one thread and with three. The test closes it.
   */
  static Stream<Device> devices() {
    return Engines.tested().stream()
        .flatMap(engine -> Stream.of(Device.cpu(engine, 1), Device.cpu(engine, 3)));
  }

  /** Texts of random glyphs below {@code glyphs}, cut into sentences and then into these views. */
  static ChunkBatch batch(
      Random random, int texts, int maxUnits, int glyphs, ChunkSplitter... views) {
    return ChunkBatch.of(texts(random, texts, maxUnits, glyphs), views);
  }

  /** Texts of random glyphs below {@code glyphs}, cut into sentences. */
  static List<Glyphs> texts(Random random, int texts, int maxUnits, int glyphs) {
    List<Glyphs> documents = new ArrayList<>();
    for (int t = 0; t < texts; t++) {
      int[] units = random.ints(random.nextInt(maxUnits + 1), 0, glyphs).toArray();
      List<Integer> ends = new ArrayList<>();
      for (int end = 1 + random.nextInt(9); end < units.length; end += 1 + random.nextInt(9)) {
        ends.add(end);
      }
      if (units.length > 0) {
        ends.add(units.length);
      }
      documents.add(Glyphs.of(units, ends.stream().mapToInt(e -> e).toArray()));
    }
    return documents;
  }

  static float[] floats(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** Normally distributed numbers, rounded to the dtype. */
  static Tensor random(Random random, Device device, DType dtype, long... shape) {
    Tensor tensor = device.tensor(dtype, shape);
    tensor.set(floats(random, Math.toIntExact(tensor.numElements())));
    return tensor;
  }

  /** An output, filled with NaN: what a kernel forgets to write shows. */
  static Tensor poisoned(Device device, DType dtype, long... shape) {
    Tensor tensor = device.tensor(dtype, shape);
    tensor.fill(Float.NaN);
    return tensor;
  }

  /**
   * Equal to the accuracy of the dtype: within 2e-5 (F32) or 2e-2 (BF16) of the largest reference
   * value, infinities exactly.
   */
  static void assertClose(String what, double[] expected, Tensor actual) {
    float[] got = actual.toArray();
    double tolerance = actual.dtype() == DType.F32 ? 2e-5 : 2e-2;
    double largest = 1e-3;
    for (double x : expected) {
      largest = Double.isFinite(x) ? Math.max(largest, Math.abs(x)) : largest;
    }
    for (int i = 0; i < got.length; i++) {
      boolean same =
          Double.isFinite(expected[i])
              ? Math.abs(got[i] - expected[i]) <= tolerance * largest
              : Double.compare(got[i], expected[i]) == 0;
      assertTrue(same, what + "[" + i + "] is " + got[i] + ", not " + expected[i]);
    }
  }
}
