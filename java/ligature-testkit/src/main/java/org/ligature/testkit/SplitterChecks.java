package org.ligature.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Cutting;
import org.ligature.chunk.Dependence;
import org.ligature.codec.Glyphs;
import org.ligature.testkit.internal.GlyphsFormat;

/** What the laws of splitters come to. A failure names the text and how it was cut. */
final class SplitterChecks {
  private static final int THREADS = 4;

  /** How often each thread cuts each text; enough that threads meet. */
  private static final int ROUNDS = 8;

  /** In texts below so many units every offset is tried. */
  private static final int MOST_OFFSETS = 200;

  private SplitterChecks() {}

  static Cutting split(ChunkSplitter splitter, Glyphs text) {
    try {
      return ChunkSplitter.checkedSplit(splitter, text);
    } catch (RuntimeException e) {
      return fail(show(text) + " is not cut: " + e, e);
    }
  }

  static Dependence dependence(ChunkSplitter splitter) {
    Dependence dependence = splitter.dependence();
    assertNotNull(dependence, () -> "dependence of " + splitter);
    return dependence;
  }

  private static String show(Glyphs text) {
    return "\"" + GlyphsFormat.show(text) + "\"";
  }

  private static String show(Glyphs text, Cutting cutting) {
    return show(text) + " is cut \"" + cutting + "\"";
  }

  /** Reads the units by chunk, and the chunks by unit. */
  static void givesBack(ChunkSplitter splitter, Glyphs text) {
    Cutting cutting = split(splitter, text);
    int n = 0;
    for (int c = 0; c < cutting.numChunks(); c++) {
      int size = cutting.size(c);
      assertTrue(size >= 1, () -> show(text, cutting));
      for (int slot = 0; slot < size; slot++, n++) {
        int unit = n;
        assertEquals(unit, cutting.start(c) + slot, () -> "unit in " + show(text, cutting));
        assertEquals(
            c, cutting.chunkOf(n), () -> "chunk of " + unit + " in " + show(text, cutting));
        assertEquals(
            slot, cutting.slotOf(n), () -> "slot of " + unit + " in " + show(text, cutting));
      }
    }
    assertEquals(text.length(), n, () -> "units in the chunks of " + show(text, cutting));
  }

  static void sizes(ChunkSplitter splitter, Glyphs text, int min, int max, boolean sentences) {
    Cutting cutting = split(splitter, text);
    for (int c = 0; c < cutting.numChunks(); c++) {
      int end = cutting.end(c);
      int size = cutting.size(c);
      boolean last = end == text.length() || sentences && isSentenceEnd(text, end);
      if (size > max || size < min && !last) {
        fail(
            "chunk "
                + c
                + " of "
                + size
                + " units is not within "
                + min
                + " to "
                + max
                + ": "
                + show(text, cutting));
      }
    }
  }

  private static boolean isSentenceEnd(Glyphs text, int offset) {
    return IntStream.range(0, text.numSentences()).anyMatch(s -> text.sentenceEnd(s) == offset);
  }

  static void sentenceEnds(ChunkSplitter splitter, Glyphs text) {
    Cutting cutting = split(splitter, text);
    for (int s = 0; s < text.numSentences(); s++) {
      int end = text.sentenceEnd(s);
      assertTrue(
          cutting.isBoundary(end),
          () -> show(text, cutting) + ", across the sentence end at " + end);
    }
  }

  static void sameAgain(ChunkSplitter splitter, Glyphs text, Glyphs between) {
    Cutting first = split(splitter, text);
    Glyphs equal = withUnits(text, text); // equal, and not the same object
    assertEquals(first, split(splitter, equal), () -> "the second cutting of " + show(text));
    split(splitter, between);
    assertEquals(
        first,
        split(splitter, text),
        () -> "the cutting of " + show(text) + " behind " + show(between));
  }

  static void threads(ChunkSplitter splitter, List<Glyphs> texts) {
    List<Cutting> alone = texts.stream().map(text -> split(splitter, text)).toList();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch ready = new CountDownLatch(THREADS);
      Callable<Void> cutAll =
          () -> {
            ready.countDown();
            ready.await();
            for (int i = 0; i < ROUNDS * texts.size(); i++) {
              Glyphs text = texts.get(i % texts.size());
              assertEquals(
                  alone.get(i % texts.size()),
                  split(splitter, text),
                  () -> THREADS + " threads: the cutting of " + show(text));
            }
            return null;
          };
      for (Future<Void> thread : pool.invokeAll(Collections.nCopies(THREADS, cutAll))) {
        thread.get();
      }
    } catch (ExecutionException e) {
      fail(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted", e);
    } finally {
      pool.shutdown();
    }
  }

