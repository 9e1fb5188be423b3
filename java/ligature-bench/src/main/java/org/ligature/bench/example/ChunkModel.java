package org.ligature.bench.example;

import static org.ligature.tensor.DType.F32;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Pattern;
import org.ligature.codec.Glyphs;
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
final class ChunkModel {
  static final int DIM = 64;
  private static final int HEADS = 4;
  private static final int HEAD_DIM = DIM / HEADS;
  private static final int SIDE = 512; // rows of the pair code, and columns of each row

  final Weights table; // [glyphs, DIM]
  final Weights[] projections; // to queries, keys, values, and of what attention finds
  final Weights[] classes; // [DIM + 1, SIDE] of rows, then of each row's columns; input DIM is 1
  private final Tensor shared; // the table where kernels read it

  /** Its table stands in a tensor [glyphs, DIM], which stays the caller's. */
  ChunkModel(Tensor shared, long seed) {
    this.shared = shared;
    SplittableRandom random = new SplittableRandom(seed);
    int glyphs = (int) shared.shape()[0];
    table = new Weights(glyphs, DIM, random, 0.2);
    shared.set(table.values);
    projections = new Weights[4];
    Arrays.setAll(projections, i -> new Weights(DIM, DIM, random, 0.2));
    classes = new Weights[1 + (glyphs + SIDE - 1) / SIDE];
    Arrays.setAll(classes, i -> new Weights(DIM + 1, SIDE, random, 0));
  }

  /**
   * Foretells the units of texts but the first of each, and on demand finds the gradients.
   *
   * @return the nats of all, chunk by chunk; 0 of those that foretell nothing
   */
  double[] pass(List<Glyphs> texts, boolean gradients) {
    ChunkBatch batch = ChunkBatch.of(texts, ChunkSplitter.fixed(1), ChunkSplitter.fixed(2));
    ChunkAttention attention = ChunkAttention.of(HEADS, HEAD_DIM);
    Device device = shared.device();
    int n = batch.numChunks();
    try (EmbeddingPlan embed = ChunkEmbedding.sum().plan(device, batch);
        AttentionPlan attend = attention.plan(device, batch, Pattern.causal());
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
      embed.forward(xs, shared);
      float[] x = xs.toArray();
      q.set(turned(batch, projections[0].forward(new float[n * DIM], x, n), 1));
      k.set(turned(batch, projections[1].forward(new float[n * DIM], x, n), 1));
      v.set(projections[2].forward(new float[n * DIM], x, n));
      attend.forward(out, lse, q, k, v);
      float[] seen = out.toArray();
      float[] h = projections[3].forward(x.clone(), seen, n);
      float[] dx = gradients ? new float[n * DIM] : null;
      double[] nats = foretell(batch, h, dx); // and as h = x + ..., the rest is added to dx
      if (gradients) {
        dout.set(projections[3].backward(new float[n * DIM], dx, seen, n));
        attend.backward(dq, dk, dv, dout, out, lse, q, k, v);
        projections[0].backward(dx, turned(batch, dq.toArray(), -1), x, n);
        projections[1].backward(dx, turned(batch, dk.toArray(), -1), x, n);
        projections[2].backward(dx, dv.toArray(), x, n);
        xs.set(dx);
        embed.backward(drows, xs);
        table.takeGradient(embed.touched(), drows.toArray());
      }
      return nats;
    }
  }

  /**
   * Turns pairs of elements by angles that grow with the chunk's end, so that q . k knows how far
   * apart two chunks end: Su et al., "RoFormer", 2021. A gradient is turned back, with sign -1.
   */
  private static float[] turned(ChunkBatch batch, float[] qk, int sign) {
    for (int at = 0; at < qk.length; at += 2) {
      int end = batch.chunkEnd(at / DIM) - batch.firstUnit(batch.document(at / DIM));
      double angle = sign * end * Math.pow(1000, -(double) (at % HEAD_DIM) / HEAD_DIM);
      float cos = (float) Math.cos(angle);
      float sin = (float) Math.sin(angle);
      float first = qk[at];
      qk[at] = cos * first - sin * qk[at + 1];
      qk[at + 1] = sin * first + cos * qk[at + 1];
    }
    return qk;
  }

  /** The nats of each chunk; adds the gradient of h where dh is not null. */
  private double[] foretell(ChunkBatch batch, float[] h, float[] dh) {
    int[] units = batch.units();
    int[] next = new int[batch.numChunks()]; // the unit behind a chunk that foretells, else -1
    for (int c = 0; c < next.length; c++) {
      int end = batch.chunkEnd(c);
      next[c] = batch.view(c) == 0 && end < batch.endUnit(batch.document(c)) ? units[end] : -1;
    }
    double[] nats = new double[next.length];
    classify(0, next, h, dh, nats);
    // Every chunk belongs to one row, so no two threads write the same.
    IntStream.range(1, classes.length).parallel().forEach(c -> classify(c, next, h, dh, nats));
    return nats;
  }

  /** Adds nats of what one of the classes has to say, and gradients. */
  private void classify(int c, int[] next, float[] h, float[] dh, double[] nats) {
    IntStream foretelling = IntStream.range(0, next.length).filter(i -> next[i] >= 0);
    int[] chunks = foretelling.filter(i -> c == 0 || next[i] / SIDE == c - 1).toArray();
    int n = chunks.length;
    float[] in = new float[n * (DIM + 1)];
    Arrays.fill(in, 1);
    for (int i = 0; i < n; i++) {
      System.arraycopy(h, chunks[i] * DIM, in, i * (DIM + 1), DIM);
    }
    float[] logits = classes[c].forward(new float[n * SIDE], in, n);
    for (int i = 0; i < n; i++) {
      int unit = next[chunks[i]];
      nats[chunks[i]] += softmax(logits, i * SIDE, c == 0 ? unit / SIDE : unit % SIDE);
    }
    if (dh != null && n > 0) {
      float[] din = classes[c].backward(new float[in.length], logits, in, n);
      for (int i = 0; i < n * DIM; i++) {
        dh[chunks[i / DIM] * DIM + i % DIM] += din[i / DIM * (DIM + 1) + i % DIM];
      }
    }
  }

  /** -ln p(target) of the SIDE logits from here, which become its gradient. */
  private static double softmax(float[] logits, int from, int target) {
    double sum = IntStream.range(from, from + SIDE).mapToDouble(i -> Math.exp(logits[i])).sum();
    for (int i = from; i < from + SIDE; i++) {
      logits[i] = (float) (Math.exp(logits[i]) / sum);
    }
    return -Math.log(logits[from + target]--); // p, and then its gradient p - 1
  }

  /** One step of Adam against the gradients of the passes since the last one. */
  void learn(float rate) {
    table.learn(rate);
    shared.set(table.values);
    Stream.of(projections).forEach(weights -> weights.learn(rate));
    Stream.of(classes).parallel().forEach(weights -> weights.learn(rate));
  }
}
