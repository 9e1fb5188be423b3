package org.ligature.testkit;

import org.ligature.codec.GlyphCodec;
import org.ligature.lexicon.EnglishRussian;

/** The ready lexicon keeps the laws. */
class ReadyLexiconTest implements CodecLaws {
  @Override
  public GlyphCodec codec() {
    return EnglishRussian.codec();
  }
}
