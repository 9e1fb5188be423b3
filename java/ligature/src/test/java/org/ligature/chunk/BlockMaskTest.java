package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ligature.codec.Glyphs;

class BlockMaskTest {
  private static ChunkBatch singles(int... lengths) {
    List<Glyphs> texts = Arrays.stream(lengths).mapToObj(n -> Glyphs.of(new int[n])).toList();
    return ChunkBatch.of(texts, ChunkSplitter.fixed(1));
  }

  @Test
  void sixUnitsInTwoViews() {
    ChunkBatch batch =
        ChunkBatch.of(Glyphs.of(new int[6]), ChunkSplitter.fixed(2), ChunkSplitter.fixed(3));
    BlockMask mask = BlockMask.compile(batch, Pattern.causal());

    long[] bits = new long[64];
    bits[0] = 0b00001;
    bits[1] = 0b01011;
    bits[2] = 0b11111;
    bits[3] = 0b01001;
    bits[4] = 0b11111;
    assertArrayEquals(new long[] {0, 1}, mask.indptr());
    assertArrayEquals(new int[] {0}, mask.indices());
    assertArrayEquals(new int[] {0}, mask.tileMasks());
    assertArrayEquals(bits, mask.masks());
    assertEquals(16, mask.keptPairs());
    assertEquals(16 / 25.0, mask.density());
    assertEquals(
        "BlockMask[5 x 5 chunks, 16 pairs kept, 0 full and 1 partial tiles, 1 masks]",
        mask.toString());
  }

  @Test
  void causalIsADiagonalOfOneMask() {
    BlockMask mask = BlockMask.compile(singles(192), Pattern.causal());

    assertArrayEquals(new long[] {0, 1, 3, 6}, mask.indptr());
    assertArrayEquals(new int[] {0, 1, 0, 2, 0, 1}, mask.indices());
    assertArrayEquals(new int[] {0, 0, -1, 0, -1, -1}, mask.tileMasks());
    assertEquals(1, mask.numMasks());
    assertEquals(192 * 193 / 2, mask.keptPairs());
  }

  @Test
  void aTileCutOffByTheEdgeCanBeFull() {
    BlockMask mask = BlockMask.compile(singles(65), Pattern.all());

    assertEquals(4, mask.numFullTiles());
    assertEquals(0, mask.numPartialTiles());
    assertEquals(65 * 65, mask.keptPairs());
    assertEquals(1.0, mask.density());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 63, 64, 65, 127, 128, 129, 192, 200})
  void everyLengthHasItsEdge(int n) {
    for (ChunkBatch batch : List.of(singles(n), singles(n, 0, n, 64), singles(64, n))) {
      for (Pattern pattern :
          List.of(
              Pattern.all(),
              Pattern.all().not(),
              Pattern.causal(),
              Pattern.causal().not(),
              Pattern.window(0),
              Pattern.window(63),
              Pattern.window(64).and(Pattern.causal()),
              Pattern.all().acrossDocuments(),
              Pattern.causal().acrossDocuments(),
              Pattern.window(64).acrossDocuments())) {
        MaskChecks.assertMaskIs(pattern, batch);
      }
    }
  }

  @Test
  void noChunksGiveNoTiles() {
    BlockMask mask = BlockMask.compile(singles(0, 0), Pattern.all());

    assertArrayEquals(new long[] {0}, mask.indptr());
    assertEquals(0, mask.numTiles());
    assertEquals(0, mask.numMasks());
    assertEquals(0, mask.keptPairs());
    assertEquals(0.0, mask.density());
  }

  @Test
  void manyMasksAreFoundAgain() {
    // Chunks of size 1 to 5 against singles give a new staircase in nearly every tile.
    ChunkBatch batch =
        ChunkBatch.of(
            Glyphs.of(new int[3000]), ChunkSplitter.fixed(1), ChunkSplitter.sampled(5, 1));
    BlockMask mask = BlockMask.compile(batch, Pattern.window(2));

    assertTrue(mask.numMasks() > 64, mask.toString());
    MaskChecks.assertMaskIs(Pattern.window(2), batch);
    MaskChecks.assertMaskIs(
        Pattern.window(2),
        ChunkBatch.of(Glyphs.of(new int[3000]), ChunkSplitter.fixed(1), ChunkSplitter.fixed(1)));
  }

  @Test
  void aMillionChunksWithAWindow() {
    int n = 1_000_000;
    BlockMask mask = BlockMask.compile(singles(n), Pattern.window(100).and(Pattern.causal()));

    assertEquals(101L * n - 100 * 101 / 2, mask.keptPairs());
    assertTrue(mask.numTiles() < 4 * (n / 64), mask.toString());
    assertTrue(mask.numMasks() < 16, mask.toString());
  }

  @Test
  void aMillionChunksInThousandsOfDocuments() {
    ChunkBatch batch =
        ChunkBatch.of(
            Collections.nCopies(5_000, Glyphs.of(new int[100])),
            ChunkSplitter.fixed(1),
            ChunkSplitter.fixed(1));
    BlockMask mask = BlockMask.compile(batch, Pattern.sameView());

    assertEquals(1_000_000, mask.numQueries());
    assertEquals(10_000L * 100 * 100, mask.keptPairs());
  }

  @Test
  void keptPairsPassAnInt() {
    BlockMask mask = BlockMask.compile(singles(65_536), Pattern.all());

    assertEquals(1L << 32, mask.keptPairs());
    assertEquals(1 << 20, mask.numFullTiles());
  }

  @Test
  void copiesArraysOut() {
    BlockMask mask = BlockMask.compile(singles(3), Pattern.causal());
    mask.indptr()[1] = 9;
    mask.indices()[0] = 9;
    mask.tileMasks()[0] = 9;
    mask.masks()[0] = 9;

    assertEquals(1, mask.indptr()[1]);
    assertEquals(0, mask.indices()[0]);
    assertEquals(0, mask.tileMasks()[0]);
    assertEquals(1, mask.masks()[0]);
  }

  @Test
  void badArgumentsAreRefused() {
    ChunkBatch batch = singles(3);
    BlockMask mask = BlockMask.compile(batch, Pattern.all());
    for (int bad : new int[] {-1, 3}) {
      assertThrows(IndexOutOfBoundsException.class, () -> mask.keeps(bad, 0));
      assertThrows(IndexOutOfBoundsException.class, () -> mask.keeps(0, bad));
    }
    assertThrows(NullPointerException.class, () -> BlockMask.compile(null, Pattern.all()));
    assertThrows(NullPointerException.class, () -> BlockMask.compile(batch, null));
  }

  @Test
  void moreThanAnArrayHoldsIsRefused() {
    assertEquals(200, Growth.next(100, 101));
    assertEquals(300, Growth.next(100, 300));
    assertEquals(Integer.MAX_VALUE - 8, Growth.next(1 << 30, (1 << 30) + 1L));
    assertEquals(
        "too much for one array: 2147483640 entries",
        assertThrows(
                IllegalArgumentException.class,
                () -> Growth.next(Integer.MAX_VALUE - 8, Integer.MAX_VALUE - 7L))
            .getMessage());
  }
}
