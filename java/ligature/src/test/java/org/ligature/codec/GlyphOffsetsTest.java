package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Offsets by example. */
class GlyphOffsetsTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  private static void assertOffsets(String text, int[] chars, long[] bytes) {
    assertOffsets(CODEC.encode(text), chars, bytes);
  }

  private static void assertOffsets(Glyphs units, int[] chars, long[] bytes) {
    GlyphOffsets offsets = CODEC.offsets(units);
    int n = units.length();
    assertArrayEquals(chars, IntStream.rangeClosed(0, n).map(offsets::charStart).toArray());
    assertArrayEquals(
        bytes, LongStream.rangeClosed(0, n).map(i -> offsets.byteStart((int) i)).toArray());
  }

  @Test
  void anImpliedSpaceBelongsToTheUnitBeforeIt() {
    assertOffsets("the fox", new int[] {0, 4, 7}, new long[] {0, 4, 7});
  }

  @Test
  void aNamedSeparatorBelongsToTheUnitThatNamesIt() {
    assertOffsets("fox, dog. ", new int[] {0, 5, 10}, new long[] {0, 5, 10});
  }

  @Test
  void anEmptySeparatorIsEmpty() {
    assertOffsets("foxDog", new int[] {0, 3, 6}, new long[] {0, 3, 6});
    GlyphOffsets offsets = CODEC.offsets(CODEC.encode("fox42", Profile.FLAT));
    assertEquals(0, offsets.unitAt(2));
    assertEquals(2, offsets.unitAt(3));
  }

  @Test
  void bytesOfOneCharStandEmptyBehindTheFirst() {
    assertOffsets("fox\u00fe", new int[] {0, 3, 4, 4}, new long[] {0, 3, 4, 5});
    assertOffsets("\uD808\uDC00!", new int[] {0, 2, 2, 2, 2, 3}, new long[] {0, 1, 2, 3, 4, 5});
    assertOffsets("\uD83D", new int[] {0, 1, 1, 1}, new long[] {0, 1, 2, 3});
  }

  @Test
  void aByteMayNameASeparator() {
    Glyphs named = CODEC.encode("fox, dog");
    int comma = Unit.separator(named.unit(0));
    Glyphs units = Glyphs.of(0xC3, Unit.of(0xBE, 0, comma), 'a');
    assertEquals("\u00fe, a", CODEC.decode(units));
    assertOffsets(units, new int[] {0, 1, 3, 4}, new long[] {0, 1, 4, 5});
  }

  @Test
  void bytesAreCountedAsUtf8() {
    assertOffsets("\u043c\u0438\u0440 fox", new int[] {0, 4, 7}, new long[] {0, 7, 10});
    assertOffsets("\u4f60\uD83D\uDE00", new int[] {0, 1, 3}, new long[] {0, 3, 7});
  }

  @Test
  void aLetterCaseIsEmptyBeforeItsWord() {
    Glyphs units = CODEC.encode("the Fox, dog", Profile.FLAT);
    int[] chars = {0, 4, 4, 7, 9, 12};
    assertOffsets(units, chars, IntStream.of(chars).asLongStream().toArray());
    assertEquals(2, CODEC.offsets(units).unitAt(4));
  }

  @Test
  void aTextOfNoUnitsHasOneOffset() {
    assertOffsets("", new int[] {0}, new long[] {0});
    assertEquals(0, CODEC.offsets(Glyphs.empty()).unitAt(0));
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    GlyphOffsets offsets = CODEC.offsets(CODEC.encode("the fox"));
    assertThrows(IndexOutOfBoundsException.class, () -> offsets.charStart(3));
    assertThrows(IndexOutOfBoundsException.class, () -> offsets.byteStart(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> offsets.unitAt(8));
    assertThrows(IndexOutOfBoundsException.class, () -> offsets.unitAt(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> offsets.unitAtByte(8));
    assertThrows(NullPointerException.class, () -> CODEC.offsets(null));
    MalformedUnitsException e =
        assertThrows(MalformedUnitsException.class, () -> CODEC.offsets(Glyphs.of(0xE2)));
    assertEquals(1, e.index());
  }
}
