package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class LetterTableTest {
  private static final LetterTable TABLE = LetterTable.unicode13();

  @Test
  void theResourceIsWhatJdk17Sees() {
    assumeTrue(
        Runtime.version().feature() == 17,
        () ->
            "skipped: this JDK is " + Runtime.version().feature() + ", and only 17 has Unicode 13");
    assertArrayEquals(LetterTableGenerator.fromThisJdk().toBytes(), TABLE.toBytes());
  }

  @Test
  void bytesGiveTheSameTable() {
    byte[] bytes = TABLE.toBytes();
    LetterTable read = LetterTable.read(13, ByteBuffer.wrap(bytes));
    for (int c = 0; c < 1 << 16; c++) {
      assertEquals(TABLE.kind((char) c), read.kind((char) c));
      assertEquals(TABLE.lower((char) c), read.lower((char) c));
      assertEquals(TABLE.upper((char) c), read.upper((char) c));
    }
  }

  @Test
  void casePairsAreOneToOne() {
    int pairs = 0;
    for (int i = 0; i < 1 << 16; i++) {
      char c = (char) i;
      if (TABLE.kind(c) == LetterTable.UPPER) {
        assertEquals(c, TABLE.upper(TABLE.lower(c)));
        assertEquals(LetterTable.LOWER, TABLE.kind(TABLE.lower(c)));
        pairs++;
      } else {
        assertEquals(c, TABLE.lower(c));
      }
    }
    assertTrue(pairs > 1000, pairs + " pairs");
  }

  @Test
  void whatCharsAre() {
    assertEquals(LetterTable.LOWER, TABLE.kind('\u0451'));
    assertEquals(LetterTable.UPPER, TABLE.kind('Q'));
    assertEquals(LetterTable.DIGIT, TABLE.kind('7'));
    for (char c : "\u0130\u00df\u01c5\u0301\u05e9".toCharArray()) {
      assertEquals(LetterTable.CASELESS, TABLE.kind(c), () -> "" + c);
    }
    for (char c : " ,'\u2019\u4f60\u3042\ud55c\ufe0f\ud83d\ude00\u0663".toCharArray()) {
      assertEquals(LetterTable.OTHER, TABLE.kind(c), () -> "" + c);
      assertFalse(TABLE.isLetter(c));
    }
  }

  @Test
  void nonsenseIsRefused() {
    assertRefused(1, 0);
    assertRefused(1, 0, 'b', 'a');
    assertRefused(2, 0, 'a', 'b', 'c', 'd');
    assertRefused(2, 0, 'c', 'd', 'a', 'a');
    assertRefused(1, 0, '5', '5');
    assertRefused(1, 0, '\'', '\'');
    assertRefused(1, 0, 0xD800, 0xD800);
    assertRefused(1, 1, 'a', 'z', 'a', 'a');
    assertRefused(1, 1, 'a', 'z', 'a', 'A');
    assertRefused(1, 2, 'a', 'z', 'a', 'b', 'b', 'c');
    assertRefused(1, 2, 'a', 'z', 'a', 'c', 'b', 'c');
    assertRefused(1, 2, 'a', 'z', 'b', 'c', 'a', 'd');
    assertRefused(-1, -1);
    assertThrows(
        IllegalArgumentException.class, () -> LetterTable.read(13, ByteBuffer.allocate(7)));
  }

  private static void assertRefused(int numRanges, int numPairs, int... chars) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + 2 * chars.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(numRanges).putInt(numPairs);
    for (int c : chars) {
      bytes.putChar((char) c);
    }
    assertThrows(IllegalArgumentException.class, () -> LetterTable.read(13, bytes.flip()));
  }
}
