package org.ligature.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ligature.bench.kernels.Peer;
import org.ligature.bench.kernels.PeerInputs;
import org.ligature.bench.kernels.Settings;
import org.ligature.bench.kernels.Worker;

/** ONNX Runtime: its MultiHeadAttention, and Gather with MatMul for bags. Forward and fp32 only. */
public final class OnnxRuntimeWorker implements Peer {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
  private static final int BAG = 4; // rows of a bag at most; what a bag lacks weighs 0

  private OnnxRuntimeWorker() {}

  /** Serves standard input, as {@link Worker} says. */
  public static void main(String[] args) throws IOException {
    Worker.serve(new OnnxRuntimeWorker());
  }

  @Override
  public String version() {
    return "ONNX Runtime " + ENVIRONMENT.getVersion();
  }

  @Override
  public Case prepare(Settings settings) throws OrtException {
    if (!settings.word("dtype", "f32").equals("f32")
        || !settings.word("dir", "fwd").equals("fwd")) {
      throw new UnsupportedOperationException("forward of fp32 only");
    }
    return switch (settings.word("op", "")) {
      case "attn" -> attention(settings);
      case "emb" -> embedding(settings);
      default -> throw new UnsupportedOperationException("no case " + settings);
    };
  }

  private static SessionCase attention(Settings settings) throws OrtException {
    int texts = settings.number("b", 1);
    int heads = settings.number("h", 8);
    int chunks = settings.number("n", 1024);
    int dim = settings.number("d", 64);
    Order order = new Order(heads, chunks, dim);
    SessionCase prepared = new SessionCase(settings.number("t", 1), order);
    long[] shape = {texts, chunks, (long) heads * dim};
    OnnxModel model = new OnnxModel();
    for (int i = 0; i < 3; i++) {
      FloatBuffer elements = floats(texts * heads * chunks * dim);
      for (int at = 0; at < elements.capacity(); at++) {
        elements.put(order.packed(at), (i == 0 ? 3 : 1) * PeerInputs.value(i + 1, at));
      }
      String name = "qkv".substring(i, i + 1);
      prepared.inputs.put(name, OnnxTensor.createTensor(ENVIRONMENT, elements, shape));
      model.input(name, OnnxModel.FLOAT, 3);
    }
    String mask = settings.word("mask", "none");
    List<String> names = new ArrayList<>(List.of("q", "k", "v"));
    if (mask.startsWith("bs")) {
      FloatBuffer bias = floats(chunks * chunks);
      int percent = Integer.parseInt(mask.substring(2));
      for (int i = 0; i < chunks * chunks; i++) {
        boolean keeps =
            PeerInputs.keepsTile(i / chunks / 64, i % chunks / 64, chunks / 64, percent);
        bias.put(i, keeps ? 0 : -1e30f);
      }
      long[] square = {1, 1, chunks, chunks};
      prepared.inputs.put("m", OnnxTensor.createTensor(ENVIRONMENT, bias, square));
      model.input("m", OnnxModel.FLOAT, 4);
      names.addAll(List.of("", "", "m")); // after the bias and the mask of padding, which are none
    }
    model
        .node(
            "MultiHeadAttention",
            true,
            names,
            "o",
            List.of("num_heads", "unidirectional"),
            List.of(heads, mask.equals("causal") ? 1 : 0))
        .output("o", 3);
    prepared.open(model, shape);
    return prepared;
  }

  private static SessionCase embedding(Settings settings) throws OrtException {
    int rows = settings.number("V", 250_000);
    int dim = settings.number("d", 512);
    boolean mean = settings.word("mode", "sum").equals("mean");
    PeerInputs.Bags bags = PeerInputs.Bags.of(rows, settings.number("ids", 100_000));
    int count = bags.sizes().length;
    SessionCase prepared = new SessionCase(settings.number("t", 1), null);
    FloatBuffer table = floats(rows * dim);
    for (int i = 0; i < table.capacity(); i++) {
      table.put(i, PeerInputs.value(11, i));
    }
    IntBuffer ids =
        ByteBuffer.allocateDirect(count * BAG * Integer.BYTES)
            .order(ByteOrder.nativeOrder())
            .asIntBuffer();
    FloatBuffer weights = floats(count * BAG);
    for (int bag = 0, at = 0; bag < count; bag++) {
      int size = bags.sizes()[bag];
      for (int slot = 0; slot < size; slot++) {
        ids.put(bag * BAG + slot, bags.ids()[at++]);
        weights.put(bag * BAG + slot, mean ? 1f / size : 1);
      }
    }
    prepared.inputs.put("t", OnnxTensor.createTensor(ENVIRONMENT, table, new long[] {rows, dim}));
    prepared.inputs.put("i", OnnxTensor.createTensor(ENVIRONMENT, ids, new long[] {count, BAG}));
    prepared.inputs.put(
        "w", OnnxTensor.createTensor(ENVIRONMENT, weights, new long[] {count, 1, BAG}));
    OnnxModel model =
        new OnnxModel()
            .input("t", OnnxModel.FLOAT, 2)
            .input("i", OnnxModel.INT32, 2)
            .input("w", OnnxModel.FLOAT, 3)
            .node("Gather", false, List.of("t", "i"), "rows")
            .node("MatMul", false, List.of("w", "rows"), "o")
            .output("o", 3);
    prepared.open(model, new long[] {count, 1, dim});
    return prepared;
  }

  private static FloatBuffer floats(int size) {
    return ByteBuffer.allocateDirect(size * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** The others tell tensors as [b, h, n, d]; MultiHeadAttention takes [b, n, h d]. */
  private record Order(int heads, int chunks, int dim) {
    int packed(int i) {
      int chunk = i / dim % chunks;
      int head = i / dim / chunks % heads;
      int text = i / dim / chunks / heads;
      return ((text * chunks + chunk) * heads + head) * dim + i % dim;
    }
  }

  private static final class SessionCase implements Case {
    final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    private final Order order; // null where results stand as the others' do
    private OrtSession session;
    private FloatBuffer result;
    private OnnxTensor out;

    SessionCase(int threads, Order order) throws OrtException {
      this.order = order;
      options.setIntraOpNumThreads(threads);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
    }

    void open(OnnxModel model, long[] shape) throws OrtException {
      int size = 1;
      for (long side : shape) {
        size = Math.multiplyExact(size, Math.toIntExact(side));
      }
      result = floats(size);
      out = OnnxTensor.createTensor(ENVIRONMENT, result, shape);
      session = ENVIRONMENT.createSession(model.bytes(), options);
    }

    @Override
    public void run() throws OrtException {
      session.run(inputs, Set.of(), Map.of("o", out)).close();
    }

    @Override
    public List<float[]> results() {
      float[] elements = new float[result.capacity()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = result.get(order == null ? i : order.packed(i));
      }
      return List.of(elements);
    }

    @Override
    public void close() {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
      inputs.values().forEach(OnnxTensor::close);
      out.close();
      options.close();
    }
  }
}
