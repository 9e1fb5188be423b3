package org.ligature.bench;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import org.ligature.chunk.ChunkScore;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Unit;

/**
 * What {@link org.ligature.chunk.Cohesion} is compared with: a chunk scores the pointwise mutual
 * information of the neighbours in it, added up (Church and Hanks, "Word association norms, mutual
 * information, and lexicography", 1990).
 */
final class PairScore implements ChunkScore {
  private final Int2IntOpenHashMap units = new Int2IntOpenHashMap();
  private final Long2IntOpenHashMap pairs = new Long2IntOpenHashMap();
  private long total;

  private static long pair(Glyphs text, int i) {
    return (long) ChunkCode.key(text.unit(i)) << Unit.BITS | ChunkCode.key(text.unit(i + 1));
  }

  void learn(Glyphs text) {
    for (int s = 0; s < text.numSentences(); s++) {
      for (int i = text.sentenceStart(s); i < text.sentenceEnd(s); i++) {
        total++;
        units.addTo(ChunkCode.key(text.unit(i)), 1);
        if (i + 1 < text.sentenceEnd(s)) {
          pairs.addTo(pair(text, i), 1);
        }
      }
    }
  }

  @Override
  public double score(Glyphs text, int start, int end) {
    double sum = 0;
    for (int i = start; i + 1 < end; i++) {
      double together = pairs.get(pair(text, i)) + 0.1;
      double apart =
          (units.get(ChunkCode.key(text.unit(i))) + 0.5)
              * (units.get(ChunkCode.key(text.unit(i + 1))) + 0.5);
      sum += ChunkCode.log2(together * total / apart);
    }
    return sum;
  }
}
