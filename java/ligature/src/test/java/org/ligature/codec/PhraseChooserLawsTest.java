package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PhraseChooserLawsTest {
  @Provide
  Arbitrary<String> texts() {
    return PhraseTexts.any();
  }

  @Property(tries = 10)
  void learnedPhrasesKeepTheLaws(@ForAll("texts") String text, @ForAll("texts") String other)
      throws IOException {
    String[] texts = {text, other, text};
    Lexicon base = GlyphCodec.trainer().add(text).add(other).train().lexicon();
    List<String> phrases = PhraseChooserTest.choose(base, Replays.of(texts), 20);
    assertEquals(phrases, PhraseChooserTest.choose(base, Replays.shuffled(1, texts), 20));
    GlyphCodec codec = GlyphCodec.of(PhraseChooser.withPhrases(base, phrases));
    assertEquals(text, codec.decode(codec.encode(text)));
    assertEquals(other, codec.decode(codec.encode(other)));
  }
}
