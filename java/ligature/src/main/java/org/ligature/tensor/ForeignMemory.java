package org.ligature.tensor;

import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.ligature.internal.Handle;
import org.ligature.internal.Natives;

/**
 * Memory that somebody else owns and a tensor is to share.
 *
 * @param what what messages call it
 * @param address of the first element
 * @param length how many units stand there from position to limit
 * @param unitBytes bytes of a unit, which is an element or a byte
 * @param keepAlive what must stay reachable as long as the tensor is
 * @param isLost whether its owner has freed it
 */
record ForeignMemory(
    String what,
    long address,
    long length,
    int unitBytes,
    Object keepAlive,
    boolean readOnly,
    BooleanSupplier isLost) {

  static ForeignMemory of(FloatBuffer buffer) {
    checkBuffer(buffer, buffer.order());
    FloatBuffer own = buffer.duplicate(); // its position is its own: the user may move theirs
    return of(own, Natives.lig_address(own), Float.BYTES, own::get);
  }

  static ForeignMemory of(ShortBuffer buffer) {
    checkBuffer(buffer, buffer.order());
    ShortBuffer own = buffer.duplicate();
    return of(own, Natives.lig_address(own), Short.BYTES, own::get);
  }

  static ForeignMemory of(ByteBuffer buffer) {
    checkBuffer(buffer, buffer.order());
    ByteBuffer own = buffer.duplicate();
    return of(own, Natives.lig_address(own), Byte.BYTES, own::get);
  }

  private static ForeignMemory of(Buffer own, long address, int unitBytes, IntConsumer get) {
    int first = own.position();
    boolean readOnly = own.isReadOnly();
    BooleanSupplier isLost = own.hasRemaining() ? () -> isClosed(get, first) : () -> false;
    return new ForeignMemory("buffer", address, own.remaining(), unitBytes, own, readOnly, isLost);
  }

  /** Whether the buffer's arena is closed (from JDK 22 on there are such): reading one tells. */
  private static boolean isClosed(IntConsumer get, int at) {
    try {
      get.accept(at);
      return false;
    } catch (IllegalStateException closed) {
      return true;
    }
  }

  private static void checkBuffer(Buffer buffer, ByteOrder order) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException(
          "the buffer is on the Java heap; wrap needs a direct one, or use tensor(float[], shape)");
    }
    if (order != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          "the buffer's byte order is " + order + ", not " + ByteOrder.nativeOrder());
    }
  }

  static ForeignMemory of(Pointer pointer, DType dtype) {
    int unitBytes = unitBytes(pointer, dtype);
    long base = pointer.address();
    long position = pointer.position();
    long limit = pointer.limit();
    if (base == 0) {
      throw new IllegalArgumentException("the pointer is null, or was deallocated: " + pointer);
    }
    long capacity = pointer.capacity(); // 0 where it is not known
    if (position < 0 || limit < position || capacity > 0 && limit > capacity) {
      throw new IllegalArgumentException(
          "the pointer's position, limit and capacity are out of order: " + pointer);
    }
    if (limit == 0) {
      throw new IllegalArgumentException(
          "nothing says how much stands at the pointer; call its capacity(long) first: " + pointer);
    }
    if (limit > Long.MAX_VALUE / unitBytes || base > Long.MAX_VALUE - limit * unitBytes) {
      throw new IllegalArgumentException("the pointer's limit is past 2^63 bytes: " + pointer);
    }
    return new ForeignMemory(
        "pointer",
        base + position * unitBytes,
        limit - position,
        unitBytes,
        pointer,
        false,
        () -> pointer.address() != base);
  }

  /** In what a pointer counts: what its class says, which must fit the dtype. */
  private static int unitBytes(Pointer pointer, DType dtype) {
    if (pointer.getClass() == Pointer.class || pointer instanceof BytePointer) {
      return Byte.BYTES;
    }
    boolean fits =
        Objects.requireNonNull(dtype, "dtype") == DType.F32
            ? pointer instanceof FloatPointer
            : pointer instanceof ShortPointer;
    if (!fits) {
      throw new IllegalArgumentException(
          "a "
              + pointer.getClass().getSimpleName()
              + (" does not hold " + dtype + "; a FloatPointer holds F32, a ShortPointer BF16, a")
              + " BytePointer and a plain Pointer hold either");
    }
    return dtype.bytes();
  }

  static ForeignMemory of(long address, DType dtype, Object keepAlive, long... shape) {
    long elements = Tensor.bytes(dtype, shape) / dtype.bytes();
    return new ForeignMemory(
        "memory", address, elements, dtype.bytes(), keepAlive, false, () -> false);
  }

  /** A tensor over it, whose shape it must fill. */
  Tensor tensor(Device device, DType dtype, long... shape) {
    long bytes = Tensor.bytes(dtype, shape);
    if (length != bytes / unitBytes || bytes % unitBytes != 0) {
      boolean inElements = unitBytes == dtype.bytes();
      throw new IllegalArgumentException(
          "the "
              + what
              + (" has " + length + (inElements ? " elements" : " bytes"))
              + (" from position to limit, the shape " + Tensor.toString(shape))
              + (inElements ? " has " + bytes / unitBytes : " of " + dtype + " takes " + bytes));
    }
    if (address <= 0) {
      throw new IllegalArgumentException("no " + what + " can be at address " + address);
    }
    if (address % dtype.bytes() != 0) {
      throw new IllegalArgumentException(
          "the " + what + "'s address, " + address + ", is not a multiple of " + dtype.bytes());
    }
    if (address > Long.MAX_VALUE - bytes) {
      throw new IllegalArgumentException(
          "the " + what + " at address " + address + " is of " + bytes + " bytes, past 2^63");
    }
    Object alive = keepAlive;
    Handle handle =
        new Handle("tensor", address, ignored -> Reference.reachabilityFence(alive), isLost);
    return new Tensor(device, dtype, shape, handle, Memory.HOST, readOnly);
  }
}
