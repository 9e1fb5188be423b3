package org.ligature.chunk;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.ligature.codec.Glyphs;

/** One pattern of several, drawn anew for each sentence. */
final class ChoiceSplitter extends SentenceWalk {
  private final long seed;
  private final long draw;
  private final int[][] patterns;

  ChoiceSplitter(long seed, long draw, int[]... patterns) {
    this.seed = seed;
    this.draw = draw;
    this.patterns =
        Arrays.stream(patterns)
            .map(sizes -> PatternSplitter.checkSizes(sizes.clone()))
            .toArray(int[][]::new);
    if (patterns.length == 0) {
      throw new IllegalArgumentException("a choice needs at least one pattern");
    }
  }

  @Override
  Sizes sizes(Glyphs text) {
    SplitMix64 random = new SplitMix64(seed, draw);
    int[][] chosen = new int[1][];
    return (start, index, end) -> {
      if (index == 0) {
        chosen[0] = patterns[random.nextInt(patterns.length)];
      }
      return chosen[0][index % chosen[0].length];
    };
  }

  @Override
  public Dependence dependence() {
    return Dependence.NONE;
  }

  @Override
  public String toString() {
    String all =
        Arrays.stream(patterns).map(PatternSplitter::text).collect(Collectors.joining("|"));
    return "choice:" + all + SplitterNames.draw(seed, draw);
  }
}
