package org.ligature.chunk;

import java.util.Objects;
import org.ligature.codec.Glyphs;

/** Hides sentence ends from another splitter. */
final class AcrossSentences implements ChunkSplitter {
  private final ChunkSplitter splitter;

  AcrossSentences(ChunkSplitter splitter) {
    this.splitter = Objects.requireNonNull(splitter);
  }

  @Override
  public Cutting split(Glyphs text) {
    return splitter.split(text.asOneSentence());
  }

  @Override
  public Dependence dependence() {
    return splitter.dependence();
  }

  @Override
  public ChunkSplitter acrossSentences() {
    return this;
  }

  @Override
  public String toString() {
    return splitter + " across sentences";
  }
}
