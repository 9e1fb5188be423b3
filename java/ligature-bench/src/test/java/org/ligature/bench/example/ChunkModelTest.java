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
import org.ligature.codec.Glyphs;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

class ChunkModelTest {
  private static final int GLYPHS = 1024; // two rows of pair codes
  private static final int UNITS = 40;
  private static final int FIRST = 17; // units of the first text
  private static final float STEP = 1e-2f;

  private final SplittableRandom random = new SplittableRandom(7);
  private final int[] units = random.ints(UNITS, 0, GLYPHS).toArray();

  private static List<Glyphs> texts(int[] units) {
    Glyphs text = Glyphs.of(units, new int[] {3, 10, 11, 23, UNITS});
    return List.of(text.slice(0, FIRST), text.slice(FIRST, UNITS));
  }

  private static Tensor table(Device device) {
    return device.tensor(DType.F32, GLYPHS, ChunkModel.DIM);
  }

  /** A fresh model has classes of zeros, which give every other gradient as zero. */
  private ChunkModel model(Tensor shared) {
    ChunkModel model = new ChunkModel(shared, 3);
    parameters(model).forEach((name, p) -> fill(p.values, i -> random(0.3)));
    fill(model.table.values, i -> random(1));
    shared.set(model.table.values);
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
            "table", model.table,
            "queries", model.projections[0],
            "keys", model.projections[1],
            "values", model.projections[2],
            "what attention finds", model.projections[3],
            "rows", model.classes[0],
            "columns of row 0", model.classes[1],
            "columns of row 1", model.classes[2]));
  }

  private double nats(ChunkModel model) {
    return Arrays.stream(model.pass(texts(units), false)).sum();
  }

  @Test
  void everyGradientIsThatOfTheNats() {
    try (Device device = Device.best();
        Tensor shared = table(device)) {
      ChunkModel model = model(shared);
      model.pass(texts(units), true);
      parameters(model).forEach((name, p) -> check(name, shared, model, p));
    }
  }

  /** Along some elements at a time, and straight uphill, the nats change as the gradient says. */
  private void check(String name, Tensor shared, ChunkModel model, Weights weights) {
    float[] gradient = weights.gradient;
    double norm = norm(gradient);
    int[] felt = IntStream.range(0, gradient.length).filter(i -> gradient[i] != 0).toArray();
    for (int round = 0; round < 8; round++) {
      float[] direction = new float[gradient.length];
      for (int i = 0; i < 20; i++) {
        direction[felt[random.nextInt(felt.length)]] = random.nextBoolean() ? 1 : -1;
      }
      if (round == 0) {
        fill(direction, i -> gradient[i] / norm);
      }
      double[] parts = new double[gradient.length];
      Arrays.setAll(parts, i -> direction[i] * (double) gradient[i]);
      double up = nats(shared, model, weights, direction, STEP);
      double change = up - nats(shared, model, weights, direction, -STEP);
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

  /** With these weights moved; leaves them as they were. */
  private double nats(
      Tensor shared, ChunkModel model, Weights weights, float[] direction, float step) {
    float[] before = weights.values.clone();
    fill(weights.values, i -> before[i] + step * direction[i]);
    shared.set(model.table.values);
    double nats = nats(model);
    System.arraycopy(before, 0, weights.values, 0, before.length);
    shared.set(model.table.values);
    return nats;
  }

  @Test
  void nothingLooksAhead() {
    try (Device device = Device.best();
        Tensor shared = table(device)) {
      ChunkModel model = model(shared);
      double[] nats = foretelling(model.pass(texts(units), false));
      assertEquals(UNITS - 2, nats.length, "the last unit of a text foretells nothing");
      for (int changed = 0; changed < nats.length; changed++) {
        int[] others = units.clone();
        // Foretelling i is behind unit i of the first text, or i + 1 of both: its target is one
        // more.
        int unit = (changed < FIRST - 1 ? changed : changed + 1) + 1;
        for (int i = unit; i < UNITS; i++) {
          others[i] = (units[i] + 1) % GLYPHS;
        }
        double[] again = foretelling(model.pass(texts(others), false));
        assertArrayEquals(Arrays.copyOf(nats, changed), Arrays.copyOf(again, changed));
        assertNotEquals(nats[changed], again[changed]);
      }
    }
  }

  private static double[] foretelling(double[] nats) {
    return Arrays.stream(nats).filter(x -> x != 0).toArray();
  }

  @Test
  void aStepGoesDown() {
    try (Device device = Device.best();
        Tensor shared = table(device)) {
      ChunkModel model = model(shared);
      double before = nats(model);
      model.pass(texts(units), true);
      model.learn(1e-3f);
      double after = nats(model);
      assertEquals(-1, Math.signum(after - before), before + " became " + after);
    }
  }
}
