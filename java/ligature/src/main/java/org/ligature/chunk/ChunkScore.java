package org.ligature.chunk;

import org.ligature.codec.Glyphs;

/**
 * How good a chunk is, in bits: a chunk that scores one more is twice as likely. A pure function of
 * the units in the chunk, which many threads may call at once. {@link Cohesion} is one that is
 * learned from text.
 */
@FunctionalInterface
public interface ChunkScore {
  /**
   * The score of units [start, end) as one chunk: a finite number, or negative infinity for what
   * should be no chunk.
   */
  double score(Glyphs text, int start, int end);

  /**
   * The penalty a chunk that gives the best cutting of a text this mean size, or the nearest above
   * it: mean sizes move in steps. Found by bisection in [-1024, 1024], some thirty cuttings of the
   * text.
   *
   * @throws IllegalArgumentException where {@code meanSize} is not in [minSize, maxSize], the text
   *     is empty, or as {@link ChunkSplitter#cohesive(ChunkScore, int, int, double)} says
   */
  default double penaltyForMean(int minSize, int maxSize, double meanSize, Glyphs text) {
    SizeWeights.checkSizes(minSize, maxSize);
    if (!(meanSize >= minSize && meanSize <= maxSize) || text.length() == 0) {
      throw new IllegalArgumentException(
          "no mean size of "
              + meanSize
              + " in a text of "
              + text.length()
              + " units and chunks of "
              + (minSize + " to " + maxSize));
    }
    double low = -1024;
    double high = 1024;
    for (int step = 0; step < 32; step++) {
      double middle = (low + high) / 2;
      Cutting cutting = ChunkSplitter.cohesive(this, minSize, maxSize, middle).split(text);
      if (text.length() < meanSize * cutting.numChunks()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
