package org.ligature.chunk;

import java.util.Objects;
import org.ligature.codec.Glyphs;

/** The scores of all chunks that begin at one unit, which some can tell faster together. */
interface SpanScores {
  /** Element i of {@code out} becomes the score of units [start, firstEnd + i), up to lastEnd. */
  void fill(Glyphs text, int start, int firstEnd, int lastEnd, double[] out);

  /** Asks a score for each, and checks what it says. */
  static SpanScores of(ChunkScore score) {
    if (score instanceof Cohesion cohesion) {
      return cohesion.spans();
    }
    Objects.requireNonNull(score);
    return (text, start, firstEnd, lastEnd, out) -> {
      for (int end = firstEnd; end <= lastEnd; end++) {
        double value = score.score(text, start, end);
        if (!(value < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "the score of units [" + start + ", " + end + ") is " + value);
        }
        out[end - firstEnd] = value;
      }
    };
  }

  /** The logarithm of what a size weighs. */
  static SpanScores of(SizeWeights weights) {
    return (text, start, firstEnd, lastEnd, out) -> {
      for (int end = firstEnd; end <= lastEnd; end++) {
        out[end - firstEnd] = Bits.log2(weights.weight(end - start));
      }
    };
  }
}
