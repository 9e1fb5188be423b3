package org.ligature.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.ligature.tensor.DType.BF16;
import static org.ligature.tensor.DType.F32;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Memory of others as tensors. Buffers of floats are in {@link TensorTest}. */
class WrapTest {
  private final Device device = Device.cpu("scalar", 1);

  @AfterEach
  void close() {
    device.close();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  @Test
  void sharesShortsAsBf16() {
    ShortBuffer buffer = direct(12).asShortBuffer();
    buffer.position(1).limit(3);
    try (Tensor t = device.wrap(buffer, 2, 1)) {
      assertEquals("Tensor[BF16 [2, 1]]", t.toString());
      t.set(1, -2);
      assertEquals(0, buffer.get(0));
      assertEquals((short) 0x3f80, buffer.get(1));
      assertEquals((short) 0xc000, buffer.get(2));
      buffer.put(2, (short) 0x4040);
      assertArrayEquals(new float[] {1, 3}, t.toArray());
    }
    assertMessage(
        "the buffer has 2 elements from position to limit, the shape [3] has 3",
        () -> device.wrap(buffer, 3));
    assertMessage("Java heap", () -> device.wrap(ShortBuffer.allocate(2), 2));
    try (Tensor t = device.wrap(buffer.asReadOnlyBuffer(), 2)) {
      assertTrue(t.isReadOnly());
    }
  }

  @Test
  void sharesBytesOfAnyDtype() {
    ByteBuffer buffer = direct(32);
    buffer.position(8).limit(16);
    try (Tensor floats = device.wrap(buffer, F32, 2);
        Tensor halves = device.wrap(buffer, BF16, 2, 2)) {
      floats.set(1.5f, 3);
      assertEquals(8, buffer.position(), "the user's position stays");
      assertEquals(1.5f, buffer.getFloat(8));
      short[] bits = new short[4];
      halves.copyTo(bits);
      int second = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 0;
      assertEquals((short) 0x3fc0, bits[second]);
      assertEquals((short) 0x4040, bits[2 + second]);
      assertFalse(floats.isReadOnly());
    }
    assertMessage(
        "the buffer has 8 bytes from position to limit, the shape [3] of F32 takes 12",
        () -> device.wrap(buffer, F32, 3));
    assertMessage("8 bytes", () -> device.wrap(buffer, BF16, 3));
    assertMessage("not a multiple of 4", () -> device.wrap(buffer.position(10).limit(14), F32, 1));
    assertMessage("not a multiple of 2", () -> device.wrap(buffer.position(9).limit(11), BF16, 1));
    assertMessage("byte order", () -> device.wrap(ByteBuffer.allocateDirect(4), F32, 1));
    assertMessage("Java heap", () -> device.wrap(ByteBuffer.allocate(4), F32, 1));
    assertThrows(NullPointerException.class, () -> device.wrap(direct(4), null, 1));
    assertThrows(NullPointerException.class, () -> device.wrap((ByteBuffer) null, F32, 1));
    assertThrows(NullPointerException.class, () -> device.wrap((ShortBuffer) null, 1));
    assertThrows(NullPointerException.class, () -> device.wrap(direct(4), F32, (long[]) null));
  }

  @Test
  void sharesAPointerFromPositionToLimit() {
    try (FloatPointer pointer = new FloatPointer(10f, 11, 12, 13, 14, 15)) {
      pointer.position(2).limit(5);
      try (Tensor t = device.wrap(pointer, F32, 3)) {
        assertArrayEquals(new float[] {12, 13, 14}, t.toArray());
        pointer.position(0);
        t.set(1, 2, 3);
        assertEquals(11, pointer.get(1));
        assertEquals(1, pointer.get(2));
        assertEquals(15, pointer.get(5));
      }
      assertEquals(3, pointer.get(4), "closing leaves the pointer");
      pointer.position(2);
      assertMessage(
          "the pointer has 3 elements from position to limit, the shape [4] has 4",
          () -> device.wrap(pointer, F32, 4));
      pointer.position(0).limit(7);
      assertMessage("out of order", () -> device.wrap(pointer, F32, 7));
      pointer.limit(3).position(4);
      assertMessage("out of order", () -> device.wrap(pointer, F32, 0));
      pointer.limit(3).position(-1);
      assertMessage("out of order", () -> device.wrap(pointer, F32, 4));
      pointer.position(0).limit(6);
    }
    try (ShortPointer shorts = new ShortPointer((short) 0x3f80, (short) 0x4000);
        Tensor t = device.wrap(shorts, BF16, 1, 2)) {
      assertArrayEquals(new float[] {1, 2}, t.toArray());
    }
    try (BytePointer bytes = new BytePointer(12)) {
      bytes.position(4);
      try (Tensor floats = device.wrap(bytes, F32, 2);
          Tensor halves = device.wrap(bytes, BF16, 4)) {
        floats.fill(1);
        assertEquals(2, halves.toArray()[0] + halves.toArray()[1] + halves.toArray()[2], 1.01);
      }
      bytes.position(3).limit(11);
      assertMessage("not a multiple of 4", () -> device.wrap(bytes, F32, 2));
    }
  }

  @Test
  void isToldHowMuchAPlainPointerHolds() {
    try (FloatPointer floats = new FloatPointer(1f, 2, 3)) {
      Pointer unknown = new At(floats.address());
      assertMessage("nothing says how much", () -> device.wrap(new Pointer(unknown), F32, 3));
      Pointer plain = new Pointer(unknown).capacity(12);
      try (Tensor t = device.wrap(plain, F32, 3)) {
        assertArrayEquals(new float[] {1, 2, 3}, t.toArray());
      }
      assertMessage("12 bytes", () -> device.wrap(plain, F32, 4));
      assertMessage("past 2^63", () -> device.wrap(plain.capacity(Long.MAX_VALUE), F32, 3));
      // JavaCPP keeps the count of floats as one of bytes, which is too small and refused.
      assertMessage("3 bytes", () -> device.wrap(new Pointer(floats), F32, 3));
    }
  }

  @Test
  void refusesPointersThatCannotBeShared() {
    assertThrows(NullPointerException.class, () -> device.wrap((Pointer) null, F32, 1));
    assertMessage("null, or was deallocated", () -> device.wrap(new FloatPointer(), F32, 1));
    assertMessage("null, or was deallocated", () -> device.wrap(new Pointer(), F32, 0));
    FloatPointer closed = new FloatPointer(4);
    closed.close();
    assertMessage("null, or was deallocated", () -> device.wrap(closed, F32, 4));
    assertMessage("no pointer can be at", () -> device.wrap(new At(-8).capacity(8), F32, 2));
    try (IntPointer ints = new IntPointer(4);
        FloatPointer floats = new FloatPointer(4);
        ShortPointer shorts = new ShortPointer(4)) {
      assertMessage("a IntPointer does not hold F32", () -> device.wrap(ints, F32, 4));
      assertMessage("a FloatPointer does not hold BF16", () -> device.wrap(floats, BF16, 8));
      assertMessage("a ShortPointer does not hold F32", () -> device.wrap(shorts, F32, 2));
      assertThrows(NullPointerException.class, () -> device.wrap(floats, null, 4));
      assertThrows(NullPointerException.class, () -> device.wrap(floats, F32, (long[]) null));
      assertMessage("negative size", () -> device.wrap(floats, F32, -4));
    }
  }

  @Test
  void refusesToUseAPointerThatWasDeallocated() {
    FloatPointer pointer = new FloatPointer(1f, 2, 3);
    try (Tensor t = device.wrap(pointer, F32, 3)) {
      Tensor view = t.rows(1, 2);
      assertArrayEquals(new float[] {2}, view.toArray());
      pointer.deallocate();
      for (Executable use :
          new Executable[] {t::toArray, view::toArray, () -> t.fill(1), () -> t.rows(0, 1)}) {
        assertEquals(
            "the memory of the tensor was freed by its owner",
            assertThrows(IllegalStateException.class, use).getMessage());
      }
    }
  }

  @Test
  void refusesToUseABufferWhoseArenaIsClosed() throws Exception {
    assumeTrue(
        Runtime.version().feature() >= 22, "arenas need JDK 22, this is " + Runtime.version());
    Class<?> arenas = Class.forName("java.lang.foreign.Arena");
    Class<?> segments = Class.forName("java.lang.foreign.MemorySegment");
    AutoCloseable arena = (AutoCloseable) arenas.getMethod("ofShared").invoke(null);
    Object segment = arenas.getMethod("allocate", long.class, long.class).invoke(arena, 64L, 64L);
    ByteBuffer buffer = (ByteBuffer) segments.getMethod("asByteBuffer").invoke(segment);
    buffer.order(ByteOrder.nativeOrder()).putFloat(4, 7);
    try (Tensor bytes = device.wrap(buffer, F32, 16);
        Tensor floats = device.wrap(buffer.asFloatBuffer().position(1), 15);
        Tensor shorts = device.wrap(buffer.asShortBuffer(), 32)) {
      assertEquals(7, bytes.rows(1, 2).toArray()[0] + floats.toArray()[1]);
      arena.close();
      for (Executable use : new Executable[] {bytes::toArray, floats::toArray, shorts::toArray}) {
        assertEquals(
            "the memory of the tensor was freed by its owner",
            assertThrows(IllegalStateException.class, use).getMessage());
      }
    }
  }

  @Test
  void keepsWhatItWrapsAlive() throws InterruptedException {
    FloatPointer pointer = new FloatPointer(7f, 8);
    WeakReference<Object> seen = new WeakReference<>(pointer);
    Tensor t = device.wrap(pointer, F32, 2);
    pointer = null;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertArrayEquals(new float[] {7, 8}, t.toArray());
    t.close();
    t = null;
    for (int i = 0; i < 200 && seen.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertEquals(null, seen.get());
  }

  @Test
  void takesAnAddressAtItsWord() {
    try (FloatPointer pointer = new FloatPointer(1f, 2, 3, 4)) {
      long address = pointer.address();
      try (Tensor t = device.wrapAddress(address, F32, pointer, 2, 2);
          Tensor tail = device.wrapAddress(address + 8, BF16, null, 4)) {
        t.set(5, 6, 7, 8);
        assertEquals(8, pointer.get(3));
        assertEquals(4, tail.toArray().length);
      }
      assertMessage("not a multiple of 4", () -> device.wrapAddress(address + 2, F32, null, 1));
      assertMessage("not a multiple of 2", () -> device.wrapAddress(address + 1, BF16, null, 1));
      assertMessage("2^63 bytes", () -> device.wrapAddress(address, F32, null, 1L << 60, 2));
      assertMessage("past 2^63", () -> device.wrapAddress(address, F32, null, (1L << 61) - 1));
      assertMessage("negative size", () -> device.wrapAddress(address, F32, null, -1));
    }
    assertMessage("no memory can be at address 0", () -> device.wrapAddress(0, F32, null, 1));
    assertMessage("no memory can be at address 0", () -> device.wrapAddress(0, F32, null, 0));
    assertMessage("no memory can be at address -4", () -> device.wrapAddress(-4, F32, null, 1));
    assertThrows(NullPointerException.class, () -> device.wrapAddress(64, null, null, 1));
  }

  @Test
  void needsADeviceThatIsOpen() {
    Device closed = Device.cpu("scalar", 1);
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.wrap(direct(4), F32, 1));
    assertThrows(IllegalStateException.class, () -> closed.wrapAddress(64, F32, null, 1));
  }

  /** Points anywhere, as a native function's result does. */
  private static final class At extends BytePointer {
    At(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }

  private static void assertMessage(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
