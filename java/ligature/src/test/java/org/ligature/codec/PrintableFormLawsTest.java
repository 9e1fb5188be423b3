package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PrintableFormLawsTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Property
  void printedGlyphsComeBack(@ForAll("texts") String text) {
    String printed = CODEC.toPrintable(CODEC.encode(text));
    Glyphs flat = CODEC.encode(text, Profile.FLAT);
    assertEquals(2 * flat.length(), printed.length());
    assertArrayEquals(flat.toArray(), CODEC.fromPrintable(printed).toArray());
    assertEquals(text, CODEC.decode(CODEC.fromPrintable(printed)));
  }

  @Property
  void noNormalFormChangesIt(@ForAll("texts") String text) {
    String printed = CODEC.toPrintable(CODEC.encode(text));
    for (Normalizer.Form form : Normalizer.Form.values()) {
      assertEquals(printed, Normalizer.normalize(printed, form));
    }
  }

  @Property
  void everySyllableIsOneAndARowIsNoColumn(@ForAll @IntRange(max = 511) int n) {
    for (char first : new char[] {PrintableForm.FIRST_ROW, PrintableForm.FIRST_COLUMN}) {
      assertTrue(first + n >= 0xA000 && first + n <= 0xA48C && first + n != 0xA015);
    }
    assertTrue(PrintableForm.FIRST_ROW + 511 < PrintableForm.FIRST_COLUMN);
  }

  @Example
  void whatIsNoPrintableFormIsRefusedWhereItStands() {
    String printed = CODEC.toPrintable(CODEC.encode("the fox"));
    assertRefused("U+0078 at char 2 is no row", printed.substring(0, 2) + "x" + printed);
    assertRefused("at char 0 is no row", printed.substring(1));
    assertRefused("the text ends at char 3, in a glyph", printed.substring(0, 3));
    assertRefused("at char 1 is no column", printed.charAt(0) + printed);
    assertRefused("glyph 262143 at char 0; the codec has " + CODEC.size(), "\uA215\uA415");
    assertRefused("U+A016 at char 1 is no column", "\uA016\uA016");
  }

  private static void assertRefused(String message, String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> CODEC.fromPrintable(text));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
