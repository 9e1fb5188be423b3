package org.ligature.bench.kernels;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.Cutting;
import org.ligature.codec.Glyphs;
import org.ligature.layer.ChunkEmbedding;
import org.ligature.layer.EmbeddingPlan;
import org.ligature.tensor.DType;
import org.ligature.tensor.Tensor;

/** Bags of rows of a table. */
final class LigatureEmbedding extends LigatureCase {
  private final String dir;
  private final EmbeddingPlan plan;
  private final Tensor table;
  private final Tensor out;
  private final Tensor dout;
  private final Tensor drows;
  private final Tensor dtable;

  LigatureEmbedding(Settings settings) {
    super(settings);
    dir = settings.word("dir", "fwd");
    int rows = settings.number("V", 250_000);
    int dim = settings.number("d", 512);
    PeerInputs.Bags bags = PeerInputs.Bags.of(rows, settings.number("ids", 100_000));
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(bags.ids()), Cutting.ofSizes(bags.sizes()));
    DType dtype = dtype(settings);
    ChunkEmbedding embedding =
        switch (settings.word("mode", "sum")) {
          case "sum" -> ChunkEmbedding.sum();
          case "mean" -> ChunkEmbedding.mean();
          default -> throw new UnsupportedOperationException("no such mode: " + settings);
        };
    plan = keep(embedding.withDtype(dtype).plan(device, batch));
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

  /**
   * A dense gradient begins as zeros, each time, as the others' do: only what was added to is not.
   */
  @Override
  public void run() {
    plan.forward(out, table);
    if (drows != null) {
      plan.backward(drows, dout);
    }
    if (dtable != null) {
      plan.clear(dtable);
      plan.accumulate(dtable, dout);
    }
  }

  @Override
  public List<float[]> results() {
    return Stream.of(out, drows, dtable).filter(Objects::nonNull).map(Tensor::toArray).toList();
  }
}
