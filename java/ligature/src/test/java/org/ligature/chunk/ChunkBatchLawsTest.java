package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.ligature.codec.Glyphs;

class ChunkBatchLawsTest {
  @Provide
  Arbitrary<Glyphs> texts() {
    return ChunkArbitraries.texts();
  }

  @Provide
  Arbitrary<ChunkSplitter> splitters() {
    return ChunkArbitraries.splitters();
  }

  @Property
  void packsExactlyWhatItWasGiven(
      @ForAll @Size(max = 4) List<@From("texts") Glyphs> texts,
      @ForAll @Size(min = 1, max = 3) List<@From("splitters") ChunkSplitter> views) {
    ChunkBatch batch = ChunkBatch.of(texts, views.toArray(ChunkSplitter[]::new));

    assertEquals(texts.size(), batch.numDocuments());
    assertEquals(views.size(), batch.numViews());
    int[] units = batch.units();
    int unit = 0;
    int chunk = 0;
    for (int d = 0; d < texts.size(); d++) {
      Glyphs text = texts.get(d);
      assertEquals(unit, batch.firstUnit(d));
      assertEquals(unit + text.length(), batch.endUnit(d));
      assertArrayEquals(text.toArray(), Arrays.copyOfRange(units, unit, unit + text.length()));
      for (int v = 0; v < views.size(); v++) {
        Cutting cutting = views.get(v).split(text);
        assertEquals(chunk, batch.firstChunk(d, v));
        for (int i = 0; i < cutting.numChunks(); i++, chunk++) {
          assertEquals(unit + cutting.start(i), batch.chunkStart(chunk));
          assertEquals(unit + cutting.end(i), batch.chunkEnd(chunk));
          assertEquals(d, batch.document(chunk));
          assertEquals(v, batch.view(chunk));
          int sentence = batch.sentence(chunk);
          assertTrue(text.sentenceStart(sentence) < cutting.end(i));
          assertTrue(cutting.end(i) <= text.sentenceEnd(sentence));
        }
        assertEquals(chunk, batch.endChunk(d, v));
      }
      unit += text.length();
    }
    assertEquals(unit, batch.numUnits());
    assertEquals(chunk, batch.numChunks());
  }

  @Property
  void readyCuttingsPackLikeSplitters(
      @ForAll @Size(max = 4) List<@From("texts") Glyphs> texts,
      @ForAll("splitters") ChunkSplitter first,
      @ForAll("splitters") ChunkSplitter second) {
    ChunkBatch split = ChunkBatch.of(texts, first, second);
    ChunkBatch ready =
        ChunkBatch.of(
            texts,
            Stream.of(first, second).map(s -> texts.stream().map(s::split).toList()).toList());

    assertArrayEquals(split.units(), ready.units());
    assertArrayEquals(split.chunkStarts(), ready.chunkStarts());
    assertArrayEquals(split.chunkEnds(), ready.chunkEnds());
  }
}
