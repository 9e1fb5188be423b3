package org.ligature.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The same sentences replayed in several ways, for what must not see a difference. */
final class Replays {
  private Replays() {}

  /** Each text whole, with weight 1. */
  static UnitReplay of(String... texts) {
    return weighted(1, texts);
  }

  static UnitReplay weighted(long weight, String... texts) {
    return (lexicon, sink) -> {
      for (String text : texts) {
        Glyphs glyphs = encode(lexicon, text);
        if (glyphs.length() > 0) {
          sink.accept(glyphs, weight);
        }
      }
    };
  }

  /** The sentences of the texts one by one, in any order. */
  static UnitReplay shuffled(long seed, String... texts) {
    return (lexicon, sink) -> {
      List<Glyphs> sentences = new ArrayList<>();
      for (String text : texts) {
        Glyphs glyphs = encode(lexicon, text);
        int start = 0;
        for (int s = 0; s < glyphs.numSentences(); s++) {
          sentences.add(glyphs.slice(start, glyphs.sentenceEnd(s)));
          start = glyphs.sentenceEnd(s);
        }
      }
      Collections.shuffle(sentences, new Random(seed));
      sentences.forEach(sentence -> sink.accept(sentence, 1));
    };
  }

  private static Glyphs encode(Lexicon lexicon, String text) {
    GlyphEncoder encoder = new GlyphEncoder(lexicon, Profile.ATTRIBUTE).accept(text);
    return encoder.finish();
  }
}
