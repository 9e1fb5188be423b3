package org.ligature.chunk;

import java.util.Objects;
import org.ligature.codec.Glyphs;

/** Each size drawn by itself. Cutting short at a sentence end needs no look ahead. */
final class SampledSplitter extends SentenceWalk {
  private final SizeWeights weights;
  private final long seed;
  private final long draw;

  SampledSplitter(SizeWeights weights, long seed, long draw) {
    this.weights = Objects.requireNonNull(weights);
    this.seed = seed;
    this.draw = draw;
  }

  @Override
  Sizes sizes(Glyphs text) {
    SplitMix64 random = new SplitMix64(seed, draw);
    return (start, index, end) -> weights.draw(random);
  }

  @Override
  public Dependence dependence() {
    return Dependence.NONE;
  }

  @Override
  public String toString() {
    return "sampled:" + weights + SplitterNames.draw(seed, draw);
  }
}
