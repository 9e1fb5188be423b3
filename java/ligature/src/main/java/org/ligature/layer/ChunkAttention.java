package org.ligature.layer;

import java.util.Objects;
import org.ligature.chunk.BlockMask;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.Pattern;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;

/**
 * Block-sparse scaled-dot-product attention over chunks. An immutable description; {@link #plan}
 * binds it to a device and a mask.
 *
 * <p>Computed tile by tile with a running maximum and sum, so memory never grows with the square of
 * the chunks: Dao et al., "FlashAttention: Fast and Memory-Efficient Exact Attention with
 * IO-Awareness", 2022, over the tiles that a {@link BlockMask} keeps.
 */
public final class ChunkAttention {
  /** The largest headDim. */
  public static final int MAX_HEAD_DIM = 256;

  private final int numHeads;
  private final int numKvHeads;
  private final int headDim;
  private final float softmaxScale;
  private final DType dtype;

  private ChunkAttention(
      int numHeads, int numKvHeads, int headDim, float softmaxScale, DType dtype) {
    this.numHeads = numHeads;
    this.numKvHeads = numKvHeads;
    this.headDim = headDim;
    this.softmaxScale = softmaxScale;
    this.dtype = dtype;
  }

  /**
   * Attention over F32 tensors, with as many key and value heads as query heads and a softmaxScale
   * of 1 / sqrt(headDim).
   *
   * @param numHeads at least 1
   * @param headDim 1 to {@value #MAX_HEAD_DIM}
   */
  public static ChunkAttention of(int numHeads, int headDim) {
    if (numHeads < 1) {
      throw new IllegalArgumentException("numHeads is " + numHeads + ", not at least 1");
    }
    if (headDim < 1 || headDim > MAX_HEAD_DIM) {
      throw new IllegalArgumentException("headDim is " + headDim + ", not 1 to " + MAX_HEAD_DIM);
    }
    return new ChunkAttention(
        numHeads, numHeads, headDim, (float) (1 / Math.sqrt(headDim)), DType.F32);
  }

  /**
   * The same with fewer key and value heads, each shared by a group of query heads: query head h
   * reads key and value head h / (numHeads / numKvHeads).
   *
   * @param numKvHeads at least 1, a divisor of numHeads
   */
  public ChunkAttention withKvHeads(int numKvHeads) {
    if (numKvHeads < 1 || numHeads % numKvHeads != 0) {
      throw new IllegalArgumentException(
          "numKvHeads is " + numKvHeads + ", not a divisor of numHeads, " + numHeads);
    }
    return new ChunkAttention(numHeads, numKvHeads, headDim, softmaxScale, dtype);
  }

  /**
   * The same with another factor on q . k.
   *
   * @param softmaxScale a finite number
   */
  public ChunkAttention withSoftmaxScale(float softmaxScale) {
    if (!Float.isFinite(softmaxScale)) {
      throw new IllegalArgumentException("softmaxScale is " + softmaxScale + ", not finite");
    }
    return new ChunkAttention(numHeads, numKvHeads, headDim, softmaxScale, dtype);
  }

  /**
   * The same over tensors of another dtype. lse stays F32: only a float holds a logarithm finely
   * enough.
   */
  public ChunkAttention withDtype(DType dtype) {
    return new ChunkAttention(
        numHeads, numKvHeads, headDim, softmaxScale, Objects.requireNonNull(dtype, "dtype"));
  }

  /** Heads of q and out. */
  public int numHeads() {
    return numHeads;
  }

  /** Heads of k and v. */
  public int numKvHeads() {
    return numKvHeads;
  }

  /** Elements of one head. */
  public int headDim() {
    return headDim;
  }

  /** The factor on q . k. */
  public float softmaxScale() {
    return softmaxScale;
  }

  /** The dtype of q, k, v, out and their gradients. */
  public DType dtype() {
    return dtype;
  }

  /**
   * Compiles the pattern for a batch whose chunks are both queries and keys. The caller closes the
   * plan, before the device.
   *
   * @throws IllegalStateException if the device is closed
   */
  public AttentionPlan plan(Device device, ChunkBatch batch, Pattern pattern) {
    return plan(device, BlockMask.compile(batch, pattern));
  }

  /**
   * Compiles the pattern for queries that are the chunks of one batch and keys that are those of
   * another: cross attention. {@link Pattern} says how two batches meet. The caller closes the
   * plan, before the device.
   *
   * @throws IllegalArgumentException if the pattern does not fit the two batches
   * @throws IllegalStateException if the device is closed
   */
  public AttentionPlan plan(Device device, ChunkBatch queries, ChunkBatch keys, Pattern pattern) {
    return plan(device, BlockMask.compile(queries, keys, pattern));
  }

  /** The same for a mask that is compiled already; several plans may share it. */
  public AttentionPlan plan(Device device, BlockMask mask) {
    return new AttentionPlan(device, this, Objects.requireNonNull(mask, "mask"));
  }

  @Override
  public String toString() {
    return "ChunkAttention["
        + numHeads
        + " heads of "
        + headDim
        + (numKvHeads == numHeads ? "" : ", " + numKvHeads + " kv heads")
        + (dtype == DType.F32 ? "" : ", " + dtype)
        + "]";
  }
}
