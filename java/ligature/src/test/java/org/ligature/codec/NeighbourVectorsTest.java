package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighbourVectorsTest {
  private static final String[] TEXTS = {
    "a cat sat. a dog sat; a cat ran. a dog ran. a cat saw a dog",
    "ran a mile. a dog hid, a cat sat",
    "he saw a mile of dogs. tomcat, mudcat, he ran"
  };

  private final GlyphCodec codec = GlyphCodec.trainer().add(String.join(" ", TEXTS)).train();
  private final Lexicon lexicon = codec.lexicon();

  private int glyph(String word) {
    return Unit.glyph(codec.encode(word).unit(0));
  }

  private NeighbourVectors learn(UnitReplay replay) throws IOException {
    return new NeighbourVectors(lexicon, replay);
  }

  private static double likeness(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private void assertSame(NeighbourVectors one, NeighbourVectors other) {
    for (int g = 0; g < lexicon.size(); g++) {
      assertArrayEquals(one.of(g), other.of(g), lexicon.text(g));
    }
  }

  @Test
  void wordsOfTheSamePlacesAreNear() throws IOException {
    NeighbourVectors vectors = learn(Replays.of(TEXTS));
    double same = likeness(vectors.of(glyph("cat")), vectors.of(glyph("dog")));
    double apart = likeness(vectors.of(glyph("cat")), vectors.of(glyph("ran")));
    assertTrue(same > 2 * apart, same + " and " + apart);
  }

  @Test
  void everyVectorHasLengthOne() throws IOException {
    NeighbourVectors vectors = learn(Replays.of(TEXTS));
    for (String word : List.of("cat", "dog", "a", "he", "mile")) {
      assertEquals(1, likeness(vectors.of(glyph(word)), vectors.of(glyph(word))), 1e-5);
    }
  }

  @Test
  void theOrderOfTheSentencesShowsNowhere() throws IOException {
    NeighbourVectors vectors = learn(Replays.of(TEXTS));
    for (int seed = 0; seed < 5; seed++) {
      assertSame(vectors, learn(Replays.shuffled(seed, TEXTS)));
    }
  }

  @Test
  void aWeightSaysNothingOfWhatStandsBeside() throws IOException {
    assertSame(learn(Replays.weighted(1L << 40, TEXTS)), learn(Replays.of(TEXTS)));
  }

  @Test
  void aWordOfNoTextHasTheVectorOfItsEnding() throws IOException {
    NeighbourVectors vectors = learn(Replays.of("a tomcat sat. a dog sat"));
    assertEquals(1, likeness(vectors.of(glyph("mudcat")), vectors.of(glyph("tomcat"))), 1e-5);
    assertNull(vectors.of(glyph("hid")));
  }
}
