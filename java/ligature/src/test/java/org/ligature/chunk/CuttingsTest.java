package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CuttingsTest {
  @Test
  void listsThemInOrder() {
    assertEquals(
        List.of("1+1+1+1", "1+1+2", "1+2+1", "1+3", "2+1+1", "2+2", "3+1", "4"),
        Cuttings.all(4, 4).map(Cutting::toString).toList());
    assertEquals(
        List.of("1+1+1+1", "1+1+2", "1+2+1", "2+1+1", "2+2"),
        Cuttings.all(4, 2).map(Cutting::toString).toList());
    assertEquals(List.of(Cutting.whole(0)), Cuttings.all(0, 3).toList());
    assertEquals(List.of(Cutting.whole(1)), Cuttings.all(1, 3).toList());
    assertEquals(List.of(Cutting.singles(5)), Cuttings.all(5, 1).toList());
  }

  @Test
  void listIsLazy() {
    assertEquals(
        Cutting.singles(1000), Cuttings.all(1000, Integer.MAX_VALUE).findFirst().orElseThrow());
    assertEquals(
        Cuttings.unrank(1000, 7, 49), Cuttings.all(1000, 7).skip(49).findFirst().orElseThrow());
  }

  @Test
  void countsWithNoBoundAreAPowerOfTwo() {
    for (int n = 1; n <= 63; n++) {
      assertEquals(1L << (n - 1), Cuttings.count(n, n));
      assertEquals(1L << (n - 1), Cuttings.count(n, Integer.MAX_VALUE));
    }
    assertEquals(BigInteger.TWO.pow(4095), Cuttings.countExact(4096, 4096));
  }

  @Test
  void countsBelowThreeAreFibonaccis() {
    assertEquals(7_540_113_804_746_346_429L, Cuttings.count(91, 2));
    assertEquals(new BigInteger("12200160415121876738"), Cuttings.countExact(92, 2));
  }

  @Test
  void singlesAreOneHoweverMany() {
    assertEquals(1, Cuttings.count(Integer.MAX_VALUE, 1));
    assertEquals(BigInteger.ONE, Cuttings.countExact(Integer.MAX_VALUE, 1));
  }

  @Test
  void aCountPastLongIsRefusedAtOnce() {
    for (int[] each :
        new int[][] {
          {64, 64}, {92, 2}, {75, 3}, {200, 150}, {Integer.MAX_VALUE, 2}, {Integer.MAX_VALUE, 99999}
        }) {
      String message =
          assertThrows(ArithmeticException.class, () -> Cuttings.count(each[0], each[1]))
              .getMessage();
      assertTrue(message.contains("cuttings of " + each[0] + " units"), message);
      assertTrue(message.contains("at most " + each[1]), message);
    }
  }

  @Test
  void meanChunkOfAllIsBelowTwo() {
    for (int n = 1; n <= 16; n++) {
      double chunks = Cuttings.all(n, n).mapToInt(Cutting::numChunks).average().orElseThrow();
      assertEquals((n + 1) / 2.0, chunks, 1e-9);
    }
  }

  @Test
  void badArgumentsAreNamed() {
    for (Executable call :
        new Executable[] {
          () -> Cuttings.count(-1, 2),
          () -> Cuttings.countExact(-1, 2),
          () -> Cuttings.unrank(-1, 2, 0),
          () -> Cuttings.all(-1, 2)
        }) {
      assertEquals("number of units is negative: -1", messageOf(call));
    }
    for (Executable call :
        new Executable[] {
          () -> Cuttings.count(3, 0),
          () -> Cuttings.countExact(3, 0),
          () -> Cuttings.rank(Cutting.whole(3), 0),
          () -> Cuttings.unrank(3, 0, 0),
          () -> Cuttings.all(3, 0)
        }) {
      assertEquals("largest size is 0, below 1", messageOf(call));
    }
    assertEquals(
        "chunk 1 has 3 units, above the largest size, 2",
        messageOf(() -> Cuttings.rank(Cutting.parse("1+3"), 2)));
    assertEquals(
        "rank 5 is not in [0, 5), the cuttings of 4 units into chunks of at most 2",
        messageOf(() -> Cuttings.unrank(4, 2, 5)));
    assertEquals(
        "rank -1 is not in [0, 5), the cuttings of 4 units into chunks of at most 2",
        messageOf(() -> Cuttings.unrank(4, 2, BigInteger.ONE.negate())));
  }

  @Test
  void nullIsRefused() {
    assertThrows(NullPointerException.class, () -> Cuttings.rank(null, 2));
    assertThrows(NullPointerException.class, () -> Cuttings.unrank(2, 2, null));
  }

  private static String messageOf(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
