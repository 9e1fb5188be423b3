package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashSet;
import java.util.Set;

/** Holds a block mask against the pattern itself, pair by pair, and against its promised form. */
final class MaskChecks {
  private static final int TILE = BlockMask.TILE;

  private MaskChecks() {}

  static void assertMaskIs(Pattern pattern, ChunkBatch batch) {
    assertMaskIs(pattern, batch, batch);
  }

  static void assertMaskIs(Pattern pattern, ChunkBatch queries, ChunkBatch keys) {
    BlockMask mask = BlockMask.compile(queries, keys, pattern);
    int n = queries.numChunks();
    int m = keys.numChunks();
    assertEquals(n, mask.numQueries());
    assertEquals(m, mask.numKeys());
    assertForm(mask);
    boolean[][] kept = expand(mask);
    long pairs = 0;
    for (int query = 0; query < n; query++) {
      for (int key = 0; key < m; key++) {
        boolean keeps = pattern.keeps(queries, query, keys, key);
        if (keeps != kept[query][key] || keeps != mask.keeps(query, key)) {
          fail("query " + query + ", key " + key + ": the pattern says " + keeps);
        }
        pairs += keeps ? 1 : 0;
      }
    }
    assertEquals(pairs, mask.keptPairs());
    assertEquals(pairs == 0 ? 0 : pairs / ((double) n * m), mask.density());
  }

  static void assertSame(BlockMask one, BlockMask other) {
    assertArrayEquals(one.indptr(), other.indptr());
    assertArrayEquals(one.indices(), other.indices());
    assertArrayEquals(one.tileMasks(), other.tileMasks());
    assertArrayEquals(one.masks(), other.masks());
    assertEquals(one.keptPairs(), other.keptPairs());
  }

  /** What the arrays say of every pair, [numQueries, numKeys]. */
  private static boolean[][] expand(BlockMask mask) {
    long[] indptr = mask.indptr();
    int[] indices = mask.indices();
    int[] tileMasks = mask.tileMasks();
    long[] masks = mask.masks();
    boolean[][] kept = new boolean[mask.numQueries()][mask.numKeys()];
    for (int query = 0; query < mask.numQueries(); query++) {
      for (int e = (int) indptr[query / TILE]; e < indptr[query / TILE + 1]; e++) {
        int first = indices[e] * TILE;
        for (int key = first; key < Math.min(first + TILE, mask.numKeys()); key++) {
          kept[query][key] =
              tileMasks[e] == BlockMask.FULL_TILE
                  || (masks[tileMasks[e] * TILE + query % TILE] >>> (key - first) & 1) == 1;
        }
      }
    }
    return kept;
  }

  /**
   * Order, numbering, no tile that could be left out or full, no mask twice, no bit past the edge.
   */
  private static void assertForm(BlockMask mask) {
    long[] indptr = mask.indptr();
    int[] indices = mask.indices();
    int[] tileMasks = mask.tileMasks();
    long[] masks = mask.masks();
    int tileRows = (mask.numQueries() + TILE - 1) / TILE;
    assertEquals(tileRows + 1, indptr.length);
    assertEquals(0, indptr[0]);
    assertEquals(indices.length, indptr[tileRows]);
    assertEquals(indices.length, tileMasks.length);
    assertEquals(indices.length, mask.numTiles());
    assertEquals(mask.numTiles(), mask.numFullTiles() + mask.numPartialTiles());
    assertEquals(masks.length, mask.numMasks() * TILE);
    int full = 0;
    int nextMask = 0;
    for (int row = 0; row < tileRows; row++) {
      Set<Integer> seen = new HashSet<>();
      for (int e = (int) indptr[row]; e < indptr[row + 1]; e++) {
        assertTrue(seen.add(indices[e]));
        if (e > indptr[row]) {
          boolean wasFull = tileMasks[e - 1] == BlockMask.FULL_TILE;
          boolean isFull = tileMasks[e] == BlockMask.FULL_TILE;
          assertTrue(wasFull == isFull ? indices[e - 1] < indices[e] : isFull);
        }
        if (tileMasks[e] == BlockMask.FULL_TILE) {
          full++;
          continue;
        }
        assertTrue(tileMasks[e] <= nextMask);
        nextMask = Math.max(nextMask, tileMasks[e] + 1);
        int rows = Math.min(TILE, mask.numQueries() - row * TILE);
        int keys = Math.min(TILE, mask.numKeys() - indices[e] * TILE);
        int bits = 0;
        for (int r = 0; r < TILE; r++) {
          long word = masks[tileMasks[e] * TILE + r];
          assertEquals(0, r < rows ? word & ~(-1L >>> (TILE - keys)) : word);
          bits += Long.bitCount(word);
        }
        assertNotEquals(0, bits);
        assertNotEquals(rows * keys, bits);
      }
    }
    assertEquals(full, mask.numFullTiles());
    assertEquals(nextMask, mask.numMasks());
    Set<String> distinct = new HashSet<>();
    for (int m = 0; m < mask.numMasks(); m++) {
      StringBuilder words = new StringBuilder();
      for (int r = 0; r < TILE; r++) {
        words.append(masks[m * TILE + r]).append(' ');
      }
      assertTrue(distinct.add(words.toString()));
    }
  }
}
