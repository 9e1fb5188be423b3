package org.ligature.tensor;

import org.ligature.internal.Natives;

/**
 * How the elements of a tensor are reached from the Java heap. An address is one of the tensor's
 * memory, and what comes back is a native status.
 */
interface Memory {
  /** The memory of the host. */
  Memory HOST = new Host();

  int write(long out, DType dtype, float[] in, long count);

  /** The bits of elements of two bytes. */
  int write(long out, DType dtype, short[] in, long count);

  int read(float[] out, long in, DType dtype, long count);

  /** The bits of elements of two bytes. */
  int read(short[] out, long in, DType dtype, long count);

  int fill(long out, DType dtype, float value, long count);

  /** The {@code lig_dtype}. */
  static int code(DType dtype) {
    return dtype.ordinal();
  }

  /** What the host's own addresses name. */
  final class Host implements Memory {
    private Host() {}

    @Override
    public int write(long out, DType dtype, float[] in, long count) {
      return Natives.lig_copy(out, in, code(dtype), code(DType.F32), count);
    }

    @Override
    public int write(long out, DType dtype, short[] in, long count) {
      return Natives.lig_copy(out, in, code(dtype), code(dtype), count);
    }

    @Override
    public int read(float[] out, long in, DType dtype, long count) {
      return Natives.lig_copy(out, in, code(DType.F32), code(dtype), count);
    }

    @Override
    public int read(short[] out, long in, DType dtype, long count) {
      return Natives.lig_copy(out, in, code(dtype), code(dtype), count);
    }

    @Override
    public int fill(long out, DType dtype, float value, long count) {
      return Natives.lig_fill(out, code(dtype), value, count);
    }
  }

  /**
   * Memory on a CUDA device.
   *
   * @param memory the {@code lig_cuda_memory}, which the tensor's handle frees
   */
  record Cuda(long memory) implements Memory {
    @Override
    public int write(long out, DType dtype, float[] in, long count) {
      return Natives.lig_cuda_memory_write(memory, out, in, code(dtype), code(DType.F32), count);
    }

    @Override
    public int write(long out, DType dtype, short[] in, long count) {
      return Natives.lig_cuda_memory_write(memory, out, in, code(dtype), code(dtype), count);
    }

    @Override
    public int read(float[] out, long in, DType dtype, long count) {
      return Natives.lig_cuda_memory_read(memory, out, in, code(DType.F32), code(dtype), count);
    }

    @Override
    public int read(short[] out, long in, DType dtype, long count) {
      return Natives.lig_cuda_memory_read(memory, out, in, code(dtype), code(dtype), count);
    }

    @Override
    public int fill(long out, DType dtype, float value, long count) {
      return Natives.lig_cuda_memory_fill(memory, out, code(dtype), value, count);
    }
  }
}
