package org.ligature.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.Pattern;
import org.ligature.layer.AttentionPlan;
import org.ligature.layer.ChunkAttention;
import org.ligature.layer.ChunkEmbedding;
import org.ligature.layer.EmbeddingPlan;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/**
 * Embedding and attention of one batch, ready to run as often as wanted, with the time that each
 * took. Queries, keys and values are random and always the same: their values change no time.
 */
final class ForwardPass implements AutoCloseable {
  private static final long SEED = 1;

  private final List<AutoCloseable> owned = new ArrayList<>();
  private final EmbeddingPlan embed;
  private final AttentionPlan attend;
  private final Tensor table;
  private final Tensor x;
  private final Tensor q;
  private final Tensor k;
  private final Tensor v;
  private final Tensor out;
  private final Tensor lse;
  private double embeddingMillis;
  private double attentionMillis;

  /** Makes plans and tensors on the table's device; the table stays the caller's. */
  ForwardPass(ChunkBatch batch, Pattern pattern, Tensor table, ChunkAttention attention) {
    Device device = table.device();
    long chunks = batch.numChunks();
    long heads = attention.numHeads();
    long headDim = attention.headDim();
    this.table = table;
    try {
      embed = own(ChunkEmbedding.sum().plan(device, batch));
      attend = own(attention.plan(device, batch, pattern));
      x = own(device.tensor(DType.F32, chunks, table.shape()[1]));
      SplittableRandom random = new SplittableRandom(SEED);
      q = own(random(device, random, chunks, heads, headDim));
      k = own(random(device, random, chunks, heads, headDim));
      v = own(random(device, random, chunks, heads, headDim));
      out = own(device.tensor(DType.F32, chunks, heads, headDim));
      lse = own(device.tensor(DType.F32, chunks, heads));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T own(T resource) {
    owned.add(resource);
    return resource;
  }

  private static Tensor random(Device device, SplittableRandom random, long... shape) {
    float[] elements = new float[Math.toIntExact(shape[0] * shape[1] * shape[2])];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = 2 * (random.nextInt(1 << 24) * 0x1p-24f) - 1;
    }
    return device.tensor(elements, shape);
  }

  void run() {
    long start = System.nanoTime();
    embed.forward(x, table);
    long between = System.nanoTime();
    attend.forward(out, lse, q, k, v);
    long end = System.nanoTime();
    embeddingMillis = (between - start) / 1e6;
    attentionMillis = (end - between) / 1e6;
  }

  /** Wall time of the last run's embedding. */
  double embeddingMillis() {
    return embeddingMillis;
  }

  /** Wall time of the last run's attention. */
  double attentionMillis() {
    return attentionMillis;
  }

  @Override
  public void close() {
    for (AutoCloseable resource : owned) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException("plans and tensors close without a checked exception", e);
      }
    }
  }
}
