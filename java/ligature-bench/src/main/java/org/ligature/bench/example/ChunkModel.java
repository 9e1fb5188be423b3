package org.ligature.bench.example;

import static org.ligature.tensor.DType.F32;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.Pattern;
import org.ligature.layer.AttentionPlan;
import org.ligature.layer.ChunkAttention;
import org.ligature.layer.ChunkEmbedding;
import org.ligature.layer.EmbeddingPlan;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/**
 * The smallest model of text over chunks. A chunk is the sum x of its units' rows of a table; h is
 * x plus what attention finds in the chunks of any view that end no later; and from h each chunk of
 * view 0, whose chunks are single units, foretells the unit behind its end: first the row of its
 * pair code, then the column in that row. One thread at a time.
 */
final class ChunkModel implements AutoCloseable {
  private static final int DIM = 64;
  private static final int HEADS = 4;
  private static final int HEAD_DIM = DIM / HEADS;
  private static final int SIDE = 512; // rows of the pair code, and columns of each row

  final FloatBuffer table; // [glyphs, DIM]: the kernels read what Java writes
  final Weights query;
  final Weights key;
  final Weights value;
  final Weights mix;
  final Weights rows; // [DIM + 1, SIDE], as one more input is always 1
  final Weights[] columns; // the same for each row
  int[] touched = {}; // rows of the table that the last pass read
  float[] dtouched = {}; // their gradients
  private final Device device;
  private final Tensor tableTensor;
  private final Weights.Adam tableAdam;

