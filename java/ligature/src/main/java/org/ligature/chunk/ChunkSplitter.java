package org.ligature.chunk;

import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;

/**
 * Turns a text into a cutting. A lambda will do: {@code text -> Cutting.whole(text.length())}.
 *
 * <p>A splitter returns a cutting of exactly {@code text.length()} units, the same one each time it
 * is given the same text, and may be called from many threads at once. Whoever takes a splitter
 * from a user calls {@link #checkedSplit}, which sees to the first.
 *
 * <p>The splitters made here are immutable. Their chunks never cross a sentence end, unless {@link
 * #acrossSentences} is said. A user's splitter cuts where it likes.
 */
@FunctionalInterface
public interface ChunkSplitter {
  /** Cuts a text; the empty text has the empty cutting. */
  Cutting split(Glyphs text);

  /** How boundaries depend on the text. A lambda is taken for {@link Dependence#LOOKAHEAD}. */
  default Dependence dependence() {
    return Dependence.LOOKAHEAD;
  }

  /**
   * The same splitter, given each text as one sentence, so that its chunks may cross sentence ends.
   */
  default ChunkSplitter acrossSentences() {
    return new AcrossSentences(this);
  }

  /**
   * The same splitter, which never cuts between the pieces of a word or number, or between a word
   * and its letter case. Dependence LOOKAHEAD, as a boundary then depends on the unit behind it.
   *
   * <p>The splitters made here keep their bounds: a cut that would fall inside a word falls before
   * it, and the next chunk begins there. Only a word of more units than a chunk may have exceeds
   * it. Of a user's splitter the cuts inside words are taken out.
   *
   * @param codec the one that encodes the texts to come
   */
  default ChunkSplitter keepWords(GlyphCodec codec) {
    return new KeepWords(this, codec);
  }

  /**
   * The same splitter, with boundaries at least where the rule says. To the splitters made here
   * such a boundary is the end of a sentence: they begin anew behind it. A user's splitter sees it
   * as one in {@code text}, and whether it looks or not its chunks are cut there. Dependence is
   * that of splitter or rule, whichever sees more. Inside a word a forced boundary stands even with
   * {@link #keepWords}.
   */
  default ChunkSplitter cutWhere(BoundaryRule rule) {
    return new ForcedBoundaries(this, rule);
  }

  /**
   * Chunks of {@code size} units, beginning anew in each sentence, whose last chunk may be shorter.
   * Dependence NONE.
   *
   * @throws IllegalArgumentException where {@code size} is below 1
   */
  static ChunkSplitter fixed(int size) {
    return new PatternSplitter(size);
  }

  /**
   * Chunks of these sizes in turn, over and over, beginning anew in each sentence, whose last chunk
   * may be shorter. Dependence NONE.
   *
   * @throws IllegalArgumentException where there is no size, or one is below 1
   */
  static ChunkSplitter pattern(int... sizes) {
    return new PatternSplitter(sizes);
  }

  /**
   * Chunks of {@code size} units counted from the end of each sentence, whose first chunk may be
   * shorter. Dependence LOOKAHEAD: where the first one ends tells how long the sentence is.
   *
   * @throws IllegalArgumentException where {@code size} is below 1
   */
  static ChunkSplitter fixedFromEnd(int size) {
    return ShiftedSplitter.fromEnd(size);
  }

  /**
   * For each sentence one of these patterns, drawn at equal odds, then as {@link #pattern}.
   * Dependence NONE. Seed and draw are as for {@link #sampledSizes}.
   *
   * @throws IllegalArgumentException where there is no pattern, or one has no size or one below 1
   */
  static ChunkSplitter choice(long seed, long draw, int[]... patterns) {
    return new ChoiceSplitter(seed, draw, patterns);
  }

  /**
   * Views of one text in which every run of at most {@code m} units of a sentence is a chunk of
   * some view: m(m + 1)/2 of them, chunks of each size up to m behind a first chunk of each number
   * of units below it. Fewer would not do: of the m runs of m units that overlap, no two are chunks
   * of one view, and so on for each size. Each view has dependence NONE.
   *
   * @throws IllegalArgumentException where {@code m} is not in [1, 1000]
   */
  static ChunkSplitter[] coveringViews(int m) {
    return ShiftedSplitter.covering(m);
  }

  /** {@link #sampled(int, long, long)} with draw 0. */
  static ChunkSplitter sampled(int maxSize, long seed) {
    return sampled(maxSize, seed, 0);
  }

  /**
   * {@link #sampledSizes} of 1 to {@code maxSize} at equal odds: the mean is (maxSize + 1) / 2.
   *
   * @throws IllegalArgumentException where {@code maxSize} is below 1
   */
  static ChunkSplitter sampled(int maxSize, long seed, long draw) {
    if (maxSize < 1) {
      throw new IllegalArgumentException("largest size is " + maxSize + ", below 1");
    }
    return sampledSizes(SizeWeights.uniform(1, maxSize), seed, draw);
  }

