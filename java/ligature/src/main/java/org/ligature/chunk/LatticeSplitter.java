package org.ligature.chunk;

import java.util.Arrays;
import org.ligature.codec.Glyphs;

/**
 * Finds the cutting whose chunks score most, or draws one at odds that double with each bit of
 * score, by dynamic programming over all chunks that may stand in a sentence. Totals are filled
 * from the sentence's end backwards, so that walking forwards each choice is made knowing what can
 * still follow.
 *
 * <p>An edge is a chunk within the bounds whose score is above negative infinity. From where there
 * is no edge, an irregular one leads to the last free offset within maxSize, else to the next free
 * one; cuttings with the fewest irregular chunks are the only ones that count.
 */
final class LatticeSplitter implements HoldingSplitter {
  private final SpanScores scores;
  private final int minSize;
  private final int maxSize;
  private final double penalty;

  /** Bits of score that double the odds; 0 for the best cutting alone. */
  private final double temperature;

  private final long seed;
  private final long draw;

  /** The best cutting. */
  LatticeSplitter(SpanScores scores, int minSize, int maxSize, double penalty) {
    SizeWeights.checkSizes(minSize, maxSize);
    if (!Double.isFinite(penalty)) {
      throw new IllegalArgumentException("penalty is " + penalty + ", not finite");
    }
    this.scores = scores;
    this.minSize = minSize;
    this.maxSize = maxSize;
    this.penalty = penalty;
    this.temperature = 0;
    this.seed = 0;
    this.draw = 0;
  }

  private LatticeSplitter(LatticeSplitter best, double temperature, long seed, long draw) {
    this.scores = best.scores;
    this.minSize = best.minSize;
    this.maxSize = best.maxSize;
    this.penalty = best.penalty;
    this.temperature = temperature;
    this.seed = seed;
    this.draw = draw;
  }

  /** One drawn in place of the best. */
  LatticeSplitter sampled(double temperature, long seed, long draw) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature is " + temperature + ", not in (0, infinity)");
    }
    return new LatticeSplitter(this, temperature, seed, draw);
  }

  @Override
  public Cutting split(Glyphs text, Held held) {
    return new Run(text, held).cut();
  }

  @Override
  public Dependence dependence() {
    return Dependence.LOOKAHEAD;
  }

  @Override
  public String toString() {
    String sizes = "cohesive chunks of " + minSize + " to " + maxSize;
    return temperature == 0
        ? sizes
        : sizes + " at temperature " + temperature + SplitterNames.draw(seed, draw);
  }

  /** One text; tables are kept from sentence to sentence. */
  private final class Run {
    private static final int NONE = -1;

    private final Glyphs text;
    private final Held held;
    private final SplitMix64 random = new SplitMix64(seed, draw);
    private double[] edges = new double[16];

    // Of the sentence at hand, by the unit's number in it.
    private double[] totals = new double[0];
    private int[] irregular = new int[0];
    private int[] next = new int[0];
    private int from;
    private int to;

    Run(Glyphs text, Held held) {
      this.text = text;
      this.held = held;
    }

    Cutting cut() {
      int[] ends = new int[text.length()];
      int n = 0;
      for (int s = 0; s < text.numSentences(); s++) {
        from = text.sentenceStart(s);
        to = text.sentenceEnd(s);
        fill();
        for (int at = from; at < to; n++) {
          at = next[at - from] == NONE ? draw(at) : from + next[at - from];
          ends[n] = at;
        }
      }
      return Cutting.trusted(Arrays.copyOf(ends, n));
    }

    private void fill() {
      int length = to - from;
      if (totals.length <= length) {
        int room = (int) Math.min(2L * length + 1, Integer.MAX_VALUE - 8);
        totals = new double[room];
        irregular = new int[room];
        next = new int[room];
      }
      totals[length] = 0;
      irregular[length] = 0;
      for (int i = length - 1; i >= 0; i--) {
        if (i == 0 || !held.at(from + i)) {
          fill(i);
        }
      }
    }

    private void fill(int i) {
      int start = from + i;
      int numEdges = edges(start);
      if (numEdges == 0) {
        int end = held.settle(start, (int) Math.min((long) start + maxSize, to), to);
        totals[i] = totals[end - from];
        irregular[i] = irregular[end - from] + 1;
        next[i] = end - from;
        return;
      }
      irregular[i] = fewestIrregular(i, numEdges);
      double best = Double.NEGATIVE_INFINITY;
      next[i] = NONE;
      for (int e = 0; e < numEdges; e++) {
        if (edges[e] > best) {
          best = edges[e];
          next[i] = i + minSize + e;
        }
      }
      totals[i] = best;
      if (temperature > 0) {
        double sum = 0;
        for (int e = 0; e < numEdges; e++) {
          sum += Bits.exp2(edges[e] - best);
        }
        totals[i] = best + Bits.log2(sum);
        next[i] = NONE;
      }
    }

    /**
     * Makes {@link #edges} what all cuttings with each next chunk weigh, negative infinity for what
     * is no edge.
     *
     * @return how many there are; 0 where none is above negative infinity
     */
    private int edges(int start) {
      int first = (int) Math.min((long) start + minSize, Integer.MAX_VALUE);
      int last = (int) Math.min((long) start + maxSize, to);
      if (first > last) {
        return 0;
      }
      if (edges.length <= last - first) {
        edges = new double[Math.max(last - first + 1, 2 * edges.length)];
      }
      scores.fill(text, start, first, last, edges);
      boolean none = true;
      for (int end = first; end <= last; end++) {
        int e = end - first;
        if (end < to && held.at(end)) {
          edges[e] = Double.NEGATIVE_INFINITY;
        }
        none &= edges[e] == Double.NEGATIVE_INFINITY;
        double value = edges[e] - penalty;
        edges[e] = (temperature > 0 ? value / temperature : value) + totals[end - from];
      }
      return none ? 0 : last - first + 1;
    }

    /** Takes out of the edges of unit i those that lead to more irregular chunks than another. */
    private int fewestIrregular(int i, int numEdges) {
      int fewest = Integer.MAX_VALUE;
      for (int e = 0; e < numEdges; e++) {
        if (edges[e] > Double.NEGATIVE_INFINITY) {
          fewest = Math.min(fewest, irregular[i + minSize + e]);
        }
      }
      for (int e = 0; e < numEdges; e++) {
        if (edges[e] > Double.NEGATIVE_INFINITY && irregular[i + minSize + e] > fewest) {
          edges[e] = Double.NEGATIVE_INFINITY;
        }
      }
      return fewest;
    }

    private int draw(int start) {
      int i = start - from;
      int numEdges = edges(start);
      fewestIrregular(i, numEdges);
      double best = Double.NEGATIVE_INFINITY;
      for (int e = 0; e < numEdges; e++) {
        best = Math.max(best, edges[e]);
      }
      double sum = 0;
      for (int e = 0; e < numEdges; e++) {
        edges[e] = Bits.exp2(edges[e] - best);
        sum += edges[e];
      }
      return start + minSize + random.pick(edges, numEdges, sum);
    }
  }
}
