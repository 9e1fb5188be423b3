package org.ligature.internal;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * {@code ligature.h}, one to one: see there for shapes and ownership. JavaCPP writes the JNI source
 * from this class at build time. Handles and addresses are {@code long}, so that no JavaCPP pointer
 * can reach native code unchecked; every caller checks before it calls.
 */
@Platform(include = "ligature.h", library = "jniligature")
@NoException
public final class Natives {
  /**
   * What {@link #lig_abi_version} must say: LIG_ABI_VERSION of the header this class was written
   * from.
   */
  private static final int ABI_VERSION = 3;

  private static final UnsatisfiedLinkError FAILURE = load();

  private Natives() {}

  private static UnsatisfiedLinkError load() {
    try {
      NativeLoader.load("jniligature");
      int version = lig_abi_version();
      return version == ABI_VERSION
          ? null
          : new UnsatisfiedLinkError(
              "The Ligature library has ABI version "
                  + version
                  + ", this jar needs "
                  + ABI_VERSION);
    } catch (UnsatisfiedLinkError e) {
      return e;
    }
  }

  /** Why the natives cannot be used here, or null where they can. Never throws. */
  public static String unavailable() {
    return FAILURE == null ? null : FAILURE.getMessage();
  }

  /**
   * To be called before anything else here.
   *
   * @throws UnsatisfiedLinkError where the natives cannot be loaded: what was tried, why it failed,
   *     what to do. A fresh one each time, with the first failure as its cause
   */
  public static void verify() {
    if (FAILURE != null) {
      UnsatisfiedLinkError again = new UnsatisfiedLinkError(FAILURE.getMessage());
      again.initCause(FAILURE);
      throw again;
    }
  }

  /** Turns a status into the exception that fits it; LIG_OK passes. */
  public static void check(int status) {
    switch (status) {
      case 0 -> {}
      case 1 -> throw new IllegalArgumentException(lastError());
      case 2 -> throw new UnsupportedOperationException(lastError());
      case 3 -> throw new OutOfMemoryError(lastError());
      default -> throw new IllegalStateException(lastError());
    }
  }

  private static String lastError() {
    byte[] text = new byte[1024];
    return new String(text, 0, lig_last_error(text, text.length), StandardCharsets.UTF_8);
  }

  /** Name of engine {@code index}. */
  public static String engineName(int index) {
    byte[] text = new byte[64];
    return new String(text, 0, lig_engine_name(text, text.length, index), StandardCharsets.UTF_8);
  }

