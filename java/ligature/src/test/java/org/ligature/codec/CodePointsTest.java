package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Every code point there is, lone surrogates included: alone, and between letters. */
class CodePointsTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  private static final int[] NO_ROOM = {};

  /** One for all: an encoder a text would take half of the time. */
  private final GlyphEncoder encoder = CODEC.encoder();

  @Test
  void eachComesBackAlone() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      check(Character.toString(c), c);
    }
  }

  @Test
  void eachComesBackBetweenLetters() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      check("a" + Character.toString(c) + "b", c);
    }
  }

  private void check(String text, int c) {
    Glyphs units = encoder.accept(text).finish();
    assertTrue(text.equals(CODEC.decode(units)), () -> String.format("U+%04X", c));
    assertEquals(units.length(), encoder.encodeInto(text, NO_ROOM, 0));
    GlyphOffsets offsets = CODEC.offsets(units);
    assertEquals(text.length(), offsets.numChars());
    int bytes = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    int around = text.length() - Character.charCount(c);
    assertEquals(bytes + around, offsets.numBytes());
    int unit = offsets.unitAt(around / 2);
    assertTrue(offsets.charStart(unit) <= around / 2);
  }
}
