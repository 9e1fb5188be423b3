package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Offsets of the units of any String. */
class GlyphOffsetsLawsTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Property(tries = 2000)
  void stretchesTileTheText(@ForAll("texts") String text, @ForAll Profile profile)
      throws IOException {
    assertTiles(CODEC, text, CODEC.encode(text, profile));
  }

  /** The stretches lie side by side from 0 to the end, and each holds what its unit writes. */
  static void assertTiles(GlyphCodec codec, String text, Glyphs units) throws IOException {
    GlyphOffsets offsets = codec.offsets(units);
    byte[] bytes = Texts.wtf8(text);
    int n = units.length();
    assertEquals(n, offsets.numUnits());
    assertEquals(0, offsets.charStart(0));
    assertEquals(0, offsets.byteStart(0));
    assertEquals(text.length(), offsets.numChars());
    assertEquals(text.length(), offsets.charStart(n));
    assertEquals(bytes.length, offsets.numBytes());
    assertEquals(bytes.length, offsets.byteStart(n));
    StringBuilder written = new StringBuilder();
    GlyphDecoder decoder = codec.decoder(written);
    for (int i = 0; i < n; i++) {
      int from = written.length() + impliedSpace(codec, units, i - 1).length();
      decoder.accept(units.slice(i, i + 1));
      String chars = text.substring(offsets.charStart(i), offsets.charStart(i + 1));
      byte[] stretch =
          Arrays.copyOfRange(bytes, (int) offsets.byteStart(i), (int) offsets.byteStart(i + 1));
      int glyph = Unit.glyph(units.unit(i));
      if (codec.kind(glyph) == GlyphKind.BYTE) {
        assertEquals(codec.text(glyph), String.format("<%02X>", stretch[0]));
        assertEquals(1, stretch.length);
        boolean first = (stretch[0] & 0xC0) != 0x80;
        boolean pair = (stretch[0] & 0xF8) == 0xF0;
        assertEquals(first ? pair ? 2 : 1 : 0, chars.length());
      } else {
        assertEquals(written.substring(from) + impliedSpace(codec, units, i), chars);
        assertEquals(-1, Arrays.mismatch(Texts.wtf8(chars), stretch));
      }
    }
  }

  /** What is implied between unit i and the next one, by their kinds alone. */
  private static String impliedSpace(GlyphCodec codec, Glyphs units, int i) {
    boolean apart =
        i >= 0
            && i + 1 < units.length()
            && Unit.separator(units.unit(i)) == 0
            && !codec.kind(Unit.glyph(units.unit(i))).joinsRight()
            && !codec.kind(Unit.glyph(units.unit(i + 1))).joinsLeft();
    return apart ? " " : "";
  }

  @Property(tries = 1000)
  void everyCharAndByteIsFoundInTheOneStretchThatHoldsIt(
      @ForAll("texts") String text, @ForAll Profile profile) {
    GlyphOffsets offsets = CODEC.offsets(CODEC.encode(text, profile));
    for (int c = 0; c < text.length(); c++) {
      int unit = offsets.unitAt(c);
      assertTrue(offsets.charStart(unit) <= c && c < offsets.charStart(unit + 1));
    }
    for (long b = 0; b < offsets.numBytes(); b++) {
      int unit = offsets.unitAtByte(b);
      assertTrue(offsets.byteStart(unit) <= b && b < offsets.byteStart(unit + 1));
    }
    assertEquals(offsets.numUnits(), offsets.unitAt(offsets.numChars()));
    assertEquals(offsets.numUnits(), offsets.unitAtByte(offsets.numBytes()));
  }
}
