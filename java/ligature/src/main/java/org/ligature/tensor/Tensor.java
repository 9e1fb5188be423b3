package org.ligature.tensor;

import java.util.Arrays;
import org.ligature.internal.Handle;
import org.ligature.internal.Handles;
import org.ligature.internal.Natives;

/**
 * A dense row-major array in a device's memory. Whoever made it closes it.
 *
 * <p>Shape and dtype never change; the elements do, through {@link #set}, {@link #fill} and the
 * layers. Methods may be called from any thread, but a reader and a writer of the same elements
 * must be kept apart by the caller. A {@code float[]} is converted to and from the tensor's dtype;
 * a {@code short[]} holds the very bits of a dtype of two bytes. After {@link #close} every method
 * but {@link #close}, {@link #shape}, {@link #dtype} and {@link #numElements} throws
 * IllegalStateException.
 */
public final class Tensor implements AutoCloseable {
  static {
    Handles.giveAccess(Tensor.class, tensor -> tensor.handle);
  }

  private final Device device;
  private final DType dtype;
  private final long[] shape;
  private final long numElements;
  private final Handle handle;
  private final boolean readOnly;

  Tensor(Device device, DType dtype, long[] shape, Handle handle, boolean readOnly) {
    this.device = device;
    this.dtype = dtype;
    this.shape = shape.clone();
    this.numElements = numElements(shape);
    this.handle = handle;
    this.readOnly = readOnly;
  }

  /** The product of the sizes, checked. */
  static long numElements(long... shape) {
    long elements = 1;
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + toString(shape));
      }
      try {
        elements = Math.multiplyExact(elements, size);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "shape " + toString(shape) + " has more than 2^63 elements");
      }
    }
    return elements;
  }

  static long bytes(DType dtype, long... shape) {
    long elements = numElements(shape);
    if (elements > Long.MAX_VALUE / dtype.bytes()) {
      throw new IllegalArgumentException("shape " + toString(shape) + " has more than 2^63 bytes");
    }
    return elements * dtype.bytes();
  }

  /** The {@code lig_dtype}. */
  private static int code(DType dtype) {
    return dtype.ordinal();
  }

  static String toString(long... shape) {
    return Arrays.toString(shape);
  }

  /** The device it was made by. */
  public Device device() {
    return device;
  }

  /** The type of the elements. */
  public DType dtype() {
    return dtype;
  }

  /** A copy of the sizes of the dimensions. */
  public long[] shape() {
    return shape.clone();
  }

  /** The number of elements, which may pass 2^31. */
  public long numElements() {
    return numElements;
  }

  /** Whether it wraps a read-only buffer, so that it cannot be an output. */
  public boolean isReadOnly() {
    return readOnly;
  }

  /**
   * Overwrites all elements, rounded to the dtype.
   *
   * @throws IllegalArgumentException if {@code elements} has another length
   * @throws IllegalStateException if closed or read-only
   */
  public void set(float... elements) {
    checkLength(elements.length);
    checkWritable();
    use(address -> Natives.lig_copy(address, elements, code(dtype), code(DType.F32), numElements));
  }

  /**
   * Overwrites the bits of all elements.
   *
   * @throws IllegalArgumentException if {@code bits} has another length, or the dtype is not of two
   *     bytes
   * @throws IllegalStateException if closed or read-only
   */
  public void set(short[] bits) {
    checkShorts(bits.length);
    checkWritable();
    use(address -> Natives.lig_copy(address, bits, code(dtype), code(dtype), numElements));
  }

  /**
   * Sets every element to {@code value}, rounded to the dtype.
   *
   * @throws IllegalStateException if closed or read-only
   */
  public void fill(float value) {
    checkWritable();
    use(address -> Natives.lig_fill(address, code(dtype), value, numElements));
  }

  /**
   * Copies all elements out, row-major, as floats.
   *
   * @throws IllegalArgumentException if {@code target} has another length
   * @throws IllegalStateException if closed
   */
  public void copyTo(float[] target) {
    checkLength(target.length);
    use(address -> Natives.lig_copy(target, address, code(DType.F32), code(dtype), numElements));
  }

  /**
   * Copies the bits of all elements out, row-major.
   *
   * @throws IllegalArgumentException if {@code target} has another length, or the dtype is not of
   *     two bytes
   * @throws IllegalStateException if closed
   */
  public void copyTo(short[] target) {
    checkShorts(target.length);
    use(address -> Natives.lig_copy(target, address, code(dtype), code(dtype), numElements));
  }

  /**
   * The elements as a new array of floats.
   *
   * @throws IllegalStateException if closed, or if there are more than an array holds
   */
  public float[] toArray() {
    if (numElements > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(numElements + " elements do not fit into a Java array");
    }
    float[] elements = new float[(int) numElements];
    copyTo(elements);
    return elements;
  }

  private void checkLength(int length) {
    if (length != numElements) {
      throw new IllegalArgumentException(
          "the array has "
              + length
              + " elements, the tensor "
              + toString(shape)
              + " has "
              + numElements);
    }
  }

  private void checkShorts(int length) {
    if (dtype.bytes() != Short.BYTES) {
      throw new IllegalArgumentException(
          "the tensor is " + dtype + ", of " + dtype.bytes() + " bytes an element, a short of 2");
    }
    checkLength(length);
  }

  private void checkWritable() {
    if (readOnly) {
      throw new IllegalStateException("the tensor is read-only: it wraps a read-only buffer");
    }
  }

  /** A native call on the tensor's address, giving a status. */
  private interface Call {
    int on(long address);
  }

  private void use(Call call) {
    long address = handle.acquire();
    try {
      if (numElements > 0) {
        Natives.check(call.on(address));
      }
    } finally {
      handle.release();
    }
  }

  /**
   * Frees the memory, or lets go of the buffer it wraps.
   *
   * @throws IllegalStateException while a call uses it
   */
  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return "Tensor[" + dtype + " " + toString(shape) + (handle.isClosed() ? ", closed]" : "]");
  }
}
