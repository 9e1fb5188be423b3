package org.ligature.layer;

import org.ligature.chunk.BlockMask;
import org.ligature.internal.Natives;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/**
 * A {@link ChunkAttention} over one mask on one device. Thread-safe; calls that write different
 * outputs may run at once. Whoever made it closes it.
 *
 * <p>Layout NHD, packed: q and out are {@code [numQueries, numHeads, headDim]}, k and v {@code
 * [numKeys, numKvHeads, headDim]}, all of the plan's dtype; lse {@code [numQueries, numHeads]} is
 * F32. With {@code s = softmaxScale * q . k} over the keys that a query keeps, {@code lse = log sum
 * exp(s)} (natural logarithm), {@code p = exp(s - lse)} and {@code out = sum p v}. A query that
 * keeps no key gives out 0, lse -infinity and zero gradients. A non-finite k or v reaches exactly
 * the queries that keep it.
 *
 * <p>Products are summed in float32 whatever the dtype. In BF16 out is rounded before backward
 * reads it, and an engine may round p and its gradient to bf16 too, as one that multiplies bf16
 * must.
 *
 * <p>Every call throws IllegalArgumentException where a tensor has the wrong dtype or shape,
 * belongs to another device, is a read-only output or overlaps another argument, and
 * IllegalStateException where the plan, its device or a tensor is closed. After the first calls
 * nothing is allocated on the Java heap, unless more than 16 calls of one plan run at once.
 */
public final class AttentionPlan extends Plan {
  private final BlockMask mask;
  private final DType dtype;
  private final long[] queryShape;
  private final long[] keyShape;
  private final long[] lseShape;

  AttentionPlan(Device device, ChunkAttention attention, BlockMask mask) {
    super(
        device,
        "attention plan",
        (context, plan) ->
            Natives.lig_attention_create(
                context,
                plan,
                mask.indptr(),
                mask.indices(),
                mask.tileMasks(),
                mask.masks(),
                mask.numMasks(),
                mask.numQueries(),
                mask.numKeys(),
                attention.numHeads(),
                attention.numKvHeads(),
                attention.headDim(),
                attention.softmaxScale(),
                attention.dtype().ordinal()),
        Natives::lig_attention_destroy);
    this.mask = mask;
    this.dtype = attention.dtype();
    this.queryShape = new long[] {mask.numQueries(), attention.numHeads(), attention.headDim()};
    this.keyShape = new long[] {mask.numKeys(), attention.numKvHeads(), attention.headDim()};
    this.lseShape = new long[] {mask.numQueries(), attention.numHeads()};
  }

  /** Which pairs it attends over. */
  public BlockMask mask() {
    return mask;
  }

  /** The dtype of every tensor but lse. */
  public DType dtype() {
    return dtype;
  }

  /** Overwrites out and lse with the attention of q over k and v. */
  public void forward(Tensor out, Tensor lse, Tensor q, Tensor k, Tensor v) {
    Arguments.output("out", out, device(), dtype, queryShape);
    Arguments.output("lse", lse, device(), DType.F32, lseShape);
    Arguments.input("q", q, device(), dtype, queryShape);
    Arguments.input("k", k, device(), dtype, keyShape);
    Arguments.input("v", v, device(), dtype, keyShape);
    try (Call call = begin()) {
      Natives.check(
          Natives.lig_attention_forward(
              call.plan(),
              call.hold(out),
              call.hold(lse),
              call.hold(q),
              call.hold(k),
              call.hold(v)));
    }
  }

  /**
   * Overwrites dq, dk and dv with the gradients of q, k and v.
   *
   * @param dout the gradient of out, shaped like it
   * @param out what {@link #forward} gave for the same q, k, v
   * @param lse what {@link #forward} gave for the same q, k, v
   */
  public void backward(
      Tensor dq,
      Tensor dk,
      Tensor dv,
      Tensor dout,
      Tensor out,
      Tensor lse,
      Tensor q,
      Tensor k,
      Tensor v) {
    Arguments.output("dq", dq, device(), dtype, queryShape);
    Arguments.output("dk", dk, device(), dtype, keyShape);
    Arguments.output("dv", dv, device(), dtype, keyShape);
    Arguments.input("dout", dout, device(), dtype, queryShape);
    Arguments.input("out", out, device(), dtype, queryShape);
    Arguments.input("lse", lse, device(), DType.F32, lseShape);
    Arguments.input("q", q, device(), dtype, queryShape);
    Arguments.input("k", k, device(), dtype, keyShape);
    Arguments.input("v", v, device(), dtype, keyShape);
    try (Call call = begin()) {
      Natives.check(
          Natives.lig_attention_backward(
              call.plan(),
              call.hold(dq),
              call.hold(dk),
              call.hold(dv),
              call.hold(dout),
              call.hold(out),
              call.hold(lse),
              call.hold(q),
              call.hold(k),
              call.hold(v)));
    }
  }
}
