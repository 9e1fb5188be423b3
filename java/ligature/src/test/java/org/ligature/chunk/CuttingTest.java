package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CuttingTest {
  @Test
  void readsLikeItsText() {
    Cutting cutting = Cutting.parse("4+2");

    assertEquals(6, cutting.numUnits());
    assertEquals(2, cutting.numChunks());
    assertEquals(0, cutting.start(0));
    assertEquals(4, cutting.end(0));
    assertEquals(4, cutting.start(1));
    assertEquals(6, cutting.end(1));
    assertEquals(4, cutting.size(0));
    assertEquals(2, cutting.size(1));
    assertEquals(0, cutting.chunkOf(3));
    assertEquals(1, cutting.chunkOf(4));
    assertEquals(3, cutting.slotOf(3));
    assertEquals(0, cutting.slotOf(4));
    assertTrue(cutting.isBoundary(0) && cutting.isBoundary(4) && cutting.isBoundary(6));
    assertTrue(!cutting.isBoundary(3) && !cutting.isBoundary(5));
    assertEquals("4+2", cutting.toString());
  }

  @Test
  void oneCuttingHasManyDoors() {
    assertEquals(Cutting.parse("4+2"), Cutting.ofSizes(4, 2));
    assertEquals(Cutting.parse("4+2"), Cutting.ofEnds(6, 4, 6));
    assertEquals(Cutting.parse("4+2"), Cutting.ofBoundaries(6, bits(4)));
    assertEquals(Cutting.parse("1+1+1"), Cutting.singles(3));
    assertEquals(Cutting.parse("3"), Cutting.whole(3));
    assertEquals(Cutting.parse("4+2").hashCode(), Cutting.ofSizes(4, 2).hashCode());
    assertNotEquals(Cutting.parse("4+2"), Cutting.parse("2+4"));
    assertNotEquals(Cutting.parse("4+2"), Cutting.parse("4"));
    assertNotEquals(Cutting.parse("4+2"), "4+2");
  }

  @Test
  void noUnitsHaveOneCutting() {
    Cutting empty = Cutting.parse("");

    assertEquals(empty, Cutting.ofSizes());
    assertEquals(empty, Cutting.ofEnds(0));
    assertEquals(empty, Cutting.singles(0));
    assertEquals(empty, Cutting.whole(0));
    assertEquals(0, empty.numUnits());
    assertEquals(0, empty.numChunks());
    assertEquals("", empty.toString());
    assertTrue(empty.isBoundary(0));
    assertTrue(empty.refines(empty));
    assertEquals(empty, empty.meet(empty));
    assertEquals(empty, empty.join(empty));
    assertEquals(0, empty.compareTo(empty));
  }

  @Test
  void meetHasTheBoundariesOfEitherAndJoinThoseOfBoth() {
    Cutting a = Cutting.parse("2+4+1");
    Cutting b = Cutting.parse("2+1+4");

    assertEquals("2+1+3+1", a.meet(b).toString());
    assertEquals("2+5", a.join(b).toString());
    assertTrue(a.meet(b).refines(a) && a.refines(a.join(b)));
    assertTrue(!a.refines(b) && !b.refines(a));
  }

  @Test
  void theLargestSizesFit() {
    assertEquals(Integer.MAX_VALUE, Cutting.whole(Integer.MAX_VALUE).numUnits());
    assertEquals(1, Cutting.ofSizes(Integer.MAX_VALUE - 1, 1).chunkOf(Integer.MAX_VALUE - 1));
    assertEquals("2147483647", Cutting.parse("2147483647").toString());
  }

  @Test
  void copiesArraysInAndOut() {
    int[] ends = {4, 6};
    Cutting cutting = Cutting.ofEnds(6, ends);
    ends[0] = 5;
    cutting.ends()[0] = 5;

    assertArrayEquals(new int[] {4, 6}, cutting.ends());
  }

  @ParameterizedTest
  @CsvSource({
    "'+2', 0, a size is expected",
    "'4+', 2, a size is expected",
    "'4++2', 2, a size is expected",
    "'4 +2', 1, a digit or '+' is expected",
    "'4+x', 2, a size is expected",
    "'4-2', 1, a digit or '+' is expected",
    "'4+02', 2, a size begins with 1 to 9",
    "'0', 0, a size begins with 1 to 9",
    "'1+2147483647', 2, the sizes add up past 2147483647",
    "'99999999999999999999', 0, the sizes add up past 2147483647",
    "'٣', 0, a size is expected"
  })
  void parsePointsAtTheCharacter(String text, int at, String what) {
    String message = messageOf(() -> Cutting.parse(text));

    assertTrue(message.contains("\"" + text + "\", character " + at + " ("), message);
    assertTrue(message.endsWith(what), message);
  }

  @Test
  void badArgumentsAreNamed() {
    assertEquals("size 1 is 0, below 1", messageOf(() -> Cutting.ofSizes(2, 0)));
    assertEquals("size 0 is -3, below 1", messageOf(() -> Cutting.ofSizes(-3)));
    assertEquals(
        "sizes 0 to 1 add up to 2147483648, above 2147483647",
        messageOf(() -> Cutting.ofSizes(Integer.MAX_VALUE, 1)));
    assertEquals("chunk end 1 is 4, not in (4, 6]", messageOf(() -> Cutting.ofEnds(6, 4, 4)));
    assertEquals("chunk end 0 is 0, not in (0, 6]", messageOf(() -> Cutting.ofEnds(6, 0, 6)));
    assertEquals("chunk end 1 is 7, not in (4, 6]", messageOf(() -> Cutting.ofEnds(6, 4, 7)));
    assertEquals(
        "the last chunk ends at 4, not at the number of units, 6",
        messageOf(() -> Cutting.ofEnds(6, 4)));
    assertEquals(
        "offset 0 is not inside the 6 units", messageOf(() -> Cutting.ofBoundaries(6, bits(0, 4))));
    assertEquals(
        "offset 6 is not inside the 6 units", messageOf(() -> Cutting.ofBoundaries(6, bits(4, 6))));
    for (Executable call :
        new Executable[] {
          () -> Cutting.singles(-1), () -> Cutting.whole(-1), () -> Cutting.ofEnds(-1)
        }) {
      assertEquals("number of units is negative: -1", messageOf(call));
    }
    Cutting three = Cutting.whole(3);
    for (Executable call :
        new Executable[] {
          () -> three.refines(Cutting.whole(4)),
          () -> three.meet(Cutting.whole(4)),
          () -> three.join(Cutting.whole(4))
        }) {
      assertEquals("cuttings of 3 and of 4 units do not compare", messageOf(call));
    }
  }

  @Test
  void indicesAreChecked() {
    Cutting cutting = Cutting.parse("4+2");
    for (int chunk : new int[] {-1, 2}) {
      assertThrows(IndexOutOfBoundsException.class, () -> cutting.start(chunk));
      assertThrows(IndexOutOfBoundsException.class, () -> cutting.end(chunk));
      assertThrows(IndexOutOfBoundsException.class, () -> cutting.size(chunk));
    }
    for (int unit : new int[] {-1, 6}) {
      assertThrows(IndexOutOfBoundsException.class, () -> cutting.chunkOf(unit));
      assertThrows(IndexOutOfBoundsException.class, () -> cutting.slotOf(unit));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> cutting.isBoundary(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> cutting.isBoundary(7));
    assertThrows(IndexOutOfBoundsException.class, () -> Cutting.whole(0).chunkOf(0));
  }

  @Test
  void nullIsRefused() {
    Cutting cutting = Cutting.whole(1);
    assertThrows(NullPointerException.class, () -> Cutting.ofSizes((int[]) null));
    assertThrows(NullPointerException.class, () -> Cutting.ofEnds(1, (int[]) null));
    assertThrows(NullPointerException.class, () -> Cutting.parse(null));
    assertThrows(NullPointerException.class, () -> cutting.refines(null));
    assertThrows(NullPointerException.class, () -> cutting.meet(null));
    assertThrows(NullPointerException.class, () -> cutting.join(null));
    assertThrows(NullPointerException.class, () -> cutting.compareTo(null));
  }

  private static BitSet bits(int... offsets) {
    BitSet bits = new BitSet();
    Arrays.stream(offsets).forEach(bits::set);
    return bits;
  }

  private static String messageOf(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
