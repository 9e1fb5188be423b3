package org.ligature.bench.example;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A matrix that learns, row-major. One thread at a time. */
final class Weights {
  private static final int BLOCK = 64; // rows of a product that a thread does at a time

  final float[] values;
  final float[] gradient;
  private final int rows;
  private final int columns;
  private final Adam adam;
  private boolean pending; // whether the gradient has something since the last step

  /** Random values in [-scale, scale); zeros where it is 0. */
  Weights(int rows, int columns, SplittableRandom random, double scale) {
    this.rows = rows;
    this.columns = columns;
    values = new float[rows * columns];
    for (int i = 0; scale > 0 && i < values.length; i++) {
      values[i] = (float) random.nextDouble(-scale, scale);
    }
    gradient = new float[values.length];
    adam = new Adam(values.length);
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
    pending = true;
    return din;
  }

  /** One step of Adam, which uses the gradient up. */
  void learn(float rate) {
    for (int i = 0; pending && i < values.length; i++) {
      values[i] -= rate * adam.step(i, gradient[i]);
      gradient[i] = 0;
    }
    pending = false;
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
    IntStream blocks = IntStream.range(0, (n + BLOCK - 1) / BLOCK);
    blocks.parallel().forEach(i -> addRows(c, a, b, i * BLOCK, Math.min(n, (i + 1) * BLOCK), k, m));
  }

  private static void addRows(float[] c, float[] a, float[] b, int from, int to, int k, int m) {
    for (int i = from; i < to; i++) {
      for (int p = 0; p < k; p++) {
        float factor = a[i * k + p];
        for (int j = 0, ci = i * m, bp = p * m; j < m; j++) {
          c[ci + j] += factor * b[bp + j];
        }
      }
    }
  }

  /**
   * What Kingma and Ba, "Adam: A method for stochastic optimization", 2015, remember of elements,
   * with no correction of the first steps. One that a step does not ask for stays as it is.
   */
  static final class Adam {
    private final float[] mean;
    private final float[] square;

    Adam(int size) {
      mean = new float[size];
      square = new float[size];
    }

    /** What to take from element i at a learning rate of 1. */
    float step(int i, float gradient) {
      mean[i] += 0.1f * (gradient - mean[i]);
      square[i] += 0.01f * (gradient * gradient - square[i]);
      return mean[i] / ((float) Math.sqrt(square[i]) + 1e-8f);
    }
  }
}
