package org.ligature.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Cutting;
import org.ligature.chunk.Pattern;
import org.ligature.codec.Glyphs;
import org.ligature.layer.AttentionPlan;
import org.ligature.layer.ChunkAttention;
import org.ligature.layer.ChunkEmbedding;
import org.ligature.layer.EmbeddingPlan;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/** One call of a kernel with its inputs, ready to be run again and again. */
abstract class KernelCase implements AutoCloseable {
  private final List<AutoCloseable> open = new ArrayList<>();
  final Device device;

  private KernelCase(Map<String, String> settings) {
    String engine = System.getProperty(Device.ENGINE_PROPERTY);
    List<String> engines = Device.engines();
    device =
        Device.cpu(
            engine == null ? engines.get(engines.size() - 1) : engine, number(settings, "t", 1));
  }

  /**
   * The case that settings describe.
   *
   * @throws IllegalArgumentException where there is none
   */
  static KernelCase of(Map<String, String> settings) {
    String op = settings.getOrDefault("op", "");
    if (settings.getOrDefault("impl", "ts").equals("eager")) {
      throw new IllegalArgumentException("no other implementation");
    }
    return switch (op) {
      case "attn" -> new Attention(settings);
      case "emb" -> new Embedding(settings);
      default -> throw new IllegalArgumentException("no case of op " + op);
    };
  }

  /** What it runs on. */
  static String machine() {
    try (Device device = Device.best()) {
      return device.reason();
    }
  }

  abstract void run();

  /** What the last run gave, in the order that all workers give it. */
  abstract List<float[]> results();

  static int number(Map<String, String> settings, String key, int otherwise) {
    return Integer.parseInt(settings.getOrDefault(key, Integer.toString(otherwise)));
  }

  static DType dtype(Map<String, String> settings) {
    return DType.valueOf(settings.getOrDefault("dtype", "f32").toUpperCase(Locale.ROOT));
  }

  <T extends AutoCloseable> T keep(T resource) {
    open.add(resource);
    return resource;
  }

  @Override
  public void close() {
    Collections.reverse(open);
    try {
      for (AutoCloseable resource : open) {
        resource.close();
      }
      device.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Attention over b texts of n chunks; inputs and results are told as [b, h, n, d]. */
  private static final class Attention extends KernelCase {
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

    Attention(Map<String, String> settings) {
      super(settings);
      texts = number(settings, "b", 1);
      heads = number(settings, "h", 8);
      chunks = number(settings, "n", 1024);
      dim = number(settings, "d", 64);
      dtype = dtype(settings);
      train = settings.getOrDefault("dir", "fwd").equals("train");
      Glyphs text = Glyphs.of(new int[chunks]);
      ChunkBatch batch = ChunkBatch.of(Collections.nCopies(texts, text), ChunkSplitter.fixed(1));
      ChunkAttention attention = ChunkAttention.of(heads, dim).withDtype(dtype);
      plan = keep(attention.plan(device, batch, pattern(settings.getOrDefault("mask", "none"))));
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
    void run() {
      plan.forward(out, lse, q, k, v);
      if (train) {
        plan.backward(dq, dk, dv, dout, out, lse, q, k, v);
      }
    }

    @Override
    List<float[]> results() {
      return (train ? List.of(out, dq, dk, dv) : List.of(out))
          .stream().map(this::unpacked).toList();
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

  /** Bags of rows of a table. */
  private static final class Embedding extends KernelCase {
    private final String dir;
    private final EmbeddingPlan plan;
    private final Tensor table;
    private final Tensor out;
    private final Tensor dout;
    private final Tensor drows;
    private final Tensor dtable;

    Embedding(Map<String, String> settings) {
      super(settings);
      dir = settings.getOrDefault("dir", "fwd");
      int rows = number(settings, "V", 250_000);
      int dim = number(settings, "d", 512);
      PeerInputs.Bags bags = PeerInputs.Bags.of(rows, number(settings, "ids", 100_000));
      ChunkBatch batch = ChunkBatch.of(Glyphs.of(bags.ids()), Cutting.ofSizes(bags.sizes()));
      plan =
          keep(
              switch (settings.getOrDefault("mode", "sum")) {
                case "sum" -> ChunkEmbedding.sum().plan(device, batch);
                case "mean" -> ChunkEmbedding.mean().plan(device, batch);
                default -> throw new IllegalArgumentException("no weights of single ids");
              });
      DType dtype = dtype(settings);
      table = input(11, dtype, rows, dim);
      out = keep(device.tensor(dtype, batch.numChunks(), dim));
      dout = dir.equals("fwd") ? null : input(12, dtype, batch.numChunks(), dim);
      drows = dir.equals("trainsparse") ? keep(device.tensor(dtype, plan.numTouched(), dim)) : null;
      dtable = dir.equals("train") ? keep(device.tensor(dtype, rows, dim)) : null;
    }

    private Tensor input(int seed, DType dtype, int rows, int dim) {
      float[] elements = new float[rows * dim];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = PeerInputs.value(seed, i);
      }
      Tensor tensor = keep(device.tensor(dtype, rows, dim));
      tensor.set(elements);
      return tensor;
    }

    /** A dense gradient begins as zeros, each time, as the others' do. */
    @Override
    void run() {
      plan.forward(out, table);
      if (drows != null) {
        plan.backward(drows, dout);
      }
      if (dtable != null) {
        dtable.fill(0);
        plan.accumulate(dtable, dout);
      }
    }

    @Override
    List<float[]> results() {
      float[] forward = out.toArray();
      return dtable == null ? List.of(forward) : List.of(forward, dtable.toArray());
    }
  }
}