  /**
   * Chunks whose sizes are drawn one by one at odds proportional to their weights. The sentence's
   * end cuts its last chunk short. Dependence NONE.
   *
   * <p>The cutting is a pure function of the text's sentence ends, the seed and the draw, the same
   * on every JVM: one size is drawn per chunk, from left to right through the whole text, by
   * SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
   * With mix its output function, the generator begins at state mix(mix(seed) + draw). Where all
   * sizes weigh 1, a size is the smallest plus the high word of their number times the upper 32
   * bits of an output, with Lemire's rejection ("Fast random integer generation in an interval",
   * 2019), so that odds are exactly equal. Else it is the first size at which the sum of weights
   * passes the upper 53 bits of an output, as a fraction of the whole sum.
   *
   * @param draw which of the many cuttings that a seed gives, any number: an epoch, a view, a
   *     context
   */
  static ChunkSplitter sampledSizes(SizeWeights weights, long seed, long draw) {
    return new SampledSplitter(weights, seed, draw);
  }

  /**
   * For each sentence a cutting drawn as a whole, at odds proportional to the product of the
   * weights of its sizes: with equal weights, uniform over all cuttings within the bounds.
   * Dependence LOOKAHEAD, as a size is drawn knowing how much of the sentence is left. Seed and
   * draw are as for {@link #sampledSizes}.
   *
   * <p>Uniform over all cuttings has a mean chunk below 2: see {@link Cuttings}. A sentence whose
   * length no sizes add up to ends in one chunk below the smallest.
   *
   * <p>Odds are right to about n * 2<sup>-52</sup> of themselves for n units. Time is linear in the
   * units, times the number of sizes.
   */
  static ChunkSplitter sampledCuttings(SizeWeights weights, long seed, long draw) {
    return new CuttingsSplitter(weights, seed, draw);
  }

  /**
   * For each sentence the cutting whose chunks together score most, found by dynamic programming.
   * Dependence LOOKAHEAD. Of equal ones it is the first in the order of {@link Cutting#compareTo}.
   * Time is linear in the units, times the number of sizes.
   *
   * <p>Where no cutting of a sentence keeps the bounds or avoids scores of negative infinity, the
   * fewest chunks do not: such a chunk goes to the end of the sentence, or has {@code maxSize}
   * units.
   *
   * @param penalty bits that each chunk costs: more of it, fewer chunks. See {@link
   *     ChunkScore#penaltyForMean}.
   * @throws IllegalArgumentException where {@code minSize} is below 1 or above {@code maxSize}, or
   *     the penalty is not finite; and in {@code split}, where a score is NaN or positive infinity
   */
  static ChunkSplitter cohesive(ChunkScore score, int minSize, int maxSize, double penalty) {
    return new LatticeSplitter(SpanScores.of(score), minSize, maxSize, penalty);
  }

  /**
   * For each sentence a cutting drawn as a whole, at odds that double with each {@code temperature}
   * bits of its score: exactly so, by summing over all cuttings from the end and drawing from the
   * beginning. Near 0 it is the best cutting, at 1 what the score says, far above nearly uniform.
   * Else as {@link #cohesive(ChunkScore, int, int, double)}; seed and draw are as for {@link
   * #sampledSizes}.
   *
   * @throws IllegalArgumentException as there, and where {@code temperature} is not above 0 and
   *     finite
   */
  static ChunkSplitter cohesive(
      ChunkScore score,
      int minSize,
      int maxSize,
      double penalty,
      double temperature,
      long seed,
      long draw) {
    return new LatticeSplitter(SpanScores.of(score), minSize, maxSize, penalty)
        .sampled(temperature, seed, draw);
  }

  /**
   * Chunks that end where a rule says so, once they have {@code minSize} units, and at {@code
   * maxSize} at the latest. The sentence's end cuts its last chunk short. Dependence CAUSAL, which
   * holds if the rule keeps its promise.
   *
   * @throws IllegalArgumentException where {@code minSize} is below 1 or above {@code maxSize}
   */
  static ChunkSplitter causal(int minSize, int maxSize, CausalRule rule) {
    return new CausalSplitter(minSize, maxSize, rule);
  }

  /**
   * The splitter that a name means. The names are what {@code toString} of the splitters gives that
   * are made here from numbers alone: "fixed:2", "fixed-from-end:2", "pattern:4+2", "shifted:1+2"
   * (a covering view), "choice:4+2|3+3", "sampled:4" and "cuttings:4". The last three may end in a
   * seed, "@7" (else 0), and a draw, "#3" (else 0); the last two take {@link SizeWeights} in place
   * of a size: "2-4", "8~2.5" for a mean of 2.5, "[0.5,0.0,1.0]".
   *
   * @throws IllegalArgumentException where the name means none, saying why
   */
  static ChunkSplitter parse(String name) {
    return SplitterNames.parse(name);
  }

  /**
   * Splits, and checks that the splitter keeps its promise.
   *
   * @throws IllegalArgumentException where {@code splitter} returns null or cuts another number of
   *     units than the text has
   */
  static Cutting checkedSplit(ChunkSplitter splitter, Glyphs text) {
    Cutting cutting = splitter.split(text);
    if (cutting == null) {
      throw new IllegalArgumentException(
          "splitter " + splitter + " returned null for a text of " + text.length() + " units");
    }
    if (cutting.numUnits() != text.length()) {
      throw new IllegalArgumentException(
          "splitter "
              + splitter
              + " cut "
              + cutting.numUnits()
              + " units of a text of "
              + text.length());
    }
    return cutting;
  }
}
