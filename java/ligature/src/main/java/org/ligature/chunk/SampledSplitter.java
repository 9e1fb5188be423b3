package org.ligature.chunk;

import org.ligature.codec.Glyphs;

/** Sizes from 1 to a largest at equal odds. Cutting short at a sentence end needs no look ahead. */
final class SampledSplitter implements ChunkSplitter {
  private final int maxSize;
  private final long seed;
  private final long draw;

  SampledSplitter(int maxSize, long seed, long draw) {
    if (maxSize < 1) {
      throw new IllegalArgumentException("largest size is " + maxSize + ", below 1");
    }
    this.maxSize = maxSize;
    this.seed = seed;
    this.draw = draw;
  }

  @Override
  public Cutting split(Glyphs text) {
    SplitMix64 random = new SplitMix64(seed, draw);
    return SentenceWalk.cut(text, index -> 1 + random.nextInt(maxSize));
  }

  @Override
  public Dependence dependence() {
    return Dependence.NONE;
  }

  @Override
  public String toString() {
    String of = "sampled:" + maxSize;
    if (draw != 0) {
      return of + "@" + seed + "#" + draw;
    }
    return seed == 0 ? of : of + "@" + seed;
  }
}
