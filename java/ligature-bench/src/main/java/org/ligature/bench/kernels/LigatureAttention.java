package org.ligature.bench.kernels;

import java.util.Collections;
import java.util.List;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Pattern;
import org.ligature.codec.Glyphs;
import org.ligature.layer.AttentionPlan;
import org.ligature.layer.ChunkAttention;
import org.ligature.tensor.DType;
import org.ligature.tensor.Tensor;

/** Attention over b texts of n chunks; inputs and results are told as [b, h, n, d]. */
final class LigatureAttention extends LigatureCase {
  private final int texts;
  private final int heads;
  private final int chunks;
  private final int dim;
  private final DType dtype;
  private final boolean train;
  private final AttentionPlan plan;
  private final Tensor q;
  private final Tensor k;
  private final Tensor v;
  private final Tensor out;
  private final Tensor lse;
  private final Tensor dout;
  private final Tensor dq;
  private final Tensor dk;
  private final Tensor dv;

  LigatureAttention(Settings settings) {
    super(settings);
    texts = settings.number("b", 1);
    heads = settings.number("h", 8);
    chunks = settings.number("n", 1024);
    dim = settings.number("d", 64);
    dtype = dtype(settings);
    train = settings.word("dir", "fwd").equals("train");
    Glyphs text = Glyphs.of(new int[chunks]);
    ChunkBatch batch = ChunkBatch.of(Collections.nCopies(texts, text), ChunkSplitter.fixed(1));
    ChunkAttention attention = ChunkAttention.of(heads, dim).withDtype(dtype);
    plan = keep(attention.plan(device, batch, pattern(settings.word("mask", "none"))));
    q = input(1, 3);
    k = input(2, 1);
    v = input(3, 1);
    out = tensor();
    lse = keep(device.tensor(DType.F32, (long) texts * chunks, heads));
    dout = train ? input(4, 1) : null;
    dq = train ? tensor() : null;
    dk = train ? tensor() : null;
    dv = train ? tensor() : null;
  }

  private Pattern pattern(String mask) {
    if (mask.startsWith("bs")) {
      int percent = Integer.parseInt(mask.substring(2));
      return Pattern.where(
          (batch, query, key) ->
              PeerInputs.keepsTile(query % chunks / 64, key % chunks / 64, chunks / 64, percent));
    }
    return mask.equals("causal") ? Pattern.causal() : Pattern.all();
  }

  private Tensor tensor() {
    return keep(device.tensor(dtype, (long) texts * chunks, heads, dim));
  }

  private Tensor input(int seed, float scale) {
    float[] elements = new float[texts * chunks * heads * dim];
    for (int i = 0; i < elements.length; i++) {
      elements[packed(i)] = scale * PeerInputs.value(seed, i);
    }
    Tensor tensor = tensor();
    tensor.set(elements);
    return tensor;
  }

  /** Where element i of [b, h, n, d] stands in [b, n, h, d]. */
  private int packed(int i) {
    int chunk = i / dim % chunks;
    int head = i / dim / chunks % heads;
    int text = i / dim / chunks / heads;
    return ((text * chunks + chunk) * heads + head) * dim + i % dim;
  }

  @Override
  public void run() {
    plan.forward(out, lse, q, k, v);
    if (train) {
      plan.backward(dq, dk, dv, dout, out, lse, q, k, v);
    }
  }

  @Override
  public List<float[]> results() {
    return (train ? List.of(out, dq, dk, dv) : List.of(out)).stream().map(this::unpacked).toList();
  }

  private float[] unpacked(Tensor tensor) {
    float[] packed = tensor.toArray();
    float[] elements = new float[packed.length];
    for (int i = 0; i < packed.length; i++) {
      elements[i] = packed[packed(i)];
    }
    return elements;
  }
}
