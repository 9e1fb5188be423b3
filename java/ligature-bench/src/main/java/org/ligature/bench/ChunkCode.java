package org.ligature.bench;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import org.ligature.chunk.Cutting;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Unit;

/**
 * The length in bits of a code for a text that is cut into chunks: each chunk by its share of all
 * chunks of a training text that was cut the same way; one that was not seen there by an escape,
 * the number of its units and each unit by its own share. What was never seen gets a share by
 * Witten and Bell, "The zero-frequency problem" (1991), method C: as many chances as there were
 * different chunks.
 *
 * <p>Chunks and units count without their letter case, as in {@link org.ligature.chunk.Cohesion}.
 * Chunks are told apart by a hash of 64 bits.
 */
final class ChunkCode {
  private static final double LOG_UNITS = Unit.BITS - 2; // a unit without its letter case

  private final Shares chunks = new Shares();
  private final Shares units = new Shares();
  private final Shares sizes = new Shares();

  private double bits;
  private long measuredUnits;
  private long measuredChunks;
  private long seenChunks;

  /** How often keys were seen. */
  private static final class Shares {
    private final Long2IntOpenHashMap counts = new Long2IntOpenHashMap();
    private long total;

    /** Counts a key; whether it is new. */
    boolean add(long key) {
      total++;
      return counts.addTo(key, 1) == 0;
    }

    boolean has(long key) {
      return counts.containsKey(key);
    }

    double bits(long key) {
      return log2(total + counts.size()) - log2(counts.get(key));
    }

    double escape() {
      return log2(total + counts.size()) - log2(Math.max(counts.size(), 1));
    }
  }

  static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  /** A unit without its letter case. */
  static int key(int unit) {
    return unit & ~(3 << Unit.GLYPH_BITS);
  }

  private static long hash(Glyphs text, int start, int end) {
    long hash = end - start;
    for (int i = start; i < end; i++) {
      hash = (hash ^ key(text.unit(i))) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  /** Learns from a text. */
  void learn(Glyphs text, Cutting cutting) {
    for (int c = 0; c < cutting.numChunks(); c++) {
      if (chunks.add(hash(text, cutting.start(c), cutting.end(c)))) {
        sizes.add(cutting.size(c));
      }
    }
    for (int i = 0; i < text.length(); i++) {
      units.add(key(text.unit(i)));
    }
  }

  /** Adds up what a text costs. */
  void measure(Glyphs text, Cutting cutting) {
    measuredUnits += text.length();
    measuredChunks += cutting.numChunks();
    for (int c = 0; c < cutting.numChunks(); c++) {
      long hash = hash(text, cutting.start(c), cutting.end(c));
      if (chunks.has(hash)) {
        seenChunks++;
        bits += chunks.bits(hash);
      } else {
        bits += chunks.escape() + bits(sizes, cutting.size(c), 5);
        for (int i = cutting.start(c); i < cutting.end(c); i++) {
          bits += bits(units, key(text.unit(i)), LOG_UNITS);
        }
      }
    }
  }

  private static double bits(Shares shares, long key, double otherwise) {
    return shares.has(key) ? shares.bits(key) : shares.escape() + otherwise;
  }

  double bitsPerUnit() {
    return bits / measuredUnits;
  }

  double unitsPerChunk() {
    return (double) measuredUnits / measuredChunks;
  }

  /** The share of measured chunks that the training text has. */
  double seen() {
    return (double) seenChunks / measuredChunks;
  }
}
