package org.ligature.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Pattern;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;

class SimulateTest {
  private static final int CONTEXT = 100;

  @TempDir Path folder;
  private Path book;
  private Path codec;

  @BeforeEach
  void train() throws IOException {
    String text = "the cat sat on the mat and the dog lay on the log by the fire all day. ";
    book = Files.writeString(folder.resolve("book.txt"), text.repeat(30));
    codec = folder.resolve("words.codec");
    Run.ok("train-codec", book, "-o", codec);
  }

  private Run simulate(Object... options) {
    List<Object> args =
        new ArrayList<>(
            List.of("simulate", book, "--codec", codec, "--context", CONTEXT, "--dim", 16));
    args.addAll(List.of("--heads", 2, "--seconds", 0));
    args.addAll(List.of(options));
    return Run.ok(args.toArray());
  }

  @Test
  void twoUnitsAChunkKeepAQuarterOfThePairs() {
    Run run = simulate("--json", "--splits", "fixed:2");
    assertEquals(0.25, run.number("pairsShare"), 0.03);
    assertEquals(1 / run.number("pairsShare"), run.number("predictedSaving"), 1e-9);
    assertEquals(2, run.number("unitsPerChunk"), 0.2);
  }

  @Test
  void countsAgreeWithAPlainCount() throws IOException {
    for (String pattern : List.of("all", "causal", "causal+window:10")) {
      for (String split : List.of("fixed:1", "fixed:3", "sampled:4")) {
        Run run = simulate("--json", "--splits", split, "--pattern", pattern);
        long chunks = 0;
        long pairs = 0;
        for (Glyphs context : contexts()) {
          ChunkBatch batch = ChunkBatch.of(context, ChunkSplitter.parse(split));
          chunks += batch.numChunks();
          pairs += plainCount(batch, Pattern.parse(pattern));
        }
        assertEquals(chunks, run.number("chunks"), split);
        assertEquals(pairs, run.number("pairs"), split + " " + pattern);
      }
    }
  }

  private List<Glyphs> contexts() throws IOException {
    Glyphs text = GlyphCodec.load(codec).encode(Files.readString(book));
    List<Glyphs> contexts = new ArrayList<>();
    for (int at = 0; at < text.length(); at += CONTEXT) {
      contexts.add(text.slice(at, Math.min(at + CONTEXT, text.length())));
    }
    return contexts;
  }

  private static long plainCount(ChunkBatch batch, Pattern pattern) {
    long pairs = 0;
    for (int query = 0; query < batch.numChunks(); query++) {
      for (int key = 0; key < batch.numChunks(); key++) {
        pairs += pattern.keeps(batch, query, key) ? 1 : 0;
      }
    }
    return pairs;
  }

  @Test
  void theJsonSaysHowItWasMeasured() throws IOException {
    Run run = simulate("--json", "--engine", "scalar", "--threads", 1);
    assertEquals("scalar", run.string("engine"));
    assertEquals(1, run.number("threads"));
    assertEquals(8, run.number("headDim"));
    assertEquals("all", run.string("pattern"));
    assertEquals("f32", run.string("dtype"));
    assertEquals("wall", run.string("clock"));
    assertEquals(contexts().size(), run.number("contexts"));
    assertEquals(1, run.number("measuredContexts"));
    assertEquals(3, run.number("rounds"));
    assertEquals(Files.size(book), run.number("bytes"));
    assertEquals(GlyphCodec.load(codec).identity(), run.string("codec"));
    assertTrue(run.number("embeddingMillis") > 0);
    assertTrue(run.number("attentionMillis") > 0);
  }

  @Test
  void oneUnitAChunkIsMeasuredEvenWhereItIsNotShown() {
    Run run = simulate("--json", "--splits", "fixed:3");
    assertEquals("fixed:3", run.string("split"));
    double saving = run.number("measuredSaving");
    assertEquals(saving / run.number("predictedSaving"), run.number("measuredOverPredicted"), 1e-9);
    assertTrue(run.out().indexOf("\"split\":") == run.out().lastIndexOf("\"split\":"));
  }

  @Test
  void aTextShorterThanAContextIsOne() throws IOException {
    Files.writeString(book, "the cat");
    Run run = simulate("--json", "--splits", "fixed:1");
    assertEquals(1, run.number("contexts"));
    assertEquals(4, run.number("pairs"));
  }

  @Test
  void theTableHasARowForEachSplit() {
    String table = simulate().out();
    for (String split : List.of("fixed:1", "fixed:2", "fixed:3", "pattern:4+2", "sampled:4")) {
      assertTrue(table.lines().anyMatch(line -> line.startsWith(split + " ")), table);
    }
    assertTrue(table.contains("2 heads x 8, f32, dim 16; pattern all"), table);
  }
}
