package org.ligature.lexicon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.ligature.codec.GlyphCodec;

/**
 * The ready lexicon: 262,144 glyphs, of English and Russian words, emoji and ideographs. Its
 * licence is CC BY-SA 4.0; {@link GlyphCodec#provenance} names its sources.
 */
public final class EnglishRussian {
  private EnglishRussian() {}

  /** The codec of this lexicon: loaded once, at the first call; shared by all threads. */
  public static GlyphCodec codec() {
    return Loaded.CODEC;
  }

  private static final class Loaded {
    static final GlyphCodec CODEC = load();

    private static GlyphCodec load() {
      try (InputStream in = EnglishRussian.class.getResourceAsStream("english-russian.lexicon")) {
        if (in == null) {
          throw new IllegalStateException("english-russian.lexicon is not in the jar");
        }
        return GlyphCodec.read(ByteBuffer.wrap(in.readAllBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException("the lexicon in the jar cannot be read", e);
      }
    }
  }
}
