package org.ligature.chunk;

import java.util.Objects;
import org.ligature.codec.Glyphs;

/** Hides sentence ends from another splitter. */
final class AcrossSentences implements HoldingSplitter {
  private final ChunkSplitter splitter;

  AcrossSentences(ChunkSplitter splitter) {
    this.splitter = Objects.requireNonNull(splitter);
  }

  @Override
  public Cutting split(Glyphs text, Held held) {
    return HoldingSplitter.split(splitter, text.asOneSentence(), held);
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
