package org.ligature.chunk;

import java.util.Objects;
import org.ligature.codec.Glyphs;

/** Each cut decided from the units before it. */
final class CausalSplitter extends SentenceWalk {
  private final int minSize;
  private final int maxSize;
  private final CausalRule rule;

  CausalSplitter(int minSize, int maxSize, CausalRule rule) {
    SizeWeights.checkSizes(minSize, maxSize);
    this.minSize = minSize;
    this.maxSize = maxSize;
    this.rule = Objects.requireNonNull(rule);
  }

  @Override
  Sizes sizes(Glyphs text) {
    return (start, index, end) -> {
      int most = Math.min(maxSize, end - start);
      int size = Math.min(minSize, most);
      while (size < most && !rule.ends(text, start, start + size)) {
        size++;
      }
      return size;
    };
  }

  @Override
  public Dependence dependence() {
    return Dependence.CAUSAL;
  }

  @Override
  public String toString() {
    return "causal chunks of " + minSize + " to " + maxSize;
  }
}
