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
    if (held != Held.NOWHERE) {
      return LatticeSplitter.sampled(
              SpanScores.of(weights), weights.minSize(), weights.maxSize(), 0, 1, seed, draw)
          .split(text, held);
    }
    SplitMix64 random = new SplitMix64(seed, draw);
    int[] ends = new int[text.length()];
    int n = 0;
    int start = 0;
    int[] sentence = new int[0];
    for (int s = 0; s < text.numSentences(); s++) {
      int length = text.sentenceEnd(s) - start;
      sentence = sentence.length < length ? new int[2 * length] : sentence;
      int chunks = upTo(length).sampleWithRest(length, random, sentence);
      for (int i = 0; i < chunks; i++) {
        ends[n++] = start + sentence[i];
      }
      start += length;
    }
    return Cutting.trusted(Arrays.copyOf(ends, n));
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
