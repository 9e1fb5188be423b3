package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Many threads share one codec, which has never been used before, and do not disturb one another.
 */
class SharedCodecTest {
  private static final int THREADS = 8;

  /** All that a codec says of a text. */
  private record Answers(
      Glyphs units, String text, long count, long bytes, Glyphs cut, GlyphBatch batch) {
    static Answers of(GlyphCodec codec, String text) {
      Glyphs units = codec.encode(text);
      return new Answers(
          units,
          codec.decode(units),
          codec.countUnits(text),
          codec.offsets(units).numBytes(),
          codec.truncate(units, units.length() / 2),
          codec.encodeAll(List.of(text, text), 2));
    }
  }

  @Test
  void everyThreadGetsTheAnswersOfOne() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add(Texts.SAMPLE.substring(i % Texts.SAMPLE.length()) + " fox" + i);
    }
    GlyphCodec alone = Texts.sampleCodec();
    List<Answers> expected = texts.stream().map(text -> Answers.of(alone, text)).toList();
    GlyphCodec shared = Texts.sampleCodec();
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<Answers>>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        tasks.add(
            () -> {
              start.await();
              return texts.stream().map(text -> Answers.of(shared, text)).toList();
            });
      }
      for (Future<List<Answers>> answers : pool.invokeAll(tasks)) {
        assertEquals(expected, answers.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
