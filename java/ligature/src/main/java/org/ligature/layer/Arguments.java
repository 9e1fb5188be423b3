package org.ligature.layer;

import java.util.Arrays;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/** Checks of what a plan is given, with the values in the message. */
final class Arguments {
  private Arguments() {}

  /** Checks that {@code tensor} is of {@code device} and has exactly this dtype and shape. */
  static void input(String name, Tensor tensor, Device device, DType dtype, long[] shape) {
    check(name, tensor, device, dtype);
    boolean fits = tensor.rank() == shape.length;
    for (int d = 0; fits && d < shape.length; d++) {
      fits = tensor.size(d) == shape[d];
    }
    if (!fits) {
      throw misshapen(name, tensor, shape);
    }
  }

  /** The same for shape [rows, columns]. */
  static void input(
      String name, Tensor tensor, Device device, DType dtype, long rows, long columns) {
    check(name, tensor, device, dtype);
    if (tensor.rank() != 2 || tensor.size(0) != rows || tensor.size(1) != columns) {
      throw misshapen(name, tensor, rows, columns);
    }
  }

  /** The same for shape [size]. */
  static void input(String name, Tensor tensor, Device device, DType dtype, long size) {
    check(name, tensor, device, dtype);
    if (tensor.rank() != 1 || tensor.size(0) != size) {
      throw misshapen(name, tensor, size);
    }
  }

  private static void check(String name, Tensor tensor, Device device, DType dtype) {
    if (tensor == null) {
      throw new NullPointerException(name + " is null");
    }
    if (tensor.device() != device) {
      throw new IllegalArgumentException(
          name + " is of " + tensor.device() + ", the plan of another, " + device);
    }
    if (tensor.dtype() != dtype) {
      throw new IllegalArgumentException(name + " is " + tensor.dtype() + ", not " + dtype);
    }
  }

  private static IllegalArgumentException misshapen(String name, Tensor tensor, long... shape) {
    return new IllegalArgumentException(
        name + " has shape " + Arrays.toString(tensor.shape()) + ", not " + Arrays.toString(shape));
  }

  /** Checks as an input, and that it can be written to. */
  static void output(String name, Tensor tensor, Device device, DType dtype, long[] shape) {
    input(name, tensor, device, dtype, shape);
    checkWritable(name, tensor);
  }

  /** The same for shape [rows, columns]. */
  static void output(
      String name, Tensor tensor, Device device, DType dtype, long rows, long columns) {
    input(name, tensor, device, dtype, rows, columns);
    checkWritable(name, tensor);
  }

  /** The same for shape [size]. */
  static void output(String name, Tensor tensor, Device device, DType dtype, long size) {
    input(name, tensor, device, dtype, size);
    checkWritable(name, tensor);
  }

  private static void checkWritable(String name, Tensor tensor) {
    if (tensor.isReadOnly()) {
      throw new IllegalArgumentException(name + " is read-only, and would be written to");
    }
  }

  /** Checks that {@code tensor} has this rank, for shapes that are only partly known. */
  static void rank(String name, Tensor tensor, int rank) {
    if (tensor == null) {
      throw new NullPointerException(name + " is null");
    }
    if (tensor.rank() != rank) {
      throw new IllegalArgumentException(
          name + " has shape " + Arrays.toString(tensor.shape()) + ", not " + rank + " dimensions");
    }
  }
}
