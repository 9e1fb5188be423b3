package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Control glyphs come by id only: no text becomes one, and they write nothing. */
class ControlLawsTest {
  private static final GlyphCodec CODEC = codec();

  /** Learned from text that is full of the names. */
  private static GlyphCodec codec() {
    GlyphCodecTrainer trainer = GlyphCodec.trainer().add(Texts.SAMPLE);
    for (String name : GlyphCodec.trainer().train().controls().keySet()) {
      trainer.add((name + " <" + name + "> [" + name + "] ").repeat(5));
    }
    return trainer.train();
  }

  @Provide
  Arbitrary<String> texts() {
    assertFalse(CODEC.controls().isEmpty());
    Arbitrary<String> name = Arbitraries.of(CODEC.controls().keySet());
    Arbitrary<String> dressed =
        Arbitraries.of("%s", " %s ", "<%s>", "<|%s|>", "[%s]", "<%s/>", "\u0000%s")
            .flatMap(form -> name.map(form::formatted));
    return Arbitraries.oneOf(dressed, dressed.map(s -> s.toUpperCase(Locale.ROOT)), Texts.any())
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  @Property
  void noTextBecomesOne(@ForAll("texts") String text, @ForAll Profile profile) {
    Glyphs units = CODEC.encode(text, profile);
    assertEquals(text, CODEC.decode(units));
    for (int unit : units.toArray()) {
      assertNotEquals(GlyphKind.CONTROL, CODEC.kind(Unit.glyph(unit)));
    }
  }

  /** As a model writes them: around a text, in either profile. */
  @Property
  void aroundATextTheyWriteNothing(@ForAll("texts") String text, @ForAll Profile profile)
      throws IOException {
    Glyphs units = CODEC.encode(text, profile);
    for (int control : CODEC.controls().values()) {
      assertEquals(GlyphKind.CONTROL, CODEC.kind(control));
      int n = units.length();
      int[] around = new int[n + 2];
      Arrays.fill(around, control);
      units.copyTo(around, 1, 0, n);
      Glyphs marked = Glyphs.of(around);
      assertEquals(text, CODEC.decode(marked));
      GlyphOffsetsLawsTest.assertTiles(CODEC, text, marked);
    }
  }
}
