package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The fast encoder gives the very units of the slow one. */
class ReferenceLawsTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();
  private static final ReferenceEncoder REFERENCE = new ReferenceEncoder(CODEC.lexicon());

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Property(tries = 5000)
  void anyTextHasTheUnitsOfTheReference(@ForAll("texts") String text) {
    assertEquals(REFERENCE.encode(text), CODEC.encode(text));
  }
}
