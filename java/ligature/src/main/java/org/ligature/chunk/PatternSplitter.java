package org.ligature.chunk;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.ligature.codec.Glyphs;

/** Sizes in turn, beginning anew in each sentence. One size alone is the splitter "fixed". */
final class PatternSplitter implements ChunkSplitter {
  private final int[] sizes;

  PatternSplitter(int... sizes) {
    this.sizes = sizes.clone();
    if (sizes.length == 0) {
      throw new IllegalArgumentException("a pattern needs at least one size");
    }
    for (int i = 0; i < sizes.length; i++) {
      if (this.sizes[i] < 1) {
        throw new IllegalArgumentException("size " + i + " is " + this.sizes[i] + ", below 1");
      }
    }
  }

  @Override
  public Cutting split(Glyphs text) {
    return SentenceWalk.cut(text, index -> sizes[index % sizes.length]);
  }

  @Override
  public Dependence dependence() {
    return Dependence.NONE;
  }

  @Override
  public String toString() {
    String joined =
        Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("+"));
    return (sizes.length == 1 ? "fixed:" : "pattern:") + joined;
  }
}
