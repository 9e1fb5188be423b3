package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.ligature.file.TemporaryFolder;

/** What is counted does not depend on threads, on where a text is cut, or on memory. */
class TextCounterLawsTest {
  private static final LetterTable LETTERS = LetterTable.unicode13();
  private static final long MUCH = 1 << 22;

  @Provide
  Arbitrary<String> texts() {
    return Texts.any().list().ofMaxSize(30).map(list -> String.join("", list));
  }

  private static Map<String, Long> counts(
      int threads, long bytes, int block, int weight, String... texts) throws IOException {
    try (CountRuns runs = new CountRuns(TemporaryFolder.ofSystem())) {
      TextCounter counter = new TextCounter(LETTERS, threads, bytes, block, runs);
      counter.weight(weight);
      for (String text : texts) {
        if (block == 0) {
          counter.add(text);
        } else {
          counter.add(new StringReader(text), () -> {});
        }
      }
      Map<String, Long> counts = new TreeMap<>();
      runs.forEach(
          counter.tables(),
          () -> {},
          (text, length, kind, count) -> {
            Long before = counts.put(kind + new String(text, 0, length), count);
            assertEquals(null, before, "a key came twice");
          });
      return counts;
    }
  }

  @Property(tries = 300)
  void threadsAndBlocksChangeNothing(
      @ForAll("texts") String text,
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll @IntRange(min = 1, max = 40) int block)
      throws IOException {
    assertEquals(counts(1, MUCH, 0, 1, text), counts(threads, MUCH, block, 1, text));
  }

  @Property(tries = 100)
  void aWeightIsSoManyTexts(@ForAll("texts") String text) throws IOException {
    assertEquals(counts(1, MUCH, 0, 1, text, text, text), counts(1, MUCH, 0, 3, text));
  }

  @Property(tries = 10)
  void littleMemoryChangesNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int threads) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      text.append(Integer.toString(random.nextInt(9000), 36).replaceAll("[0-9]", "q")).append(' ');
    }
    assertEquals(
        counts(1, MUCH, 0, 1, text.toString()),
        counts(threads, (long) threads * CountTable.MIN_BYTES, 4096, 1, text.toString()));
  }
}