  ChunkModel(Device device, int glyphs, long seed) {
    this.device = device;
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer memory = ByteBuffer.allocateDirect(glyphs * DIM * Float.BYTES);
    table = memory.order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int i = 0; i < table.capacity(); i++) {
      table.put(i, (float) random.nextDouble(-0.2, 0.2));
    }
    tableTensor = device.wrap(table, glyphs, DIM);
    tableAdam = new Weights.Adam(table.capacity());
    query = new Weights(DIM, DIM, random, 0.2);
    key = new Weights(DIM, DIM, random, 0.2);
    value = new Weights(DIM, DIM, random, 0.2);
    mix = new Weights(DIM, DIM, random, 0.2);
    rows = new Weights(DIM + 1, SIDE, random, 0);
    columns = new Weights[(glyphs + SIDE - 1) / SIDE];
    Arrays.setAll(columns, row -> new Weights(DIM + 1, SIDE, random, 0));
  }

  /**
   * Foretells, and on demand finds the gradients of all foretelling together, in nats.
   *
   * @param next the unit behind each unit of the batch
   * @return its bits
   */
  double[] pass(ChunkBatch batch, int[] next, boolean gradients) {
    int n = batch.numChunks();
    try (EmbeddingPlan embed = ChunkEmbedding.sum().plan(device, batch);
        AttentionPlan attend =
            ChunkAttention.of(HEADS, HEAD_DIM).plan(device, batch, Pattern.causal());
        Tensor xs = device.tensor(F32, n, DIM);
        Tensor q = device.tensor(F32, n, HEADS, HEAD_DIM);
        Tensor k = device.tensor(F32, n, HEADS, HEAD_DIM);
        Tensor v = device.tensor(F32, n, HEADS, HEAD_DIM);
        Tensor out = device.tensor(F32, n, HEADS, HEAD_DIM);
        Tensor lse = device.tensor(F32, n, HEADS);
        Tensor dout = device.tensor(F32, n, HEADS, HEAD_DIM);
        Tensor dq = device.tensor(F32, n, HEADS, HEAD_DIM);
        Tensor dk = device.tensor(F32, n, HEADS, HEAD_DIM);
        Tensor dv = device.tensor(F32, n, HEADS, HEAD_DIM);
        Tensor drows = device.tensor(F32, embed.numTouched(), DIM)) {
      embed.forward(xs, tableTensor);
      float[] x = xs.toArray();
      q.set(turned(batch, query.forward(new float[n * DIM], x, n), 1));
      k.set(turned(batch, key.forward(new float[n * DIM], x, n), 1));
      v.set(value.forward(new float[n * DIM], x, n));
      attend.forward(out, lse, q, k, v);
      float[] seen = out.toArray();
      float[] h = mix.forward(x.clone(), seen, n);
      if (!gradients) {
        return foretell(batch, next, h, null);
      }
      float[] dx = new float[n * DIM]; // of h first, and as h = x + ..., the rest is added
      double[] bits = foretell(batch, next, h, dx);
      dout.set(mix.backward(new float[n * DIM], dx, seen, n));
      attend.backward(dq, dk, dv, dout, out, lse, q, k, v);
      query.backward(dx, turned(batch, dq.toArray(), -1), x, n);
      key.backward(dx, turned(batch, dk.toArray(), -1), x, n);
      value.backward(dx, dv.toArray(), x, n);
      xs.set(dx);
      embed.backward(drows, xs);
      touched = embed.touched();
      dtouched = drows.toArray();
      return bits;
    }
  }

  /**
   * Turns pairs of elements by angles that grow with the chunk's end, so that q . k knows how far
   * apart two chunks end: Su et al., "RoFormer", 2021. A gradient is turned back, with sign -1.
   */
  private static float[] turned(ChunkBatch batch, float[] qk, int sign) {
    for (int c = 0; c < batch.numChunks(); c++) {
      int end = batch.chunkEnd(c) - batch.firstUnit(batch.document(c));
      for (int i = 0; i < HEAD_DIM; i += 2) {
        double angle = sign * end * Math.pow(1000, -(double) i / HEAD_DIM);
        float cos = (float) Math.cos(angle);
        float sin = (float) Math.sin(angle);
        for (int at = c * DIM + i; at < (c + 1) * DIM; at += HEAD_DIM) {
          float a = qk[at];
          qk[at] = cos * a - sin * qk[at + 1];
          qk[at + 1] = sin * a + cos * qk[at + 1];
        }
      }
    }
    return qk;
  }

  /** Foretells as {@link #pass} says; adds the gradient of h where dh is not null. */
  private double[] foretell(ChunkBatch batch, int[] next, float[] h, float[] dh) {
    // Chunks are numbered document by document, and in view 0 each is one unit: so u is its unit.
    int[] chunkOf = IntStream.range(0, batch.numChunks()).filter(c -> batch.view(c) == 0).toArray();
    int[] all = IntStream.range(0, next.length).toArray();
    double[] bits = new double[next.length];
    classify(rows, all, u -> next[u] / SIDE, chunkOf, h, dh, bits);
    IntStream.range(0, columns.length)
        .parallel()
        .forEach(
            row -> {
              int[] units = IntStream.of(all).filter(u -> next[u] / SIDE == row).toArray();
              classify(columns[row], units, u -> next[u] % SIDE, chunkOf, h, dh, bits);
            });
    return bits;
  }

  /** Adds bits of the classes behind these units, and gradients. No two threads share a unit. */
  private static void classify(
      Weights weights,
      int[] units,
      IntUnaryOperator target,
      int[] chunkOf,
      float[] h,
      float[] dh,
      double[] bits) {
    int n = units.length;
    float[] in = new float[n * (DIM + 1)];
    for (int i = 0; i < n; i++) {
      System.arraycopy(h, chunkOf[units[i]] * DIM, in, i * (DIM + 1), DIM);
      in[i * (DIM + 1) + DIM] = 1;
    }
    float[] logits = weights.forward(new float[n * SIDE], in, n);
    for (int i = 0; i < n; i++) {
      bits[units[i]] += softmax(logits, i * SIDE, target.applyAsInt(units[i])) / Math.log(2);
    }
    if (dh != null && n > 0) {
      float[] din = weights.backward(new float[in.length], logits, in, n);
      for (int i = 0; i < n * DIM; i++) {
        dh[chunkOf[units[i / DIM]] * DIM + i % DIM] += din[i / DIM * (DIM + 1) + i % DIM];
      }
    }
  }

  /** -ln p(target) of the SIDE logits from here, which become its gradient. */
  private static double softmax(float[] logits, int from, int target) {
    double sum = 0;
    for (int i = from; i < from + SIDE; i++) {
      sum += Math.exp(logits[i]);
    }
    double nats = Math.log(sum) - logits[from + target];
    for (int i = from; i < from + SIDE; i++) {
      logits[i] = (float) (Math.exp(logits[i]) / sum);
    }
    logits[from + target] -= 1;
    return nats;
  }

  /** One step of Adam against the gradients of the passes since the last one. */
  void learn(float rate) {
    Stream.of(query, key, value, mix, rows).forEach(weights -> weights.learn(rate));
    Stream.of(columns).parallel().forEach(weights -> weights.learn(rate));
    for (int i = 0; i < dtouched.length; i++) {
      int at = touched[i / DIM] * DIM + i % DIM;
      table.put(at, table.get(at) - rate * tableAdam.step(at, dtouched[i]));
    }
  }

  @Override
  public void close() {
    tableTensor.close();
  }
}
