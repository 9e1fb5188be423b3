package org.ligature.chunk;

import java.util.Objects;

/**
 * A pattern compiled for a batch, or for two: which (query, key) pairs of chunks are kept, as
 * square tiles of {@link #TILE} x {@link #TILE}. Tiles with no kept pair are left out.
 *
 * <p>CSR over tiles: the tiles of query tile row r are entries indptr[r] to indptr[r + 1]. Entry e
 * covers the keys from TILE * indices[e] on. It is full where tileMasks[e] is {@link #FULL_TILE},
 * else its bits are the TILE words of masks from TILE * tileMasks[e] on: bit c of word r keeps key
 * c for query r of the tile. Bits past the last query or key are 0. A tile at the edge counts as
 * full where all pairs that exist are kept.
 *
 * <p>One mask has one form: in a row partial tiles come first, then full ones, each ascending by
 * key; equal bits are stored once, numbered as they first come.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class BlockMask {
  /** Side of a tile, in chunks. */
  public static final int TILE = 64;

  /** In {@link #tileMasks}: every pair of the tile is kept. */
  public static final int FULL_TILE = -1;

  private final int numQueries;
  private final int numKeys;
  private final long[] indptr;
  private final int[] indices;
  private final int[] tileMasks;
  private final long[] masks;
  private final int numFullTiles;
  private final long keptPairs;

  /** Takes arrays that the compiler gives up and vouches for. */
  BlockMask(
      int numQueries,
      int numKeys,
      long[] indptr,
      int[] indices,
      int[] tileMasks,
      long[] masks,
      long keptPairs) {
    this.numQueries = numQueries;
    this.numKeys = numKeys;
    this.indptr = indptr;
    this.indices = indices;
    this.tileMasks = tileMasks;
    this.masks = masks;
    this.keptPairs = keptPairs;
    int full = 0;
    for (int mask : tileMasks) {
      full += mask == FULL_TILE ? 1 : 0;
    }
    this.numFullTiles = full;
  }

  /**
   * The pairs of the batch's chunks that a pattern keeps; queries and keys are both all of its
   * chunks. Takes time linear in the tiles and in the ranges of adjacent keys that the pattern's
   * parts keep per query, and memory linear in the tiles: never quadratic unless the mask is. A
   * query has one range per view of its document at most. Sets of one range per document, such as
   * those of {@code sameView().acrossDocuments()}, are made once for all their queries.
   *
   * @throws IllegalArgumentException where the mask has more than about 2^31 tiles, or 2^25
   *     distinct partial ones
   */
  public static BlockMask compile(ChunkBatch batch, Pattern pattern) {
    return compile(batch, batch, pattern);
  }

  /**
   * The same for queries that are all chunks of one batch and keys that are all chunks of another,
   * as in cross attention: {@link Pattern} says how two batches meet. Where both are the same
   * object the result is that of {@link #compile(ChunkBatch, Pattern)}.
   *
   * @throws IllegalArgumentException where the pattern does not fit the two batches, with the
   *     numbers that differ, and as above
   */
  public static BlockMask compile(ChunkBatch queries, ChunkBatch keys, Pattern pattern) {
    KeyRule rule = pattern.bind(new BatchPair(queries, keys));
    return new MaskCompiler(rule, queries.numChunks(), keys.numChunks()).compile();
  }

  /** Number of query chunks. */
  public int numQueries() {
    return numQueries;
  }

  /** Number of key chunks. */
  public int numKeys() {
    return numKeys;
  }

  /** Number of tiles that hold a kept pair. */
  public int numTiles() {
    return indices.length;
  }

  /** Number of tiles whose pairs are all kept. */
  public int numFullTiles() {
    return numFullTiles;
  }

  /** Number of tiles that hold kept pairs and others. */
  public int numPartialTiles() {
    return indices.length - numFullTiles;
  }

  /** Number of distinct bit masks that the partial tiles have. */
  public int numMasks() {
    return masks.length / TILE;
  }

  /** Number of (query, key) pairs kept, exactly. */
  public long keptPairs() {
    return keptPairs;
  }

  /** Kept pairs over all pairs, 0 to 1; 0 where there are no pairs. */
  public double density() {
    return keptPairs == 0 ? 0 : keptPairs / ((double) numQueries * numKeys);
  }

  /**
   * Whether one pair is kept. Takes time linear in the tiles of the query's row: for looking at a
   * mask, not for running over one.
   *
   * @throws IndexOutOfBoundsException where {@code query} is not in [0, numQueries) or {@code key}
   *     not in [0, numKeys)
   */
  public boolean keeps(int query, int key) {
    Objects.checkIndex(query, numQueries);
    Objects.checkIndex(key, numKeys);
    int row = query / TILE;
    for (int e = (int) indptr[row]; e < indptr[row + 1]; e++) {
      if (indices[e] == key / TILE) {
        return tileMasks[e] == FULL_TILE
            || (masks[tileMasks[e] * TILE + query % TILE] >>> (key % TILE) & 1) != 0;
      }
    }
    return false;
  }

  /** A copy of where each tile row begins, [ceil(numQueries / TILE) + 1]; the last is numTiles. */
  public long[] indptr() {
    return indptr.clone();
  }

  /** A copy of the key tile of each entry, [numTiles]. */
  public int[] indices() {
    return indices.clone();
  }

  /** A copy of the mask of each entry, [numTiles]: its index, or FULL_TILE. */
  public int[] tileMasks() {
    return tileMasks.clone();
  }

  /** A copy of the distinct masks, [numMasks, TILE] packed. */
  public long[] masks() {
    return masks.clone();
  }

  @Override
  public String toString() {
    return "BlockMask["
        + (numQueries + " x " + numKeys + " chunks, " + keptPairs + " pairs kept, ")
        + (numFullTiles + " full and " + numPartialTiles() + " partial tiles, ")
        + (numMasks() + " masks]");
  }
}
