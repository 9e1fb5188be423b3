package org.ligature.bench.example;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A matrix that learns, row-major. One thread at a time. {@code mean} and {@code square} are what
 * Kingma and Ba, "Adam: A method for stochastic optimization", 2015, remember of each element, with
 * no correction of the first steps.
 */
final class Weights {
  final float[] values;
  final float[] gradient;
  private final float[] mean;
  private final float[] square;
  private final int rows;
  private final int columns;
  private final BitSet pending = new BitSet(); // rows that got a gradient since the last step

  /** Random values in [-scale, scale). */
  Weights(int rows, int columns, SplittableRandom random, double scale) {
    this.rows = rows;
    this.columns = columns;
    values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * (2 * random.nextDouble() - 1));
    }
    gradient = new float[values.length];
    mean = new float[values.length];
    square = new float[values.length];
  }

  /** Adds in [n, rows] times the matrix to out [n, columns], which it returns. */
  float[] forward(float[] out, float[] in, int n) {
    addProduct(out, in, values, n, rows, columns);
    return out;
  }

  /** Adds the gradient of in to din, which it returns, and that of the matrix to its own. */
  float[] backward(float[] din, float[] dout, float[] in, int n) {
    addProduct(din, dout, transposed(values, rows, columns), n, columns, rows);
    addProduct(gradient, transposed(in, n, rows), dout, rows, n, columns);
    pending.set(0, rows);
    return din;
  }

  /** Takes the gradients of some rows, and leaves the others as they are. */
  void takeGradient(int[] touched, float[] found) {
    for (int i = 0; i < touched.length; i++) {
      System.arraycopy(found, i * columns, gradient, touched[i] * columns, columns);
      pending.set(touched[i]);
    }
  }

  /** One step of Adam for the rows that have a gradient, which it uses up. */
  void learn(float rate) {
    for (int row = pending.nextSetBit(0); row >= 0; row = pending.nextSetBit(row + 1)) {
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        mean[i] += 0.1f * (gradient[i] - mean[i]);
        square[i] += 0.01f * (gradient[i] * gradient[i] - square[i]);
        values[i] -= rate * mean[i] / ((float) Math.sqrt(square[i]) + 1e-8f);
        gradient[i] = 0;
      }
    }
    pending.clear();
  }

  private static float[] transposed(float[] a, int n, int m) {
    float[] t = new float[n * m];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        t[j * n + i] = a[i * m + j];
      }
    }
    return t;
  }

  /** c [n, m] += a [n, k] b [k, m]. Every row of c has one owner, so threads change no bit. */
  private static void addProduct(float[] c, float[] a, float[] b, int n, int k, int m) {
    IntStream.range(0, n).parallel().forEach(i -> addRow(c, i * m, a, i * k, b, k, m));
  }

  private static void addRow(float[] c, int ci, float[] a, int ai, float[] b, int k, int m) {
    for (int p = 0; p < k; p++) {
      for (int j = 0, bp = p * m; j < m; j++) {
        c[ci + j] += a[ai + p] * b[bp + j];
      }
    }
  }
}
