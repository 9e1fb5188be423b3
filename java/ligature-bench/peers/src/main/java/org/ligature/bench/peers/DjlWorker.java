package org.ligature.bench.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ligature.bench.kernels.Peer;
import org.ligature.bench.kernels.PeerInputs;
import org.ligature.bench.kernels.Settings;
import org.ligature.bench.kernels.Worker;

/** DJL on the official libtorch, with MKL. */
public final class DjlWorker implements Peer {
  private static final int FLOAT = 6; // libtorch's numbers of dtypes
  private static final int BFLOAT16 = 15;

  private DjlWorker() {}

  /** Serves standard input, as {@link Worker} says. */
  public static void main(String[] args) throws IOException {
    Worker.serve(new DjlWorker());
  }

  @Override
  public String version() {
    return "DJL " + Engine.getDjlVersion() + ", PyTorch " + engine().getVersion();
  }

  private static Engine engine() {
    return Engine.getEngine("PyTorch");
  }

  @Override
  public Case prepare(Settings settings) throws IOException {
    JniUtils.setNumThreads(settings.number("t", 1));
    ArrayCase prepared = new ArrayCase(settings);
    switch (settings.word("op", "")) {
      case "attn" -> attention(prepared, settings);
      case "emb" -> embedding(prepared, settings);
      default -> throw new UnsupportedOperationException("no case " + settings);
    }
    return prepared;
  }

  private static void attention(ArrayCase prepared, Settings settings) throws IOException {
    int n = settings.number("n", 1024);
    long[] shape = {settings.number("b", 1), settings.number("h", 8), n, settings.number("d", 64)};
    String mask = settings.word("mask", "none");
    NDArray q = prepared.input(1, 3, shape);
    NDArray k = prepared.input(2, 1, shape);
    NDArray v = prepared.input(3, 1, shape);
    boolean tiles = mask.startsWith("bs");
    String call = "torch.scaled_dot_product_attention(q, k, v, %s, 0., %s)";
    String body =
        "return " + call.formatted(tiles ? "m" : "None", mask.equals("causal") ? "True" : "False");
    if (tiles) {
      NDArray kept = tiles(prepared.manager, n, Integer.parseInt(mask.substring(2)));
      prepared.script("q: Tensor, k: Tensor, v: Tensor, m: Tensor", body, q, k, v, kept);
    } else {
      prepared.script("q: Tensor, k: Tensor, v: Tensor", body, q, k, v);
    }
    if (prepared.train) {
      prepared.train(prepared.input(4, 1, shape), q, k, v);
    }
  }

  private static NDArray tiles(NDManager manager, int chunks, int percent) {
    ByteBuffer mask = manager.allocateDirect(chunks * chunks);
    for (int i = 0; i < chunks * chunks; i++) {
      boolean keeps = PeerInputs.keepsTile(i / chunks / 64, i % chunks / 64, chunks / 64, percent);
      mask.put(i, (byte) (keeps ? 1 : 0));
    }
    return manager.create(mask, new Shape(chunks, chunks), DataType.BOOLEAN);
  }

  private static void embedding(ArrayCase prepared, Settings settings) throws IOException {
    if (settings.word("dir", "fwd").equals("trainsparse")) {
      throw new UnsupportedOperationException("no sparse gradient in DJL");
    }
    int rows = settings.number("V", 250_000);
    int dim = settings.number("d", 512);
    PeerInputs.Bags bags = PeerInputs.Bags.of(rows, settings.number("ids", 100_000));
    int[] ends = bags.sizes().clone();
    Arrays.parallelPrefix(ends, Integer::sum);
    int[] starts = new int[ends.length];
    System.arraycopy(ends, 0, starts, 1, ends.length - 1);
    NDArray table = prepared.input(11, 1, rows, dim);
    int mode = settings.word("mode", "sum").equals("mean") ? 1 : 0;
    prepared.script(
        "w: Tensor, i: Tensor, s: Tensor",
        "o, a, b, c, = torch.embedding_bag(w, i, s, False, "
            + mode
            + ", False, None, False)\n"
            + "return o",
        table,
        prepared.manager.create(bags.ids()),
        prepared.manager.create(starts));
    if (prepared.train) {
      prepared.train(prepared.input(12, 1, starts.length, dim), table);
    }
  }

