package org.ligature.chunk;

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

  /** {@link #sampled(int, long, long)} with draw 0. */
  static ChunkSplitter sampled(int maxSize, long seed) {
    return sampled(maxSize, seed, 0);
  }

  /**
   * Chunks whose sizes are drawn from 1 to {@code maxSize} at equal odds, so that their mean is
   * (maxSize + 1) / 2. The sentence's end cuts its last chunk short. Dependence NONE.
   *
   * <p>The cutting is a pure function of the text's sentence ends, the seed and the draw, the same
   * on every JVM: one size is drawn per chunk, from left to right through the whole text, by
   * SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
   * With mix its output function, the generator begins at state mix(mix(seed) + draw). A size is 1
   * plus the high word of maxSize times the upper 32 bits of an output, with Lemire's rejection
   * ("Fast random integer generation in an interval", 2019), so that odds are exactly equal.
   *
   * @param draw which of the many cuttings that a seed gives, any number: an epoch, a view, a
   *     context
   * @throws IllegalArgumentException where {@code maxSize} is below 1
   */
  static ChunkSplitter sampled(int maxSize, long seed, long draw) {
    return new SampledSplitter(maxSize, seed, draw);
  }

  /**
   * The splitter that a name means. The names are what {@code toString} of the splitters made here
   * gives: "fixed:2", "pattern:4+2", "sampled:4", "sampled:4@7" with a seed (else 0),
   * "sampled:4@7#3" with a draw (else 0).
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
