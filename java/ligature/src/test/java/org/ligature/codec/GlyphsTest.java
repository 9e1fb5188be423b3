package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GlyphsTest {
  private final Glyphs text = Glyphs.of(new int[] {10, 11, 12, 13, 14}, new int[] {2, 5});

  @Test
  void isAValue() {
    int[] units = {10, 11};
    Glyphs glyphs = Glyphs.of(units);
    units[0] = 99;
    glyphs.toArray()[0] = 99;
    assertEquals(10, glyphs.unit(0));
    assertEquals(Glyphs.of(10, 11), glyphs);
    assertEquals(Glyphs.of(10, 11).hashCode(), glyphs.hashCode());
    assertNotEquals(Glyphs.of(10, 12), glyphs);
    assertNotEquals(Glyphs.of(new int[] {10, 11}, new int[] {1, 2}), glyphs);
    assertEquals("Glyphs[5 units, 2 sentences]", text.toString());
  }

  @Test
  void knowsItsSentences() {
    assertEquals(2, text.numSentences());
    assertEquals(0, text.sentenceStart(0));
    assertEquals(2, text.sentenceEnd(0));
    assertEquals(2, text.sentenceStart(1));
    assertEquals(5, text.sentenceEnd(1));
    assertEquals(1, text.asOneSentence().numSentences());
    assertEquals(0, Glyphs.empty().numSentences());
    assertEquals(Glyphs.empty(), Glyphs.of());
    assertEquals(Glyphs.empty(), Glyphs.empty().asOneSentence());
  }

  @Test
  void slicesWithTheSentencesInside() {
    assertEquals(Glyphs.of(new int[] {11, 12, 13}, new int[] {1, 3}), text.slice(1, 4));
    assertEquals(Glyphs.of(10, 11), text.slice(0, 2));
    assertEquals(text, text.slice(0, 5));
    assertEquals(Glyphs.empty(), text.slice(3, 3));
  }

  @Test
  void copiesARange() {
    int[] target = new int[4];
    text.copyTo(target, 1, 2, 5);
    assertArrayEquals(new int[] {0, 12, 13, 14}, target);
  }

  @Test
  void unpacksTheFieldsOfAUnit() {
    int unit = Unit.of(262_143, Unit.ALL_CAPS, 15);
    assertEquals(262_143, Unit.glyph(unit));
    assertEquals(Unit.ALL_CAPS, Unit.letterCase(unit));
    assertEquals(15, Unit.separator(unit));
    assertEquals(unit, Glyphs.of(unit).unit(0));
  }

  @Test
  void refusesWhatIsNoText() {
    assertMessage("unit 1 is not a unit: -1", () -> Glyphs.of(0, -1));
    assertMessage("unit 0 is not a unit: 16777216", () -> Glyphs.of(1 << 24));
    assertMessage("unit 0 is not a unit: 786432", () -> Glyphs.of(3 << 18));
    assertMessage("sentence end 0 is 0, not in (0, 1]", () -> Glyphs.of(new int[1], new int[1]));
    assertMessage(
        "sentence end 1 is 1, not in (1, 2]", () -> Glyphs.of(new int[2], new int[] {1, 1}));
    assertMessage("sentence end 0 is 3, not in (0, 2]", () -> Glyphs.of(new int[2], new int[] {3}));
    assertMessage("ends at 0, not at the end, 2", () -> Glyphs.of(new int[2], new int[0]));
    assertThrows(NullPointerException.class, () -> Glyphs.of((int[]) null));
    assertThrows(NullPointerException.class, () -> Glyphs.of(new int[0], null));
    assertThrows(IndexOutOfBoundsException.class, () -> text.unit(5));
    assertThrows(IndexOutOfBoundsException.class, () -> text.unit(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> text.sentenceEnd(2));
    assertThrows(IndexOutOfBoundsException.class, () -> text.sentenceStart(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> text.slice(3, 6));
    assertThrows(IndexOutOfBoundsException.class, () -> text.slice(3, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> text.copyTo(new int[1], 0, 0, 2));
  }

  private static void assertMessage(String part, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }
}
