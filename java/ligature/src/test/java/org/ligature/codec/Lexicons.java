package org.ligature.codec;

import java.nio.ByteBuffer;

/** The lexicon inside a codec. */
final class Lexicons {
  private Lexicons() {}

  static Lexicon of(GlyphCodec codec) {
    try {
      return CodecFile.read(ByteBuffer.wrap(codec.toBytes()));
    } catch (MalformedFileException e) {
      throw new AssertionError(e);
    }
  }
}
