package org.ligature.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TensorTest {
  private final Device device = Device.best();

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void beginsAsZerosAndGivesBackWhatIsSet() {
    try (Tensor t = device.tensor(DType.F32, 2, 3)) {
      assertArrayEquals(new float[6], t.toArray());
      t.set(1, 2, 3, 4, 5, 6);
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, t.toArray());
      t.fill(-0f);
      assertArrayEquals(new float[] {-0f, -0f, -0f, -0f, -0f, -0f}, t.toArray());
      assertArrayEquals(new long[] {2, 3}, t.shape());
      assertEquals(6, t.numElements());
      assertEquals(DType.F32, t.dtype());
      assertEquals("Tensor[F32 [2, 3]]", t.toString());
    }
  }

  @Test
  void storesBf16AsBitsAndGivesFloats() {
    try (Tensor t = device.tensor(DType.BF16, 2, 3)) {
      assertEquals("Tensor[BF16 [2, 3]]", t.toString());
      assertArrayEquals(new float[6], t.toArray());
      // 1 + 2^-8 and 1 + 3 * 2^-8 lie half-way: the even one is below, then above.
      t.set(1.00390625f, 1.01171875f, -0f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN);
      float infinity = Float.POSITIVE_INFINITY;
      assertArrayEquals(
          new float[] {1, 1.015625f, -0f, infinity, -infinity, Float.NaN}, t.toArray());
      short[] bits = new short[6];
      t.copyTo(bits);
      assertArrayEquals(
          new short[] {0x3f80, 0x3f82, (short) 0x8000, 0x7f80, (short) 0xff80, 0x7fc0}, bits);
      t.fill(0.1f);
      t.copyTo(bits);
      assertArrayEquals(new short[] {0x3dcd, 0x3dcd, 0x3dcd, 0x3dcd, 0x3dcd, 0x3dcd}, bits);
    }
  }

  /** What a float is rounded to is tested where it is written, in C++. */
  @Test
  void keepsEveryBitOfBf16() {
    short[] all = new short[1 << 16];
    for (int i = 0; i < all.length; i++) {
      all[i] = (short) i;
    }
    short[] back = new short[all.length];
    try (Tensor t = device.tensor(DType.BF16, all.length)) {
      t.set(all);
      t.copyTo(back);
      assertArrayEquals(all, back);
      float[] floats = t.toArray();
      for (int i = 0; i < floats.length; i++) {
        assertEquals(Float.intBitsToFloat(i << 16), floats[i], 0f);
      }
    }
  }

  @Test
  void refusesShortsOfWhatIsNotTwoBytes() {
    try (Tensor t = device.tensor(DType.F32, 2);
        Tensor bf16 = device.tensor(DType.BF16, 2)) {
      String message = "the tensor is F32, of 4 bytes an element, a short of 2";
      assertMessage(message, () -> t.set(new short[2]));
      assertMessage(message, () -> t.copyTo(new short[2]));
      assertMessage("the array has 3 elements", () -> bf16.set(new short[3]));
      assertMessage("the array has 1 elements", () -> bf16.copyTo(new short[1]));
      assertMessage("the array has 3 elements", () -> bf16.set(1, 2, 3));
      assertThrows(NullPointerException.class, () -> bf16.set((short[]) null));
      assertThrows(NullPointerException.class, () -> bf16.copyTo((short[]) null));
      assertMessage("2^63", () -> device.tensor(DType.BF16, 1L << 62));
    }
  }

  @Test
  void mayBeEmptyOrAScalar() {
    try (Tensor none = device.tensor(DType.F32, 0, 5);
        Tensor one = device.tensor(DType.F32)) {
      assertEquals(0, none.toArray().length);
      none.set();
      none.fill(1);
      one.fill(7);
      assertArrayEquals(new float[] {7}, one.toArray());
    }
  }

  @Test
  void refusesImpossibleShapes() {
    assertMessage("negative size in shape [2, -1]", () -> device.tensor(DType.F32, 2, -1));
    assertMessage("2^63", () -> device.tensor(DType.F32, 1L << 40, 1L << 40));
    assertMessage("2^63", () -> device.tensor(DType.F32, Long.MAX_VALUE));
    assertThrows(OutOfMemoryError.class, () -> device.tensor(DType.F32, 1L << 58));
    assertThrows(NullPointerException.class, () -> device.tensor((DType) null, 1));
    assertThrows(NullPointerException.class, () -> device.tensor(DType.F32, (long[]) null));
    assertMessage("3 elements", () -> device.tensor(new float[3], 2));
  }

  @Test
  void refusesArraysOfAnotherLength() {
    try (Tensor t = device.tensor(DType.F32, 4)) {
      assertMessage("the array has 3 elements, the tensor [4] has 4", () -> t.set(1, 2, 3));
      assertMessage("the array has 5 elements", () -> t.copyTo(new float[5]));
      assertThrows(NullPointerException.class, () -> t.set((float[]) null));
      assertThrows(NullPointerException.class, () -> t.copyTo((float[]) null));
    }
  }

  @Test
  void keepsTheCloseRule() {
    Tensor t = device.tensor(DType.F32, 4);
    t.close();
    t.close();
    assertThrows(IllegalStateException.class, t::toArray);
    assertThrows(IllegalStateException.class, () -> t.fill(0));
    assertThrows(IllegalStateException.class, () -> t.set(1, 2, 3, 4));
    assertEquals("Tensor[F32 [4], closed]", t.toString());
  }

  @Test
  void sharesADirectBufferFromPositionToLimit() {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(40).order(ByteOrder.nativeOrder()).asFloatBuffer();
    buffer.position(2).limit(5);
    try (Tensor t = device.wrap(buffer, 3)) {
      t.set(1, 2, 3);
      assertEquals(2, buffer.position(), "the user's position stays");
      buffer.clear();
      assertEquals(0, buffer.get(1));
      assertEquals(1, buffer.get(2));
      assertEquals(3, buffer.get(4));
      assertEquals(0, buffer.get(5));
      buffer.put(3, 9);
      assertArrayEquals(new float[] {1, 9, 3}, t.toArray());
      assertFalse(t.isReadOnly());
    }
    assertEquals(9, buffer.get(3), "closing leaves the buffer");
  }

  @Test
  void refusesBuffersThatCannotBeShared() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(16);
    assertMessage("Java heap", () -> device.wrap(FloatBuffer.allocate(4), 4));
    ByteOrder foreign =
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN;
    assertMessage("byte order", () -> device.wrap(bytes.order(foreign).asFloatBuffer(), 4));
    FloatBuffer floats = bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
    assertMessage("4 elements from position to limit", () -> device.wrap(floats, 5));
    FloatBuffer odd =
        bytes.position(1).slice().order(ByteOrder.nativeOrder()).limit(12).asFloatBuffer();
    assertMessage("not a multiple of 4", () -> device.wrap(odd, 3));
    assertThrows(NullPointerException.class, () -> device.wrap((FloatBuffer) null, 5));
    try (Tensor t = device.wrap(floats.asReadOnlyBuffer(), 2, 2)) {
      assertTrue(t.isReadOnly());
      assertArrayEquals(new float[4], t.toArray());
      assertThrows(IllegalStateException.class, () -> t.fill(1));
      assertThrows(IllegalStateException.class, () -> t.set(1, 2, 3, 4));
    }
  }

  @Test
  void outlivesItsDevice() {
    Device own = Device.cpu("scalar", 1);
    Tensor t = own.tensor(DType.F32, 2);
    own.close();
    assertArrayEquals(new float[2], t.toArray());
    t.close();
    assertThrows(IllegalStateException.class, () -> own.tensor(DType.F32, 2));
  }

  private static void assertMessage(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
