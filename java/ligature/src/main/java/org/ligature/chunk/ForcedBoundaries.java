package org.ligature.chunk;

import java.util.Arrays;
import java.util.Objects;
import org.ligature.codec.Glyphs;

/** Shows the boundaries of a rule to another splitter as ends of sentences. */
final class ForcedBoundaries implements HoldingSplitter {
  private final ChunkSplitter splitter;
  private final BoundaryRule rule;

  ForcedBoundaries(ChunkSplitter splitter, BoundaryRule rule) {
    this.splitter = Objects.requireNonNull(splitter);
    this.rule = Objects.requireNonNull(rule);
  }

  @Override
  public Cutting split(Glyphs text, Held held) {
    int[] forced = new int[text.length()];
    int[] ends = new int[text.length()]; // of sentences too
    int numForced = 0;
    int n = 0;
    int sentence = 0;
    for (int offset = 1; offset < text.length(); offset++) {
      boolean isEnd = text.sentenceEnd(sentence) == offset;
      sentence += isEnd ? 1 : 0;
      if (rule.isBoundary(text, offset)) {
        forced[numForced++] = offset;
        isEnd = true;
      }
      if (isEnd) {
        ends[n++] = offset;
      }
    }
    if (text.length() > 0) {
      forced[numForced++] = text.length();
      ends[n++] = text.length();
    }
    Glyphs marked = Glyphs.of(text.toArray(), Arrays.copyOf(ends, n));
    Cutting cutting = HoldingSplitter.split(splitter, marked, held);
    // A splitter that does not look at sentence ends is cut at the boundaries all the same.
    return cutting.meet(Cutting.trusted(Arrays.copyOf(forced, numForced)));
  }

  @Override
  public Dependence dependence() {
    return Dependence.values()[
        Math.max(splitter.dependence().ordinal(), rule.dependence().ordinal())];
  }

  @Override
  public String toString() {
    return splitter + " with forced boundaries";
  }
}
