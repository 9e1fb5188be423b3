package org.ligature.chunk;

import java.util.Objects;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;

/** Keeps the pieces of a word in one chunk. */
final class KeepWords implements HoldingSplitter {
  private final ChunkSplitter splitter;
  private final GlyphCodec codec;

  KeepWords(ChunkSplitter splitter, GlyphCodec codec) {
    this.splitter = Objects.requireNonNull(splitter);
    this.codec = Objects.requireNonNull(codec);
  }

  @Override
  public Cutting split(Glyphs text, Held held) {
    Held words = Held.words(text, codec);
    return HoldingSplitter.split(splitter, text, offset -> words.at(offset) || held.at(offset));
  }

  /** The unit behind a cut may not go on with the word before it: that looks ahead. */
  @Override
  public Dependence dependence() {
    return Dependence.LOOKAHEAD;
  }

  @Override
  public String toString() {
    return splitter + " of whole words";
  }
}
