package org.ligature.chunk;

import java.util.Arrays;
import org.ligature.codec.Glyphs;

/** Draws the cutting of each sentence as a whole. */
final class CuttingsSplitter implements HoldingSplitter {
  private final SizeWeights weights;
  private final long seed;
  private final long draw;

  /** For sentences up to some length; a longer one makes a larger table. */
  private volatile Renewal renewal;

  CuttingsSplitter(SizeWeights weights, long seed, long draw) {
    this.weights = weights;
    this.seed = seed;
    this.draw = draw;
    this.renewal = new Renewal(weights, 64);
  }

  @Override
  public Cutting split(Glyphs text, Held held) {
    int longest = 0;
    for (int s = 0; s < text.numSentences(); s++) {
      longest = Math.max(longest, text.sentenceEnd(s) - text.sentenceStart(s));
    }
    Renewal table = upTo(longest);
    boolean all = held == Held.NOWHERE;
    for (int s = 0; s < text.numSentences() && all; s++) {
      all = table.has(text.sentenceEnd(s) - text.sentenceStart(s));
    }
    return all ? split(text, table, new int[longest]) : lattice().split(text, held);
  }

  private Cutting split(Glyphs text, Renewal table, int[] sentence) {
    SplitMix64 random = new SplitMix64(seed, draw);
    int[] ends = new int[text.length()];
    int n = 0;
    for (int s = 0; s < text.numSentences(); s++) {
      int start = text.sentenceStart(s);
      int chunks = table.sample(text.sentenceEnd(s) - start, random, sentence);
      for (int i = 0; i < chunks; i++) {
        ends[n++] = start + sentence[i];
      }
    }
    return Cutting.trusted(Arrays.copyOf(ends, n));
  }

  /** Slower, and knows what to do with offsets that are held and lengths that do not add up. */
  private LatticeSplitter lattice() {
    return new LatticeSplitter(SpanScores.of(weights), weights.minSize(), weights.maxSize(), 0)
        .sampled(1, seed, draw);
  }

  private Renewal upTo(int length) {
    Renewal table = renewal;
    if (table.largest() < length) {
      table = table.grown(length);
      renewal = table;
    }
    return table;
  }

  @Override
  public Dependence dependence() {
    return Dependence.LOOKAHEAD;
  }

  @Override
  public String toString() {
    return "cuttings:" + weights + SplitterNames.draw(seed, draw);
  }
}
