package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.ligature.codec.Glyphs;

class ChunkBatchTest {
  private static final Glyphs SIX = ChunkArbitraries.text(List.of(6));
  private static final ChunkSplitter PAIRS = ChunkSplitter.fixed(2);

  @Test
  void twoViewsOfOneText() {
    ChunkBatch batch = ChunkBatch.of(SIX, PAIRS, ChunkSplitter.fixed(3));

    assertEquals(1, batch.numDocuments());
    assertEquals(2, batch.numViews());
    assertEquals(6, batch.numUnits());
    assertEquals(5, batch.numChunks());
    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, batch.units());
    assertArrayEquals(new int[] {0, 2, 4, 0, 3}, batch.chunkStarts());
    assertArrayEquals(new int[] {2, 4, 6, 3, 6}, batch.chunkEnds());
    assertEquals(3, batch.firstChunk(0, 1));
    assertEquals(5, batch.endChunk(0, 1));
    assertEquals(0, batch.view(2));
    assertEquals(1, batch.view(3));
    assertEquals("ChunkBatch[1 documents, 2 views, 6 units, 5 chunks]", batch.toString());
  }

  @Test
  void documentsComeOneAfterAnother() {
    Glyphs two = ChunkArbitraries.text(List.of(1, 1));
    ChunkBatch batch =
        ChunkBatch.of(
            List.of(SIX, Glyphs.empty(), two),
            List.of(
                List.of(Cutting.parse("4+2"), Cutting.whole(0), Cutting.parse("2")),
                List.of(Cutting.parse("6"), Cutting.whole(0), Cutting.parse("1+1"))));

    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6, 1, 2}, batch.units());
    assertArrayEquals(new int[] {0, 4, 0, 6, 6, 7}, batch.chunkStarts());
    assertArrayEquals(new int[] {4, 6, 6, 8, 7, 8}, batch.chunkEnds());
    assertEquals(6, batch.firstUnit(1));
    assertEquals(6, batch.endUnit(1));
    assertEquals(3, batch.firstChunk(1, 0));
    assertEquals(3, batch.endChunk(1, 1));
    assertEquals(4, batch.firstChunk(2, 1));
    assertEquals(2, batch.document(3));
    assertEquals(0, batch.document(2));
    // Chunk 3 holds units of both sentences and belongs to that of its last.
    assertEquals(1, batch.sentence(3));
    assertEquals(0, batch.sentence(4));
    assertEquals(1, batch.sentence(5));
  }

  @Test
  void nothingPacksToNothing() {
    for (ChunkBatch batch :
        List.of(
            ChunkBatch.of(List.of(), PAIRS),
            ChunkBatch.of(List.of(), List.of(List.of())),
            ChunkBatch.of(Glyphs.empty(), PAIRS),
            ChunkBatch.of(Glyphs.empty(), Cutting.whole(0)))) {
      assertEquals(1, batch.numViews());
      assertEquals(0, batch.numUnits());
      assertEquals(0, batch.numChunks());
      assertEquals(0, batch.units().length);
      assertThrows(IndexOutOfBoundsException.class, () -> batch.chunkEnd(0));
    }
  }

  @Test
  void copiesArraysOut() {
    ChunkBatch batch = ChunkBatch.of(SIX, PAIRS);
    batch.units()[0] = 9;
    batch.chunkStarts()[0] = 9;
    batch.chunkEnds()[0] = 9;

    assertEquals(1, batch.units()[0]);
    assertEquals(0, batch.chunkStart(0));
    assertEquals(2, batch.chunkEnd(0));
  }

  @Test
  void tenThousandSentencesInOneCall() {
    ChunkBatch batch =
        ChunkBatch.of(Collections.nCopies(10_000, SIX), PAIRS, ChunkSplitter.fixed(4));

    assertEquals(60_000, batch.numUnits());
    assertEquals(50_000, batch.numChunks());
    assertEquals(9_999, batch.document(49_999));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertEquals("a batch needs at least one view", messageOf(() -> ChunkBatch.of(List.of())));
    assertEquals(
        "a batch needs at least one view", messageOf(() -> ChunkBatch.of(SIX, new Cutting[0])));
    assertEquals(
        "a batch needs at least one view", messageOf(() -> ChunkBatch.of(List.of(SIX), List.of())));
    assertEquals(
        "view 1 cuts 5 units of text 0, which has 6",
        messageOf(() -> ChunkBatch.of(SIX, Cutting.whole(6), Cutting.whole(5))));
    assertEquals(
        "view 0 has 2 cuttings for 1 texts",
        messageOf(
            () ->
                ChunkBatch.of(List.of(SIX), List.of(List.of(Cutting.whole(6), Cutting.whole(6))))));
    assertTrue(
        messageOf(() -> ChunkBatch.of(SIX, PAIRS, text -> Cutting.whole(2)))
            .endsWith("cut 2 units of a text of 6"));
  }

  @Test
  void tooMuchIsRefusedBeforeItIsPacked() {
    int million = 1 << 20;
    List<Glyphs> texts = Collections.nCopies(2048, Glyphs.of(new int[million]));
    Cutting whole = Cutting.whole(million);
    Cutting singles = Cutting.singles(million);

    assertEquals(
        "a batch holds at most 2147483647 units, not 2147483648",
        messageOf(() -> ChunkBatch.of(texts, text -> whole)));
    assertEquals(
        "a batch holds at most 2147483647 chunks, not 2147483648",
        messageOf(
            () ->
                ChunkBatch.of(
                    texts.subList(0, 1024),
                    List.of(
                        Collections.nCopies(1024, singles), Collections.nCopies(1024, singles)))));
    ChunkSplitter[] views = new ChunkSplitter[65_536];
    assertEquals(
        "32768 texts in 65536 views are too many for a batch",
        messageOf(() -> ChunkBatch.of(Collections.nCopies(32_768, SIX), views)));
  }

  @Test
  void indicesAreChecked() {
    ChunkBatch batch = ChunkBatch.of(SIX, PAIRS);
    for (int chunk : new int[] {-1, 3}) {
      for (Executable call :
          new Executable[] {
            () -> batch.chunkStart(chunk),
            () -> batch.chunkEnd(chunk),
            () -> batch.document(chunk),
            () -> batch.sentence(chunk),
            () -> batch.view(chunk)
          }) {
        assertThrows(IndexOutOfBoundsException.class, call);
      }
    }
    for (int bad : new int[] {-1, 1}) {
      for (Executable call :
          new Executable[] {
            () -> batch.firstUnit(bad),
            () -> batch.endUnit(bad),
            () -> batch.firstChunk(bad, 0),
            () -> batch.endChunk(bad, 0),
            () -> batch.firstChunk(0, bad),
            () -> batch.endChunk(0, bad)
          }) {
        assertThrows(IndexOutOfBoundsException.class, call);
      }
    }
  }

  @Test
  void nullIsRefused() {
    List<Glyphs> texts = List.of(SIX);
    for (Executable call :
        new Executable[] {
          () -> ChunkBatch.of((Glyphs) null, PAIRS),
          () -> ChunkBatch.of((Glyphs) null, Cutting.whole(6)),
          () -> ChunkBatch.of(SIX, (ChunkSplitter[]) null),
          () -> ChunkBatch.of(SIX, (Cutting[]) null),
          () -> ChunkBatch.of(SIX, (ChunkSplitter) null),
          () -> ChunkBatch.of(SIX, (Cutting) null),
          () -> ChunkBatch.of((List<Glyphs>) null, PAIRS),
          () -> ChunkBatch.of(texts, (ChunkSplitter[]) null),
          () -> ChunkBatch.of(texts, (List<List<Cutting>>) null),
          () -> ChunkBatch.of(Collections.singletonList(null), PAIRS)
        }) {
      assertThrows(NullPointerException.class, call);
    }
  }

  private static String messageOf(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
