package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ligature.codec.Glyphs;

/** Long documents and large batches: memory grows with the units, and no chunk is an object. */
class ScaleTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<ChunkSplitter> splitters() {
    ChunkScore score = (text, start, end) -> text.unit(start) % (end - start + 1);
    CausalRule rule = (text, start, at) -> text.unit(at - 1) % 3 == 0;
    List<ChunkSplitter> inside =
        List.of(
            ChunkSplitter.fixed(2),
            ChunkSplitter.fixedFromEnd(3),
            ChunkSplitter.pattern(4, 2),
            ChunkSplitter.choice(1, 2, new int[] {4, 2}, new int[] {3}),
            ChunkSplitter.sampled(4, 1),
            ChunkSplitter.sampledCuttings(SizeWeights.mean(1, 8, 2.5), 1, 2),
            ChunkSplitter.cohesive(score, 1, 4, 0.5),
            ChunkSplitter.cohesive(score, 1, 4, 0.5, 1, 1, 2),
            ChunkSplitter.causal(1, 6, rule),
            ChunkSplitter.fixed(3).cutWhere((text, offset) -> text.unit(offset) % 5 == 0));
    return inside.stream().flatMap(s -> Stream.of(s, s.acrossSentences()));
  }

  /** Sentences of 1 to 40 units. */
  private static Glyphs text(int length) {
    int[] units = new int[length];
    int[] ends = new int[length];
    SplitMix64 random = new SplitMix64(9, length);
    int n = 0;
    for (int end = 0; end < length; ) {
      end = Math.min(length, end + 1 + random.nextInt(40));
      ends[n++] = end;
    }
    for (int i = 0; i < length; i++) {
      units[i] = random.nextInt(1000);
    }
    return Glyphs.of(units, Arrays.copyOf(ends, n));
  }

  @ParameterizedTest
  @MethodSource("splitters")
  void aMillionUnitsTakeMemoryLinearInThem(ChunkSplitter splitter) {
    Glyphs half = text(500_000);
    Glyphs whole = text(1_000_000);
    splitter.split(text(1000)); // classes are loaded
    long halfBytes = allocated(() -> splitter.split(half));
    long wholeBytes = allocated(() -> splitter.split(whole));

    assertTrue(wholeBytes <= 100L * whole.length(), wholeBytes + " bytes");
    assertTrue(wholeBytes <= 2.5 * halfBytes, wholeBytes + " bytes after " + halfBytes);
    assertEquals(whole.length(), splitter.split(whole).numUnits());
  }

  private static long allocated(Runnable run) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    run.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void tenThousandSentencesAreOneCall() {
    List<Glyphs> sentences = new ArrayList<>();
    long units = 0;
    for (int i = 0; i < 10_000; i++) {
      sentences.add(text(i % 50).asOneSentence());
      units += i % 50;
    }
    ChunkSplitter[] views = ChunkSplitter.coveringViews(3);
    ChunkBatch batch = ChunkBatch.of(sentences, views);

    assertEquals(10_000, batch.numDocuments());
    assertEquals(6, batch.numViews());
    assertEquals(units, batch.numUnits());
    for (int d = 0; d < 10_000; d += 997) {
      for (int v = 0; v < views.length; v++) {
        Cutting cutting = views[v].split(sentences.get(d));
        assertEquals(cutting.numChunks(), batch.endChunk(d, v) - batch.firstChunk(d, v));
        for (int c = 0; c < cutting.numChunks(); c++) {
          int chunk = batch.firstChunk(d, v) + c;
          assertEquals(batch.firstUnit(d) + cutting.end(c), batch.chunkEnd(chunk));
        }
      }
    }
  }

  @Test
  void aMillionUnitsMakeOneBatch() {
    Glyphs text = text(1_000_000);
    ChunkBatch.of(text(1000), ChunkSplitter.fixed(1), ChunkSplitter.fixed(2));
    long bytes =
        allocated(() -> ChunkBatch.of(text, ChunkSplitter.fixed(1), ChunkSplitter.fixed(2)));

    assertTrue(bytes <= 100L * text.length(), bytes + " bytes");
  }
}