  /** Each text alone has a splitter of its own; those of a batch share one, in either order. */
  static void batch(Supplier<ChunkSplitter> splitters, List<Glyphs> texts) {
    List<Glyphs> documents = new ArrayList<>(texts);
    for (int order = 0; order < 2; order++) {
      ChunkBatch batch = ChunkBatch.of(documents, splitters.get(), ChunkSplitter.fixed(1));
      for (int d = 0; d < documents.size(); d++) {
        Glyphs text = documents.get(d);
        Cutting alone = split(splitters.get(), text);
        int firstUnit = batch.firstUnit(d);
        int[] ends =
            IntStream.range(batch.firstChunk(d, 0), batch.endChunk(d, 0))
                .map(c -> batch.chunkEnd(c) - firstUnit)
                .toArray();
        Cutting packed = Cutting.ofEnds(text.length(), ends);
        int document = d;
        assertEquals(
            alone, packed, () -> "text " + document + " of the batch, " + show(text) + ", is cut");
      }
      Collections.reverse(documents);
    }
  }

  static void otherUnits(ChunkSplitter splitter, Glyphs text, Glyphs others) {
    if (others.length() > 0) {
      Glyphs other = withUnits(text, others);
      assertEquals(
          split(splitter, text),
          split(splitter, other),
          () -> "dependence NONE, and " + show(other) + " is cut otherwise than " + show(text));
    }
  }

  static void prefixes(ChunkSplitter splitter, Glyphs text) {
    for (int length = 1; length < text.length(); length += step(text)) {
      sameBoundaries(splitter, text, text.slice(0, length), length - 1);
    }
  }

  static void later(ChunkSplitter splitter, Glyphs text, Glyphs later) {
    if (later.length() == 0) {
      return;
    }
    for (int kept = 1; kept <= text.length(); kept += step(text)) {
      // Where the text ends there is a boundary that no unit asked for.
      int last = kept < text.length() ? kept : kept - 1;
      sameBoundaries(splitter, text, withTail(text, kept, later), last);
    }
  }

  /** Every offset is tried, but in a long text some, so that a try takes no longer. */
  private static int step(Glyphs text) {
    return 1 + text.length() / MOST_OFFSETS;
  }

  /** Two texts that agree before some offset have the same boundaries up to it. */
  private static void sameBoundaries(ChunkSplitter splitter, Glyphs a, Glyphs b, int last) {
    Cutting one = split(splitter, a);
    Cutting other = split(splitter, b);
    for (int offset = 1; offset <= last; offset++) {
      int at = offset;
      assertEquals(
          one.isBoundary(at),
          other.isBoundary(at),
          () ->
              "dependence "
                  + splitter.dependence()
                  + ", and boundaries differ at "
                  + at
                  + ": "
                  + show(a, one)
                  + ", "
                  + show(b, other));
    }
  }

  /** The sentences of one text with the units of another, over and over. */
  private static Glyphs withUnits(Glyphs text, Glyphs units) {
    int[] others = new int[text.length()];
    Arrays.setAll(others, i -> units.unit(i % units.length()));
    return Glyphs.of(others, sentenceEnds(text));
  }

  /** The first units of a text and then another; between them a sentence ends if one did. */
  private static Glyphs withTail(Glyphs text, int kept, Glyphs tail) {
    int[] units = Arrays.copyOf(text.toArray(), kept + tail.length());
    tail.copyTo(units, kept, 0, tail.length());
    IntStream before = Arrays.stream(sentenceEnds(text)).filter(end -> end <= kept);
    IntStream behind = Arrays.stream(sentenceEnds(tail)).map(end -> kept + end);
    return Glyphs.of(units, IntStream.concat(before, behind).toArray());
  }

  private static int[] sentenceEnds(Glyphs text) {
    return IntStream.range(0, text.numSentences()).map(text::sentenceEnd).toArray();
  }
}
