package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.CharBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Encoding into an array, and counting: examples and refusals. */
class EncodeIntoTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  @Test
  void unitsStandFromTheOffsetOnAndNothingElseIsTouched() {
    int[] array = new int[8];
    Arrays.fill(array, -1);
    assertEquals(3, CODEC.encodeInto("the quick fox", array, 2));
    int[] units = CODEC.encode("the quick fox").toArray();
    assertArrayEquals(new int[] {-1, -1, units[0], units[1], units[2], -1, -1, -1}, array);
  }

  @Test
  void whatHasNoRoomIsCounted() {
    int[] array = {-1, -1, -1};
    assertEquals(4, CODEC.encodeInto("fox the quick dog", array, 1));
    int[] units = CODEC.encode("fox the").toArray();
    assertArrayEquals(new int[] {-1, units[0], units[1]}, array);
    assertEquals(4, CODEC.encodeInto("fox the quick dog", array, 3));
    assertEquals(0, CODEC.encodeInto("", array, 3));
  }

  @Test
  void aTextOfManyPartsAndSentencesFillsTheArrayInOrder() {
    String text = "The quick fox, Don\u2019t! ".repeat(5_000) + "fox ".repeat(70_000);
    Glyphs whole = CODEC.encode(text);
    int[] array = new int[whole.length()];
    GlyphEncoder encoder = CODEC.encoder();
    for (int round = 0; round < 2; round++) {
      Arrays.fill(array, -1);
      assertEquals(array.length, encoder.encodeInto(text, array, 0));
      assertArrayEquals(whole.toArray(), array);
    }
    int[] half = new int[array.length / 2];
    assertEquals(array.length, encoder.encodeInto(CharBuffer.wrap(text), half, 0));
    assertArrayEquals(Arrays.copyOf(array, half.length), half);
    assertEquals(array.length, CODEC.countUnits(new StringBuilder(text)));
  }

  @Test
  void anEncoderInTheMiddleOfATextRefuses() {
    GlyphEncoder encoder = CODEC.encoder().accept("the");
    assertThrows(IllegalStateException.class, () -> encoder.encodeInto("fox", new int[9], 0));
    assertEquals(CODEC.encode("the"), encoder.finish());
    assertEquals(1, encoder.encodeInto("fox", new int[9], 0));
    assertEquals(CODEC.encode("quick"), encoder.accept("quick").finish());
  }

  @Test
  void nullAndRangesAreRefused() {
    assertThrows(NullPointerException.class, () -> CODEC.countUnits(null));
    assertThrows(NullPointerException.class, () -> CODEC.encodeInto(null, new int[1], 0));
    assertThrows(NullPointerException.class, () -> CODEC.encodeInto("fox", null, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> CODEC.encodeInto("fox", new int[1], -1));
    assertThrows(IndexOutOfBoundsException.class, () -> CODEC.encodeInto("fox", new int[1], 2));
  }
}
