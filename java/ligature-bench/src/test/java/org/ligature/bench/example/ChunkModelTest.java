package org.ligature.bench.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.codec.Glyphs;
import org.ligature.tensor.Device;

class ChunkModelTest {
  private static final int GLYPHS = 1024; // two rows of pair codes
  private static final int UNITS = 40;
  private static final float STEP = 1e-2f;

  private final SplittableRandom random = new SplittableRandom(7);
  private final int[] units = random.ints(UNITS, 0, GLYPHS).toArray();
  private final int[] next = random.ints(UNITS, 0, GLYPHS).toArray();

  private static ChunkBatch batch(int[] units) {
    Glyphs text = Glyphs.of(units, new int[] {3, 10, 11, 23, UNITS});
    return ChunkBatch.of(
        List.of(text.slice(0, 17), text.slice(17, UNITS)),
        ChunkSplitter.fixed(1),
        ChunkSplitter.fixed(2));
  }

  /** A fresh model has classes of zeros, which give every other gradient as zero. */
  private ChunkModel model(Device device) {
    ChunkModel model = new ChunkModel(device, GLYPHS, 3);
    parameters(model).values().forEach(p -> fill(p.values, i -> random(0.3)));
    for (int i = 0; i < model.table.capacity(); i++) {
      model.table.put(i, random(1));
    }
    return model;
  }

  private static void fill(float[] x, IntToDoubleFunction value) {
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) value.applyAsDouble(i);
    }
  }

  private float random(double scale) {
    return (float) random.nextDouble(-scale, scale);
  }

  private static Map<String, Weights> parameters(ChunkModel model) {
    return new TreeMap<>(
        Map.of(
            "query", model.query,
            "key", model.key,
            "value", model.value,
            "mix", model.mix,
            "rows", model.rows,
            "columns of row 0", model.columns[0],
            "columns of row 1", model.columns[1]));
  }

  private double nats(ChunkModel model) {
    return Math.log(2) * Arrays.stream(model.pass(batch(units), next, false)).sum();
  }

  @Test
  void everyGradientIsThatOfTheBits() {
    try (Device device = Device.best();
        ChunkModel model = model(device)) {
      model.pass(batch(units), next, true);
      parameters(model).forEach((name, p) -> check(name, model, p.values, p.gradient));
      float[] table = new float[model.table.capacity()];
      float[] gradient = new float[table.length];
      model.table.get(0, table);
      for (int i = 0; i < model.touched.length; i++) {
        int dim = model.dtouched.length / model.touched.length;
        System.arraycopy(model.dtouched, i * dim, gradient, model.touched[i] * dim, dim);
      }
      check("table", model, table, gradient);
    }
  }

  /** Along some elements at a time, and straight uphill, the bits change as the gradient says. */
  private void check(String name, ChunkModel model, float[] values, float[] gradient) {
    double norm = norm(gradient);
    int[] felt = IntStream.range(0, values.length).filter(i -> gradient[i] != 0).toArray();
    for (int round = 0; round < 8; round++) {
      float[] direction = new float[values.length];
      for (int i = 0; i < 20; i++) {
        direction[felt[random.nextInt(felt.length)]] = random.nextBoolean() ? 1 : -1;
      }
      if (round == 0) {
        fill(direction, i -> gradient[i] / norm);
      }
      double[] parts = new double[values.length];
      Arrays.setAll(parts, i -> direction[i] * (double) gradient[i]);
      double change =
          (nats(model, values, direction, STEP) - nats(model, values, direction, -STEP));
      assertEquals(
          Arrays.stream(parts).sum(), change / (2 * STEP), 0.02 * norm(parts) + 1e-3, name);
    }
  }

  private static double norm(float[] x) {
    return norm(IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray());
  }

  private static double norm(double[] x) {
    return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
  }

  /** With these values moved; leaves them as they were. The table's are a copy of the model's. */
  private double nats(ChunkModel model, float[] values, float[] direction, float step) {
    float[] before = values.clone();
    boolean table = values.length == model.table.capacity();
    fill(values, i -> before[i] + step * direction[i]);
    if (table) {
      model.table.put(0, values);
    }
    double nats = nats(model);
    System.arraycopy(before, 0, values, 0, values.length);
    if (table) {
      model.table.put(0, values);
    }
    return nats;
  }

  @Test
  void nothingLooksAhead() {
    try (Device device = Device.best();
        ChunkModel model = model(device)) {
      double[] bits = model.pass(batch(units), next, false);
      for (int changed = 0; changed < UNITS; changed++) {
        int[] others = units.clone();
        for (int i = changed; i < UNITS; i++) {
          others[i] = (units[i] + 1) % GLYPHS;
        }
        double[] again = model.pass(batch(others), next, false);
        assertArrayEquals(Arrays.copyOf(bits, changed), Arrays.copyOf(again, changed));
        assertNotEquals(bits[changed], again[changed]);
      }
    }
  }

  @Test
  void aStepGoesDown() {
    try (Device device = Device.best();
        ChunkModel model = model(device)) {
      double before = nats(model);
      model.pass(batch(units), next, true);
      model.learn(1e-3f);
      double after = nats(model);
      assertEquals(-1, Math.signum(after - before), before + " became " + after);
    }
  }
}
