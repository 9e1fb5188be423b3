package org.ligature.tensor;

import java.util.Arrays;
import java.util.Objects;
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
 * but {@link #close}, {@link #shape}, {@link #rank}, {@link #size}, {@link #dtype} and {@link
 * #numElements} throws IllegalStateException.
 *
 * <p>{@link #rows} and {@link #reshape} give views: tensors over the same memory, with no copy,
 * which serve wherever a tensor does. A view owns nothing. It ends when the tensor it was taken of,
 * through however many views, is closed; a call that uses it uses that tensor; closing a view does
 * nothing.
 *
 * <p>Row i is what the first dimension's index i selects: of shape {@code [n, d]} d elements, of
 * shape {@code [n]} one.
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
  private final Memory memory;
  private final boolean readOnly;

  Tensor(Device device, DType dtype, long[] shape, Handle handle, Memory memory, boolean readOnly) {
    this.device = device;
    this.dtype = dtype;
    this.shape = shape.clone();
    this.numElements = numElements(shape);
    this.handle = handle;
    this.memory = memory;
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

  /** The number of dimensions; 0 for a single number. */
  public int rank() {
    return shape.length;
  }

  /**
   * The size of a dimension.
   *
   * @throws IndexOutOfBoundsException where {@code dimension} is not in [0, rank)
   */
  public long size(int dimension) {
    return shape[Objects.checkIndex(dimension, shape.length)];
  }

  /** The number of elements, which may pass 2^31. */
  public long numElements() {
    return numElements;
  }

  /**
   * Whether it, or what it is a view of, wraps a read-only buffer, so that it cannot be an output.
   */
  public boolean isReadOnly() {
    return readOnly;
  }

  /**
   * A view of the same elements in the same order with other sizes.
   *
   * @throws IllegalArgumentException if the sizes do not hold exactly {@link #numElements}
   * @throws IllegalStateException if closed
   */
  public Tensor reshape(long... shape) {
    long elements = numElements(shape);
    if (elements != numElements) {
      throw new IllegalArgumentException(
          "shape "
              + toString(shape)
              + (" has " + elements + " elements, the tensor ")
              + (toString(this.shape) + " has " + numElements));
    }
    return view(0, shape);
  }

  /**
   * A view of the rows [from, to). To read or write a run of rows, {@link #copyTo} or {@link #set}
   * the view.
   *
   * @throws IndexOutOfBoundsException where the range does not lie in [0, size(0)]
   * @throws IllegalStateException if closed, or a single number, which has no rows
   */
  public Tensor rows(long from, long to) {
    long rowElements = rowElements();
    Objects.checkFromToIndex(from, to, shape[0]);
    long[] sizes = shape.clone();
    sizes[0] = to - from;
    return view(from * rowElements, sizes);
  }

  private Tensor view(long firstElement, long... sizes) {
    handle.acquire();
    try {
      Handle part = handle.part(firstElement * dtype.bytes());
      return new Tensor(device, dtype, sizes, part, memory, readOnly);
    } finally {
      handle.release();
    }
  }

  private long rowElements() {
    if (shape.length == 0) {
      throw new IllegalStateException("the tensor is a single number, and has no rows");
    }
    long elements = 1;
    for (int d = 1; d < shape.length; d++) {
      elements *= shape[d];
    }
    return elements;
  }

  /**
   * Overwrites rows given by number, rounded to the dtype: what an optimiser does to the rows that
   * a pass has touched. Of a row that is named twice the last one stays. Nothing is written where a
   * check fails.
   *
   * @param values row after row, in the order of {@code rows}
   * @throws IndexOutOfBoundsException where a row is not in [0, size(0))
   * @throws IllegalArgumentException if {@code values} does not hold exactly those rows
   * @throws IllegalStateException if closed, read-only, or a single number
   */
  public void setRows(int[] rows, float[] values) {
    int n = checkRows(rows, values.length);
    checkWritable();
    float[] row = new float[n];
    useRows(
        rows,
        (i, address) -> {
          System.arraycopy(values, i * n, row, 0, n);
          return memory.write(address, dtype, row, n);
        });
  }

  /**
   * Copies rows given by number out, as floats: the other way of {@link #setRows}.
   *
   * @param target overwritten, row after row, in the order of {@code rows}
   * @throws IndexOutOfBoundsException where a row is not in [0, size(0))
   * @throws IllegalArgumentException if {@code target} does not hold exactly those rows
   * @throws IllegalStateException if closed, or a single number
   */
  public void copyRows(int[] rows, float[] target) {
    int n = checkRows(rows, target.length);
    float[] row = new float[n];
    useRows(
        rows,
        (i, address) -> {
          int status = memory.read(row, address, dtype, n);
          System.arraycopy(row, 0, target, i * n, n);
          return status;
        });
  }

  /** A native call on the address of the i-th row asked for, giving a status. */
  private interface RowCall {
    int on(int i, long address);
  }

  private void useRows(int[] rows, RowCall call) {
    long rowBytes = rowElements() * dtype.bytes();
    int[] own = rows.clone(); // what is checked is what is used, whatever other threads write
    for (int row : own) {
      checkRow(row);
    }
    use(
        address -> {
          int status = 0;
          for (int i = 0; i < own.length && status == 0; i++) {
            status = call.on(i, address + own[i] * rowBytes);
          }
          return status;
        });
  }

  private void checkRow(int row) {
    if (row < 0 || row >= shape[0]) {
      throw new IndexOutOfBoundsException(
          "row " + row + " of a tensor " + toString(shape) + ", which has " + shape[0] + " rows");
    }
  }

  /** Checks that so many elements are those rows, and gives the elements of one. */
  private int checkRows(int[] rows, int length) {
    long rowElements = rowElements();
    if (rowElements > Integer.MAX_VALUE || rows.length * rowElements != length) {
      throw new IllegalArgumentException(
          "the array has "
              + length
              + (" elements, " + rows.length + " rows of the tensor ")
              + (toString(shape) + " have " + rowElements + " each"));
    }
    return (int) rowElements;
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
    use(address -> memory.write(address, dtype, elements, numElements));
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
    use(address -> memory.write(address, dtype, bits, numElements));
  }

  /**
   * Sets every element to {@code value}, rounded to the dtype.
   *
   * @throws IllegalStateException if closed or read-only
   */
  public void fill(float value) {
    checkWritable();
    use(address -> memory.fill(address, dtype, value, numElements));
  }

  /**
   * Copies all elements out, row-major, as floats.
   *
   * @throws IllegalArgumentException if {@code target} has another length
   * @throws IllegalStateException if closed
   */
  public void copyTo(float[] target) {
    checkLength(target.length);
    use(address -> memory.read(target, address, dtype, numElements));
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
    use(address -> memory.read(target, address, dtype, numElements));
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
   * Frees the memory, or lets go of what it wraps; of a view, does nothing.
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
