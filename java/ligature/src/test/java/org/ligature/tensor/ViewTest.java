package org.ligature.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Views of tensors, and rows given by number. */
class ViewTest {
  private final Device device = Device.cpu("scalar", 1);

  @AfterEach
  void close() {
    device.close();
  }

  private Tensor counting(DType dtype, int n, long... shape) {
    Tensor t = device.tensor(dtype, shape);
    float[] elements = new float[n];
    for (int i = 0; i < n; i++) {
      elements[i] = i;
    }
    t.set(elements);
    return t;
  }

  @Test
  void rowsAreTheSameMemory() {
    for (DType dtype : DType.values()) {
      try (Tensor t = counting(dtype, 24, 4, 3, 2)) {
        Tensor middle = t.rows(1, 3);
        assertEquals("Tensor[" + dtype + " [2, 3, 2]]", middle.toString());
        assertArrayEquals(new float[] {6, 7, 8, 9, 10, 11}, t.rows(1, 2).toArray());
        middle.rows(1, 2).fill(-1);
        float[] all = t.toArray();
        assertEquals(11, all[11]);
        assertEquals(-1, all[12]);
        assertEquals(-1, all[17]);
        assertEquals(18, all[18]);
        middle.set(new float[12]);
        assertEquals(5, t.toArray()[5]);
        assertEquals(0, t.toArray()[6]);
        assertEquals(0, t.rows(4, 4).numElements());
        assertEquals(0, t.rows(4, 4).toArray().length);
        assertEquals(t.device(), middle.device());
      }
    }
  }

  @Test
  void reshapesWithoutACopy() {
    try (Tensor t = counting(DType.F32, 6, 2, 3)) {
      Tensor flat = t.reshape(6);
      Tensor tall = flat.rows(2, 6).reshape(2, 1, 2);
      assertEquals(3, tall.rank());
      assertEquals(2, tall.size(2));
      tall.fill(9);
      assertArrayEquals(new float[] {0, 1, 9, 9, 9, 9}, t.toArray());
      assertMessage(
          IllegalArgumentException.class,
          "shape [4] has 4 elements, the tensor [2, 3] has 6",
          () -> t.reshape(4));
      assertMessage(IllegalArgumentException.class, "negative size", () -> t.reshape(-2, -3));
      assertThrows(NullPointerException.class, () -> t.reshape((long[]) null));
    }
    try (Tensor none = device.tensor(DType.F32, 0, 3);
        Tensor one = device.tensor(DType.F32)) {
      assertEquals("Tensor[F32 [7, 0]]", none.reshape(7, 0).toString());
      assertEquals(0, none.rows(0, 0).numElements());
      one.reshape(1, 1).set(4);
      assertArrayEquals(new float[] {4}, one.toArray());
      assertEquals(0, one.rank());
    }
  }

  @Test
  void aViewEndsWithItsTensorAndClosesNothing() {
    Tensor t = counting(DType.F32, 6, 2, 3);
    Tensor view = t.rows(0, 1).reshape(3);
    view.close();
    view.close();
    assertArrayEquals(new float[] {0, 1, 2}, view.toArray());
    t.close();
    assertEquals("Tensor[F32 [3], closed]", view.toString());
    for (Executable use :
        new Executable[] {
          view::toArray,
          () -> view.fill(1),
          () -> view.rows(0, 1),
          () -> view.reshape(3, 1),
          () -> t.rows(0, 1),
          () -> t.reshape(6),
          () -> view.setRows(new int[] {0}, new float[1]),
          () -> view.copyRows(new int[] {0}, new float[1])
        }) {
      assertMessage(IllegalStateException.class, "the tensor is closed", use);
    }
  }

  /** Many are made, so that one at least is looked at after the collector ran. */
  @Test
  void aViewKeepsItsTensorsMemory() {
    Tensor[] views = new Tensor[200];
    for (int i = 0; i < views.length; i++) {
      Tensor t = device.tensor(DType.F32, 1000);
      t.fill(i);
      views[i] = t.rows(500, 501);
    }
    System.gc();
    for (int i = 0; i < views.length; i++) {
      assertArrayEquals(new float[] {i}, views[i].toArray());
    }
  }

