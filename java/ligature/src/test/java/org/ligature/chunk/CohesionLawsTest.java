package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Unit;
import org.ligature.file.TemporaryFolder;
import org.ligature.file.UnitSpool;

class CohesionLawsTest {
  private static final GlyphCodec CODEC = GlyphCodec.trainer().add("a b c").train();

  /** Some texts of few different units, in cases of all kinds, so that runs come again. */
  @Provide
  Arbitrary<List<Glyphs>> texts() {
    return Arbitraries.integers()
        .between(0, 5)
        .map(i -> i % 3 << Unit.GLYPH_BITS | i / 2)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .list()
        .ofMaxSize(8)
        .map(CohesionLawsTest::text)
        .list()
        .ofMaxSize(4);
  }

  private static Glyphs text(List<List<Integer>> sentences) {
    int[] units = sentences.stream().flatMap(List::stream).mapToInt(i -> i).toArray();
    int[] ends = new int[sentences.size()];
    int end = 0;
    for (int s = 0; s < ends.length; s++) {
      end += sentences.get(s).size();
      ends[s] = end;
    }
    return Glyphs.of(units, ends);
  }

  /** How often runs stand in sentences, by trying all; letter case does not count. */
  private static Map<List<Integer>, Long> runs(List<Glyphs> texts, int maxSize) {
    Map<List<Integer>, Long> runs = new HashMap<>();
    for (Glyphs text : texts) {
      for (int s = 0; s < text.numSentences(); s++) {
        for (int i = text.sentenceStart(s); i < text.sentenceEnd(s); i++) {
          List<Integer> run = new ArrayList<>();
          for (int end = i; end < text.sentenceEnd(s) && end - i < maxSize; end++) {
            run.add(Unit.glyph(text.unit(end)));
            runs.merge(List.copyOf(run), 1L, Long::sum);
          }
        }
      }
    }
    return runs;
  }

  @Property(tries = 200)
  void frequentRunsAreFoundAndCounted(
      @ForAll("texts") List<Glyphs> texts,
      @ForAll @IntRange(min = 1, max = 5) int maxSize,
      @ForAll @IntRange(min = 1, max = 4) int minCount)
      throws IOException {
    Map<List<Integer>, Long> expected = runs(texts, maxSize);
    expected.entrySet().removeIf(e -> e.getKey().size() > 1 && e.getValue() < minCount);
    Map<List<Integer>, Long> found = new HashMap<>();
    try (TemporaryFolder folder = TemporaryFolder.ofSystem();
        UnitSpool spool = new UnitSpool(folder)) {
      for (Glyphs text : texts) {
        CohesionTrainer.write(text, spool);
      }
      spool.endWriting();
      FrequentRuns runs = new FrequentRuns(spool, minCount, 1000, 1 << 16);
      runs.find(maxSize);
      for (int node = 1; node < runs.trie().size(); node++) {
        List<Integer> run = new ArrayList<>();
        for (int at = node; at != ChunkTrie.ROOT; at = runs.trie().parent(at)) {
          run.add(0, runs.trie().unit(at));
        }
        assertEquals(run.size(), runs.trie().length(node));
        found.put(run, runs.counts()[node]);
      }
    }

    assertEquals(expected, found);
  }

  @Property(tries = 60)
  void whatIsLearnedDependsOnTheSentencesOnly(
      @ForAll("texts") List<Glyphs> texts, @ForAll long seed) throws IOException {
    List<Glyphs> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(seed));

    assertArrayEquals(bytes(train(texts, 1 << 20)), bytes(train(shuffled, 1 << 16)));
  }

  private static Cohesion train(List<Glyphs> texts, long memory) {
    try (CohesionTrainer trainer = Cohesion.trainer(CODEC)) {
      texts.forEach(trainer.memory(memory).minCount(2)::add);
      return trainer.train();
    }
  }

  private static byte[] bytes(Cohesion cohesion) throws IOException {
    Path file = Files.createTempFile("ligature", ".cohesion");
    try {
      cohesion.save(file);
      Cohesion read = Cohesion.load(file);
      byte[] bytes = Files.readAllBytes(file);
      read.save(file);
      assertArrayEquals(bytes, Files.readAllBytes(file)); // reading loses nothing
      return bytes;
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 100)
  void scoresAreLogarithmsOfSharesAndAgree(@ForAll("texts") List<Glyphs> texts) {
    Cohesion cohesion = train(texts, 1 << 20);
    double sum = 0;
    Map<List<Integer>, Long> all = runs(texts, cohesion.maxSize());
    for (List<Integer> run : all.keySet()) {
      Glyphs text = text(List.of(run));
      long count = cohesion.count(text, 0, run.size());
      sum += count;
      if (count > 0) {
        double share = (double) count / cohesion.numLearned();
        assertEquals(Math.log(share) / Math.log(2), cohesion.score(text, 0, run.size()), 1e-9);
      }
    }
    assertEquals(cohesion.numLearned(), sum);
    SpanScores spans = SpanScores.of(cohesion);
    for (Glyphs text : texts) {
      for (int start = 0; start < text.length(); start++) {
        double[] scores = new double[text.length() - start];
        spans.fill(text, start, start + 1, text.length(), scores);
        for (int i = 0; i < scores.length; i++) {
          assertEquals(cohesion.score(text, start, start + 1 + i), scores[i]);
          assertTrue(scores[i] <= 0 && scores[i] > Double.NEGATIVE_INFINITY);
        }
      }
    }
  }

  @Property(tries = 100)
  void everyUnitLearnedIsInOneChunk(@ForAll("texts") List<Glyphs> texts) {
    Cohesion cohesion = train(texts, 1 << 20);
    long units = 0;
    for (List<Integer> run : runs(texts, cohesion.maxSize()).keySet()) {
      units += run.size() * cohesion.count(text(List.of(run)), 0, run.size());
    }

    // Chunks that turned out rarer than the smallest count are no longer listed.
    assertTrue(units <= texts.stream().mapToLong(Glyphs::length).sum());
  }
}
