package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Both profiles say the same text, and each converts to the other and back. */
class ProfileLawsTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Property(tries = 2000)
  void profilesConvertThereAndBack(@ForAll("texts") String text) {
    Glyphs attribute = CODEC.encode(text);
    Glyphs flat = CODEC.encode(text, Profile.FLAT);
    assertEquals(attribute, CODEC.convert(flat, Profile.ATTRIBUTE));
    assertEquals(flat, CODEC.convert(attribute, Profile.FLAT));
  }

  @Property
  void aProfileConvertsToItself(@ForAll("texts") String text) {
    for (Profile profile : Profile.values()) {
      Glyphs units = CODEC.encode(text, profile);
      assertEquals(units, CODEC.convert(units, profile));
    }
  }

  @Property
  void flatUnitsAreGlyphsAndDecode(@ForAll("texts") String text) {
    Glyphs flat = CODEC.encode(text, Profile.FLAT);
    assertTrue(Arrays.stream(flat.toArray()).allMatch(unit -> unit == Unit.glyph(unit)));
    assertEquals(text, CODEC.decode(flat));
  }

  @Property
  void sentencesEndBehindTheSameText(@ForAll("texts") String text) {
    Glyphs attribute = CODEC.encode(text);
    Glyphs flat = CODEC.encode(text, Profile.FLAT);
    assertEquals(attribute.numSentences(), flat.numSentences());
    for (int i = 0; i < flat.numSentences(); i++) {
      assertEquals(
          CODEC.decode(attribute.slice(0, attribute.sentenceEnd(i))),
          CODEC.decode(flat.slice(0, flat.sentenceEnd(i))));
    }
  }
}