  /** A function of arrays that gives one, and the gradients of some where that is asked. */
  private static final class ArrayCase implements Case {
    final PtNDManager manager = (PtNDManager) engine().newBaseManager();
    final boolean train;
    private final boolean bf16;
    private PtSymbolBlock block;
    private NDArray[] arguments;
    private NDArray gradient;
    private NDArray[] leaves = {};
    private NDArray last;

    ArrayCase(Settings settings) {
      bf16 = settings.word("dtype", "f32").equals("bf16");
      train = !settings.word("dir", "fwd").equals("fwd");
      if (bf16 && train) {
        throw new UnsupportedOperationException("no gradients of bf16");
      }
    }

    NDArray input(long seed, float scale, long... shape) throws IOException {
      int size = Math.toIntExact(new Shape(shape).size());
      ByteBuffer bytes = manager.allocateDirect(size * Float.BYTES);
      FloatBuffer elements = bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
      for (int i = 0; i < size; i++) {
        elements.put(i, scale * PeerInputs.value(seed, i));
      }
      NDArray array = manager.create(bytes, new Shape(shape), DataType.FLOAT32);
      if (!bf16) {
        return array;
      }
      try (array) {
        return cast(array, BFLOAT16);
      }
    }

    /** DJL's own cast to bf16 ends the JVM; so does asking such an array for its type. */
    private NDArray cast(NDArray array, int dtype) throws IOException {
      try (PtSymbolBlock cast =
          load("x: Tensor", "return torch.to(x, " + dtype + ", False, True)")) {
        return call(cast, manager, array);
      }
    }

    private PtSymbolBlock load(String arguments, String body) throws IOException {
      return JniUtils.loadModule(manager, TorchScript.archive(arguments, body), false, false);
    }

    private static NDArray call(PtSymbolBlock block, PtNDManager owner, NDArray... arguments) {
      IValue[] values =
          Arrays.stream(arguments)
              .map(array -> IValue.from((PtNDArray) array))
              .toArray(IValue[]::new);
      try (IValue out = block.forward(values)) {
        return out.toTensor(owner);
      } finally {
        Arrays.stream(values).forEach(IValue::close);
      }
    }

    void script(String names, String body, NDArray... arguments) throws IOException {
      block = load(names, body);
      this.arguments = arguments;
    }

    void train(NDArray gradient, NDArray... leaves) {
      this.gradient = gradient;
      this.leaves = leaves;
      Arrays.stream(leaves).forEach(leaf -> leaf.setRequiresGradient(true));
    }

    @Override
    public void run() {
      if (last != null) {
        last.close();
      }
      if (!train) {
        last = call(block, manager, arguments);
        return;
      }
      try (PtNDManager inner = (PtNDManager) manager.newSubManager();
          GradientCollector collector = engine().newGradientCollector()) {
        collector.zeroGradients();
        NDList inputs = new NDList(arguments);
        last = block.forward(new ParameterStore(inner, false), inputs, true).singletonOrThrow();
        last.attach(manager);
        NDArray loss = last.mul(gradient).sum(); // whose gradient of the output is the one given
        loss.attach(inner);
        collector.backward(loss);
      }
    }

    @Override
    public List<float[]> results() throws IOException {
      List<float[]> results = new ArrayList<>();
      try (NDArray floats = cast(last, FLOAT)) {
        results.add(floats.toFloatArray());
      }
      for (NDArray leaf : leaves) {
        results.add(leaf.getGradient().toFloatArray());
      }
      return results;
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}