  /** Name of the device of a CUDA context. */
  public static String cudaName(long context) {
    byte[] text = new byte[512];
    int length = lig_cuda_context_name(context, text, text.length);
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private static native int lig_abi_version();

  private static native int lig_last_error(@Cast("char*") byte[] out, int capacity);

  public static native int lig_engine_count();

  private static native int lig_engine_name(@Cast("char*") byte[] out, int capacity, int index);

  public static native int lig_engine_supported(int index);

  public static native int lig_context_create(
      @Cast("lig_context**") long[] context, int engine, int numThreads);

  public static native void lig_context_destroy(@Cast("lig_context*") long context);

  public static native int lig_memory_create(
      @Cast("void**") long[] memory, @Cast("int64_t") long bytes);

  public static native void lig_memory_destroy(@Cast("void*") long memory);

  public static native int lig_copy(
      float[] out,
      @Cast("const void*") long in,
      int outDtype,
      int inDtype,
      @Cast("int64_t") long count);

  public static native int lig_copy(
      short[] out,
      @Cast("const void*") long in,
      int outDtype,
      int inDtype,
      @Cast("int64_t") long count);

  public static native int lig_copy(
      @Cast("void*") long out,
      @Const float[] in,
      int outDtype,
      int inDtype,
      @Cast("int64_t") long count);

  public static native int lig_copy(
      @Cast("void*") long out,
      @Const short[] in,
      int outDtype,
      int inDtype,
      @Cast("int64_t") long count);

  public static native int lig_fill(
      @Cast("void*") long out, int dtype, float value, @Cast("int64_t") long count);

  public static native @Cast("int64_t") long lig_address(@Cast("const void*") FloatBuffer memory);

  public static native @Cast("int64_t") long lig_address(@Cast("const void*") ShortBuffer memory);

  public static native @Cast("int64_t") long lig_address(@Cast("const void*") ByteBuffer memory);

  public static native int lig_cuda_device_count(int[] count);

  static native int lig_cuda_context_create(
      @Cast("lig_context**") long[] context,
      int device,
      @Cast("const void*") byte[] fatbin,
      @Cast("int64_t") long bytes);

  private static native int lig_cuda_context_name(
      @Cast("const lig_context*") long context, @Cast("char*") byte[] out, int capacity);

  public static native int lig_cuda_synchronize(@Cast("lig_context*") long context);

  public static native int lig_cuda_memory_create(
      @Cast("lig_context*") long context,
      @Cast("lig_cuda_memory**") long[] memory,
      @Cast("int64_t") long bytes);

  public static native void lig_cuda_memory_destroy(@Cast("lig_cuda_memory*") long memory);

  public static native @Cast("int64_t") long lig_cuda_memory_address(
      @Cast("const lig_cuda_memory*") long memory);

  public static native int lig_cuda_memory_write(
      @Cast("lig_cuda_memory*") long memory,
      @Cast("void*") long out,
      @Const float[] in,
      int outDtype,
      int inDtype,
      @Cast("int64_t") long count);

  public static native int lig_cuda_memory_write(
      @Cast("lig_cuda_memory*") long memory,
      @Cast("void*") long out,
      @Const short[] in,
      int outDtype,
      int inDtype,
      @Cast("int64_t") long count);

  public static native int lig_cuda_memory_read(
      @Cast("const lig_cuda_memory*") long memory,
      float[] out,
      @Cast("const void*") long in,
      int outDtype,
      int inDtype,
      @Cast("int64_t") long count);

  public static native int lig_cuda_memory_read(
      @Cast("const lig_cuda_memory*") long memory,
      short[] out,
      @Cast("const void*") long in,
      int outDtype,
      int inDtype,
      @Cast("int64_t") long count);

  public static native int lig_cuda_memory_fill(
      @Cast("lig_cuda_memory*") long memory,
      @Cast("void*") long out,
      int dtype,
      float value,
      @Cast("int64_t") long count);

  public static native int lig_embedding_create(
      @Cast("lig_context*") long context,
      @Cast("lig_embedding**") long[] plan,
      @Const int[] units,
      @Const int[] chunkStart,
      @Const int[] chunkEnd,
      @Const int[] shift,
      @Const int[] width,
      @Cast("int64_t") long numUnits,
      @Cast("int64_t") long numChunks,
      int numTables,
      int pool,
      int numSlots,
      int dtype);

  public static native void lig_embedding_destroy(@Cast("lig_embedding*") long plan);

  public static native @Cast("int64_t") long lig_embedding_num_touched(
      @Cast("const lig_embedding*") long plan, int table);

  public static native int lig_embedding_touched(
      @Cast("const lig_embedding*") long plan, int[] touched, int table);

  public static native int lig_embedding_forward(
      @Cast("lig_embedding*") long plan,
      @Cast("void*") long out,
      @Cast("const void* const*") long[] tables,
      @Cast("const float*") long slotWeights,
      @Cast("const int64_t*") long[] tableRows,
      @Cast("int64_t") long dim);

  public static native int lig_embedding_backward_rows(
      @Cast("lig_embedding*") long plan,
      @Cast("void*") long drows,
      @Cast("const void*") long dout,
      @Cast("const float*") long slotWeights,
      int table,
      @Cast("int64_t") long dim);

  public static native int lig_embedding_backward_table(
      @Cast("lig_embedding*") long plan,
      @Cast("void*") long dtable,
      @Cast("const void*") long dout,
      @Cast("const float*") long slotWeights,
      int table,
      @Cast("int64_t") long tableRows,
      @Cast("int64_t") long dim);

  public static native int lig_embedding_clear_table(
      @Cast("lig_embedding*") long plan,
      @Cast("void*") long dtable,
      int table,
      @Cast("int64_t") long tableRows,
      @Cast("int64_t") long dim);

  public static native int lig_embedding_backward_slots(
      @Cast("lig_embedding*") long plan,
      @Cast("float*") long dslots,
      @Cast("const void*") long dout,
      @Cast("const void* const*") long[] tables,
      @Cast("const int64_t*") long[] tableRows,
      @Cast("int64_t") long dim);

  public static native int lig_attention_create(
      @Cast("lig_context*") long context,
      @Cast("lig_attention**") long[] plan,
      @Cast("const int64_t*") long[] indptr,
      @Const int[] indices,
      @Const int[] tileMasks,
      @Cast("const int64_t*") long[] masks,
      @Cast("int64_t") long numMasks,
      @Cast("int64_t") long numQueries,
      @Cast("int64_t") long numKeys,
      int numHeads,
      int numKvHeads,
      int headDim,
      float softmaxScale,
      int dtype);

  public static native void lig_attention_destroy(@Cast("lig_attention*") long plan);

  public static native int lig_attention_forward(
      @Cast("lig_attention*") long plan,
      @Cast("void*") long out,
      @Cast("float*") long lse,
      @Cast("const void*") long q,
      @Cast("const void*") long k,
      @Cast("const void*") long v);

  public static native int lig_attention_backward(
      @Cast("lig_attention*") long plan,
      @Cast("void*") long dq,
      @Cast("void*") long dk,
      @Cast("void*") long dv,
      @Cast("const void*") long dout,
      @Cast("const void*") long out,
      @Cast("const float*") long lse,
      @Cast("const void*") long q,
      @Cast("const void*") long k,
      @Cast("const void*") long v);
}