  @Test
  void viewsOfAReadOnlyTensorAreReadOnly() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    try (Tensor t = device.wrap(buffer.asFloatBuffer().asReadOnlyBuffer(), 4)) {
      assertTrue(t.rows(1, 2).isReadOnly());
      assertTrue(t.reshape(2, 2).isReadOnly());
      assertThrows(IllegalStateException.class, () -> t.rows(1, 2).fill(1));
      assertThrows(IllegalStateException.class, () -> t.setRows(new int[] {1}, new float[] {1}));
      t.copyRows(new int[] {1}, new float[1]);
    }
  }

  @Test
  void rowsByNumberComeAndGo() {
    for (DType dtype : DType.values()) {
      try (Tensor t = counting(dtype, 12, 4, 3)) {
        float[] out = new float[9];
        t.copyRows(new int[] {3, 0, 3}, out);
        assertArrayEquals(new float[] {9, 10, 11, 0, 1, 2, 9, 10, 11}, out);
        t.setRows(new int[] {2, 1, 2}, new float[] {20, 20, 20, 30, 31, 32, 40, 41, 42});
        assertArrayEquals(new float[] {0, 1, 2, 30, 31, 32, 40, 41, 42, 9, 10, 11}, t.toArray());
        t.setRows(new int[0], new float[0]);
        t.rows(2, 4).setRows(new int[] {1}, new float[] {-1, -2, -3});
        assertArrayEquals(new float[] {-1, -2, -3}, t.rows(3, 4).toArray());
        t.reshape(12).setRows(new int[] {11}, new float[] {77});
        assertEquals(77, t.toArray()[11]);
      }
    }
  }

  @Test
  void refusesRowsThatAreNotThere() {
    try (Tensor t = counting(DType.F32, 12, 4, 3);
        Tensor one = device.tensor(DType.F32)) {
      for (long[] range : new long[][] {{-1, 2}, {0, 5}, {3, 2}, {Long.MIN_VALUE, 1}}) {
        assertThrows(IndexOutOfBoundsException.class, () -> t.rows(range[0], range[1]));
      }
      for (int bad : new int[] {-1, 4, Integer.MAX_VALUE}) {
        assertMessage(
            IndexOutOfBoundsException.class,
            "row " + bad + " of a tensor [4, 3], which has 4 rows",
            () -> t.setRows(new int[] {1, bad}, new float[6]));
        assertThrows(
            IndexOutOfBoundsException.class, () -> t.copyRows(new int[] {1, bad}, new float[6]));
      }
      assertEquals(3, t.toArray()[3], "nothing is written where a check fails");
      assertMessage(
          IllegalArgumentException.class,
          "the array has 5 elements, 2 rows of the tensor [4, 3] have 3 each",
          () -> t.setRows(new int[2], new float[5]));
      assertThrows(IllegalArgumentException.class, () -> t.copyRows(new int[2], new float[7]));
      assertMessage(IllegalStateException.class, "single number", () -> one.rows(0, 1));
      assertMessage(
          IllegalStateException.class,
          "single number",
          () -> one.setRows(new int[1], new float[1]));
      assertThrows(NullPointerException.class, () -> t.setRows(null, new float[3]));
      assertThrows(NullPointerException.class, () -> t.setRows(new int[1], null));
      assertThrows(NullPointerException.class, () -> t.copyRows(null, new float[3]));
      assertThrows(NullPointerException.class, () -> t.copyRows(new int[1], null));
      assertThrows(IndexOutOfBoundsException.class, () -> t.size(2));
      assertThrows(IndexOutOfBoundsException.class, () -> t.size(-1));
    }
  }

  private static void assertMessage(Class<? extends Exception> type, String part, Executable call) {
    String message = assertThrows(type, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
