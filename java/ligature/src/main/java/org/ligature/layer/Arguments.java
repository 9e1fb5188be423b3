package org.ligature.layer;

import java.util.Arrays;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/** Checks of what a plan is given, with the values in the message. */
final class Arguments {
  private Arguments() {}

  /** Checks that {@code tensor} is of {@code device} and has exactly this dtype and shape. */
  static void input(String name, Tensor tensor, Device device, DType dtype, long... shape) {
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
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          name
              + " has shape "
              + Arrays.toString(tensor.shape())
              + ", not "
              + Arrays.toString(shape));
    }
  }

  /** The same, and that it can be written to. */
  static void output(String name, Tensor tensor, Device device, DType dtype, long... shape) {
    input(name, tensor, device, dtype, shape);
    if (tensor.isReadOnly()) {
      throw new IllegalArgumentException(name + " is read-only, and would be written to");
    }
  }

  /** Checks that {@code tensor} has this rank, for shapes that are only partly known. */
  static void rank(String name, Tensor tensor, int rank) {
    if (tensor == null) {
      throw new NullPointerException(name + " is null");
    }
    if (tensor.shape().length != rank) {
      throw new IllegalArgumentException(
          name + " has shape " + Arrays.toString(tensor.shape()) + ", not " + rank + " dimensions");
    }
  }
}
