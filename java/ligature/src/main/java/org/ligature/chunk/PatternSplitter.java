package org.ligature.chunk;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.ligature.codec.Glyphs;

/** Sizes in turn, beginning anew in each sentence. One size alone is the splitter "fixed". */
final class PatternSplitter extends SentenceWalk {
  private final int[] sizes;

  PatternSplitter(int... sizes) {
    this.sizes = checkSizes(sizes.clone());
  }

  /** Checks sizes, and gives them back. */
  static int[] checkSizes(int[] sizes) {
    if (sizes.length == 0) {
      throw new IllegalArgumentException("a pattern needs at least one size");
    }
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] < 1) {
        throw new IllegalArgumentException("size " + i + " is " + sizes[i] + ", below 1");
      }
    }
    return sizes;
  }

  /** Sizes as "4+2". */
  static String text(int[] sizes) {
    return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("+"));
  }

  @Override
  Sizes sizes(Glyphs text) {
    return (start, index, end) -> sizes[index % sizes.length];
  }

  @Override
  public Dependence dependence() {
    return Dependence.NONE;
  }

  @Override
  public String toString() {
    return (sizes.length == 1 ? "fixed:" : "pattern:") + text(sizes);
  }
}
