package org.ligature.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** Lexicons made from others. */
final class Lexicons {
  private Lexicons() {}

  static Lexicon of(GlyphCodec codec) {
    try {
      return CodecFile.read(ByteBuffer.wrap(codec.toBytes()));
    } catch (MalformedFileException e) {
      throw new AssertionError(e);
    }
  }

  /** The lexicon with these phrases behind its other glyphs. */
  static Lexicon withPhrases(Lexicon base, List<String> phrases) {
    LexiconParts parts = new LexiconParts();
    for (int g = 0; g < base.size(); g++) {
      parts.add(base.kind(g), base.endsSentence(g), base.text(g));
    }
    phrases.forEach(phrase -> parts.add(GlyphKind.PHRASE, false, phrase));
    int[] named = IntStream.rangeClosed(1, base.numNamed()).map(base::named).toArray();
    return parts.build(base.letters(), named, base.provenance());
  }
}
