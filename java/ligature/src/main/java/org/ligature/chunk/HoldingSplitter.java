package org.ligature.chunk;

import org.ligature.codec.Glyphs;

/** A splitter that can be told where no chunk may end, and keeps its bounds all the same. */
interface HoldingSplitter extends ChunkSplitter {
  /** Cuts a text; held offsets are no ends, except those of sentences. */
  Cutting split(Glyphs text, Held held);

  @Override
  default Cutting split(Glyphs text) {
    return split(text, Held.NOWHERE);
  }

  /** Cuts with any splitter: where it cannot be told, ends that are held are taken out after. */
  static Cutting split(ChunkSplitter splitter, Glyphs text, Held held) {
    if (splitter instanceof HoldingSplitter holding) {
      return holding.split(text, held);
    }
    Cutting cutting = ChunkSplitter.checkedSplit(splitter, text);
    return held == Held.NOWHERE ? cutting : held.join(text, cutting);
  }
}
