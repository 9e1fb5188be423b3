package org.ligature.bench.peers;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.ligature.bench.kernels.Peer;
import org.ligature.bench.kernels.PeerInputs;
import org.ligature.bench.kernels.Settings;
import org.ligature.bench.kernels.Worker;

/** PyTorch as bytedeco builds it for Java, with OpenBLAS. */
@SuppressWarnings("try") // a scope or guard works by being open, and is not named again
public final class PyTorchWorker implements Peer {
  private PyTorchWorker() {}

  /** Serves standard input, as {@link Worker} says. */
  public static void main(String[] args) throws IOException {
    Worker.serve(new PyTorchWorker());
  }

  @Override
  public String version() {
    String jar = torch.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return "bytedeco "
        + jar.replaceAll(".*/|\\.jar", "")
        + ", "
        + torch.get_cpu_capability().getString();
  }

  @Override
  public Case prepare(Settings settings) {
    torch.set_num_threads(settings.number("t", 1));
    return switch (settings.word("op", "")) {
      case "attn" -> new Attention(settings);
      case "emb" -> new Embedding(settings);
      default -> throw new UnsupportedOperationException("no case " + settings);
    };
  }

  private static Tensor input(long seed, float scale, Settings settings, long... shape) {
    Tensor tensor = torch.empty(shape);
    FloatBuffer elements =
        new FloatPointer(tensor.data_ptr_float()).capacity(tensor.numel()).asBuffer();
    for (int i = 0; i < elements.capacity(); i++) {
      elements.put(i, scale * PeerInputs.value(seed, i));
    }
    return settings.word("dtype", "f32").equals("bf16") ? tensor.to(ScalarType.BFloat16) : tensor;
  }

  private static float[] elements(Tensor tensor) {
    try (PointerScope scope = new PointerScope()) {
      Tensor floats = tensor.detach().to(ScalarType.Float).contiguous();
      float[] elements = new float[Math.toIntExact(floats.numel())];
      new FloatPointer(floats.data_ptr_float()).get(elements);
      return elements;
    }
  }

  /** A call that gives one tensor, and the gradients of some of its inputs where that is asked. */
  private abstract static class TensorCase implements Case {
    private final PointerScope scope = new PointerScope(); // everything made until it is closed
    private final boolean train;
    private Tensor gradient;
    private List<Tensor> leaves = List.of();
    private Tensor last;

    TensorCase(Settings settings) {
      train = !settings.word("dir", "fwd").equals("fwd");
    }

    abstract Tensor forward();

    final void train(Tensor gradient, Tensor... leaves) {
      this.gradient = gradient;
      this.leaves = List.of(leaves);
      this.leaves.forEach(leaf -> leaf.set_requires_grad(true));
    }

    final boolean trains() {
      return train;
    }

    @Override
    public void run() {
      try (PointerScope inner = new PointerScope()) {
        Tensor out;
        if (train) {
          forgetGradients();
          out = forward();
          out.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
        } else {
          try (NoGradGuard guard = new NoGradGuard()) {
            out = forward();
          }
        }
        forgetLast();
        last = new Tensor(out);
        last.retainReference(); // outlives this scope
      }
    }

    private void forgetGradients() {
      for (Tensor leaf : leaves) {
        if (leaf.grad().defined()) {
          leaf.mutable_grad().reset();
        }
      }
    }

    private void forgetLast() {
      if (last != null) {
        last.releaseReference();
        last = null;
      }
    }

    @Override
    public List<float[]> results() {
      List<float[]> results = new ArrayList<>();
      results.add(elements(last));
      for (Tensor leaf : leaves) {
        Tensor found = leaf.grad();
        results.add(elements(found.is_sparse() ? found.coalesce().values() : found));
      }
      return results;
    }

    @Override
    public void close() {
      forgetGradients();
      forgetLast();
      scope.close();
    }
  }

  private static final class Attention extends TensorCase {
    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final boolean causal;
    private final TensorOptional mask;

    Attention(Settings settings) {
      super(settings);
      if (settings.word("dtype", "f32").equals("bf16")) { // 20 times slower than DJL when tried
        throw new UnsupportedOperationException("this build has no fast product of bf16");
      }
      long[] shape = {
        settings.number("b", 1), settings.number("h", 8),
        settings.number("n", 1024), settings.number("d", 64)
      };
      String mask = settings.word("mask", "none");
      q = input(1, 3, settings, shape);
      k = input(2, 1, settings, shape);
      v = input(3, 1, settings, shape);
      causal = mask.equals("causal");
      this.mask =
          mask.startsWith("bs")
              ? new TensorOptional(tiles((int) shape[2], Integer.parseInt(mask.substring(2))))
              : new TensorOptional();
      if (trains()) {
        train(input(4, 1, settings, shape), q, k, v);
      }
    }

    private static Tensor tiles(int chunks, int percent) {
      Tensor mask =
          torch.empty(
              new long[] {chunks, chunks},
              new TensorOptions(ScalarType.Bool),
              new MemoryFormatOptional());
      BytePointer bytes = new BytePointer(mask.data_ptr()).capacity((long) chunks * chunks);
      byte[] row = new byte[chunks];
      for (int query = 0; query < chunks; query++) {
        for (int key = 0; key < chunks; key++) {
          boolean keeps = PeerInputs.keepsTile(query / 64, key / 64, chunks / 64, percent);
          row[key] = (byte) (keeps ? 1 : 0);
        }
        bytes.position((long) query * chunks).put(row, 0, chunks);
      }
      return mask;
    }

    @Override
    Tensor forward() {
      return torch.scaled_dot_product_attention(
          q, k, v, mask, 0, causal, new DoubleOptional(), false);
    }
  }

  private static final class Embedding extends TensorCase {
    private final Tensor table;
    private final Tensor ids;
    private final Tensor starts;
    private final long mode;
    private final boolean sparse;

    Embedding(Settings settings) {
      super(settings);
      int rows = settings.number("V", 250_000);
      int dim = settings.number("d", 512);
      PeerInputs.Bags bags = PeerInputs.Bags.of(rows, settings.number("ids", 100_000));
      int[] sums = bags.sizes().clone();
      Arrays.parallelPrefix(sums, Integer::sum);
      int[] from = new int[sums.length];
      System.arraycopy(sums, 0, from, 1, sums.length - 1);
      table = input(11, 1, settings, rows, dim);
      ids = integers(bags.ids());
      starts = integers(from);
      mode = settings.word("mode", "sum").equals("mean") ? 1 : 0;
      sparse = settings.word("dir", "fwd").equals("trainsparse");
      if (trains()) {
        train(input(12, 1, settings, from.length, dim), table);
      }
    }

    private static Tensor integers(int[] values) {
      TensorOptions options = new TensorOptions(ScalarType.Int);
      return torch.from_blob(new IntPointer(values), new long[] {values.length}, options).clone();
    }

    @Override
    Tensor forward() {
      return torch
          .embedding_bag(table, ids, starts, false, mode, sparse, new TensorOptional(), false)
          .get0();
    }
  }
}
