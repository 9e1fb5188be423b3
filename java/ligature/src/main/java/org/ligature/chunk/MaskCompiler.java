package org.ligature.chunk;

import java.util.Arrays;

/**
 * Compiles the ranges of keys that queries keep into tiles, one tile row after the other, so that
 * memory is that of one row's ranges and of the result.
 *
 * <p>For the 64 queries of a row it marks where ranges begin and end to touch a tile, and where
 * they begin and end to cover it whole; running sums over the marks then say of each tile how many
 * ranges touch it and how many queries keep all of it. Only partial tiles have their bits made.
 * Stretches that nothing touches are jumped over.
 */
final class MaskCompiler {
  private static final int TILE = BlockMask.TILE;

  private final KeyRule rule;
  private final int numQueries;
  private final int numKeys;
  private final int keyTiles;

  // The row at hand: the distinct sets that its queries keep, how many keep each, and the first
  // range of each that is not yet passed. Query r keeps sets[setOf[r]].
  private final KeyRanges[] sets = new KeyRanges[TILE];
  private final int[] keepers = new int[TILE];
  private final int[] passed = new int[TILE];
  private final int[] setOf = new int[TILE];
  private int numSets;
  private int numRows;
  private final KeyRanges[] scratch = new KeyRanges[TILE];
  private final long[] words = new long[TILE]; // of each set, in a tile

  // By key tile, zero between rows. A set bit of `marked` says that there is a change.
  private final int[] touchChange;
  private final int[] coverChange;
  private final long[] marked;

  private int[] indices = new int[64];
  private int[] tileMasks = new int[64];
  private int numTiles;
  private int[] fullTiles = new int[64];
  private final MaskPool pool = new MaskPool();
  private long keptPairs;

  MaskCompiler(KeyRule rule, int numQueries, int numKeys) {
    this.rule = rule;
    this.numQueries = numQueries;
    this.numKeys = numKeys;
    keyTiles = ceilTile(numKeys);
    touchChange = new int[keyTiles + 1];
    coverChange = new int[keyTiles + 1];
    marked = new long[keyTiles / 64 + 1];
    Arrays.setAll(scratch, i -> new KeyRanges());
  }

  /** Number of tiles that so many chunks fill or begin; the sum must not pass an int's range. */
  private static int ceilTile(int chunks) {
    return chunks / TILE + (chunks % TILE == 0 ? 0 : 1);
  }

  BlockMask compile() {
    long[] indptr = new long[ceilTile(numQueries) + 1];
    for (int row = 0; row + 1 < indptr.length; row++) {
      takeRow(row * TILE);
      emitTiles();
      indptr[row + 1] = numTiles;
    }
    return new BlockMask(
        numQueries,
        numKeys,
        indptr,
        Arrays.copyOf(indices, numTiles),
        Arrays.copyOf(tileMasks, numTiles),
        pool.masks(),
        keptPairs);
  }

  /** Asks for the keys of a row's queries, and marks which tiles they touch and cover. */
  private void takeRow(int firstQuery) {
    numRows = Math.min(TILE, numQueries - firstQuery);
    numSets = 0;
    for (int r = 0; r < numRows; r++) {
      int set = numbered(rule.keys(firstQuery + r, scratch[numSets]));
      setOf[r] = set;
      keepers[set]++;
    }
    for (int s = 0; s < numSets; s++) {
      KeyRanges keys = sets[s];
      for (int i = 0; i < keys.size(); i++) {
        int from = keys.from(i);
        int to = keys.to(i);
        keptPairs += (long) keepers[s] * (to - from);
        mark(touchChange, from / TILE, ceilTile(to), keepers[s]);
        // The last key closes its tile, be the tile whole or cut off by the edge.
        mark(coverChange, ceilTile(from), to == numKeys ? keyTiles : to / TILE, keepers[s]);
      }
    }
  }

  /**
   * The number of a set in this row: of a shared one that which it has already, and of one that
   * equals the last, as those of adjacent queries often do, the last.
   */
  private int numbered(KeyRanges keys) {
    if (keys == scratch[numSets]) {
      if (numSets > 0 && keys.isSame(sets[numSets - 1])) {
        return numSets - 1;
      }
    } else {
      for (int s = numSets - 1; s >= 0; s--) {
        if (sets[s] == keys) {
          return s;
        }
      }
    }
    sets[numSets] = keys;
    keepers[numSets] = 0;
    passed[numSets] = 0;
    return numSets++;
  }

  private void mark(int[] change, int from, int to, int by) {
    if (from < to) {
      change[from] += by;
      change[to] -= by;
      marked[from >> 6] |= 1L << from;
      marked[to >> 6] |= 1L << to;
    }
  }

  /** Walks the marks, clears them, and appends the row's tiles. */
  private void emitTiles() {
    int numFull = 0;
    int touching = 0;
    int covering = 0;
    for (int tile = nextMarked(0); tile < keyTiles; ) {
      touching += touchChange[tile];
      covering += coverChange[tile];
      touchChange[tile] = 0;
      coverChange[tile] = 0;
      marked[tile >> 6] &= ~(1L << tile);
      if (covering == numRows) {
        if (numFull == fullTiles.length) {
          fullTiles = Arrays.copyOf(fullTiles, Growth.next(numFull, numFull + 1L));
        }
        fullTiles[numFull++] = tile;
      } else if (touching > 0) {
        append(tile, partialMask(tile));
      }
      tile = touching > 0 ? tile + 1 : nextMarked(tile + 1);
    }
    touchChange[keyTiles] = 0;
    coverChange[keyTiles] = 0;
    marked[keyTiles >> 6] = 0;
    for (int i = 0; i < numFull; i++) {
      append(fullTiles[i], BlockMask.FULL_TILE);
    }
  }

  /** The first marked tile from {@code tile} on; the marks before it are cleared by now. */
  private int nextMarked(int tile) {
    int word = tile >> 6;
    if (word >= marked.length) {
      return keyTiles;
    }
    long bits = marked[word];
    while (bits == 0) {
      if (++word == marked.length) {
        return keyTiles;
      }
      bits = marked[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  private void append(int tile, int mask) {
    if (numTiles == indices.length) {
      int length = Growth.next(numTiles, numTiles + 1L);
      indices = Arrays.copyOf(indices, length);
      tileMasks = Arrays.copyOf(tileMasks, length);
    }
    indices[numTiles] = tile;
    tileMasks[numTiles++] = mask;
  }

  /** Makes a tile's bits. Tiles come ascending, so ranges that were passed stay passed. */
  private int partialMask(int tile) {
    int first = tile * TILE;
    for (int s = 0; s < numSets; s++) {
      KeyRanges keys = sets[s];
      int i = passed[s];
      while (i < keys.size() && keys.to(i) <= first) {
        i++;
      }
      passed[s] = i;
      long word = 0;
      for (; i < keys.size() && keys.from(i) - first < TILE; i++) {
        int from = Math.max(keys.from(i) - first, 0);
        int to = Math.min(keys.to(i) - first, TILE);
        word |= (-1L >>> (TILE - (to - from))) << from;
      }
      words[s] = word;
    }
    long[] bits = pool.blank();
    for (int r = 0; r < numRows; r++) {
      bits[r] = words[setOf[r]];
    }
    return pool.add();
  }
}
