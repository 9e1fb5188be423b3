package org.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ligature.tensor.DType.F32;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ligature.chunk.BlockMask;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Cohesion;
import org.ligature.chunk.CohesionTrainer;
import org.ligature.chunk.Cutting;
import org.ligature.chunk.Cuttings;
import org.ligature.chunk.Pattern;
import org.ligature.chunk.SizeWeights;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.layer.AttentionPlan;
import org.ligature.layer.ChunkAttention;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/** The README's samples, compiled and run; the page must show these very lines. */
class ReadmeTest {
  @Test
  void theSampleDoesWhatItSays() {
    // sample: begin
    GlyphCodec codec = GlyphCodec.trainer().add("The quick brown fox jumps over a dog.").train();
    Glyphs text = codec.encode("The quick brown fox jumps over"); // 6 units, one a word
    ChunkBatch words = ChunkBatch.of(text, ChunkSplitter.fixed(1)); // 1+1+1+1+1+1
    ChunkBatch pairs = ChunkBatch.of(text, ChunkSplitter.fixed(2)); // 2+2+2, 3 chunks
    long before = BlockMask.compile(words, Pattern.all()).keptPairs(); // 36 (query, key) pairs
    try (Device device = Device.best(); // the CPU's fastest engine
        AttentionPlan attend =
            ChunkAttention.of(8, 64).plan(device, pairs, Pattern.all()); // 9 pairs
        Tensor q = device.tensor(F32, 3, 8, 64);
        Tensor out = device.tensor(F32, 3, 8, 64);
        Tensor lse = device.tensor(F32, 3, 8)) {
      attend.forward(out, lse, q, q, q); // block-sparse; backward is there too
    }
    String same = codec.decode(text); // the very String, always
    // sample: end
    assertEquals(6, text.length());
    assertEquals("The quick brown fox jumps over", same);
    assertEquals("1+1+1+1+1+1", ChunkSplitter.fixed(1).split(text).toString());
    assertEquals("2+2+2", ChunkSplitter.fixed(2).split(text).toString());
    assertEquals(36, before);
    assertEquals(3, pairs.numChunks());
    assertEquals(9, BlockMask.compile(pairs, Pattern.all()).keptPairs());
  }

  @Test
  void theWaysToCutDoWhatTheySay() throws IOException {
    String book = "He came at once, of course. She sat at once, of course. He sat. She came.";
    GlyphCodec codec = GlyphCodec.trainer().add(book).train();
    Glyphs text = codec.encode("He sat at once, of course.");
    ChunkSplitter mine = glyphs -> Cutting.whole(glyphs.length());
    Path file = Files.createTempFile("book", ".cohesion");
    // sample: begin
    Cuttings.of(6).count(); // 32; all of them: Cuttings.of(6).stream()
    Cuttings.of(6).sizes(2, 4).unrank(3); // 4+2, the last of 2+2+2, 2+4, 3+3, 4+2
    ChunkSplitter.sampledSizes(SizeWeights.mean(1, 8, 2.5), 42, 0); // a mean of 2.5, seed and draw
    ChunkBatch every = ChunkBatch.of(text, ChunkSplitter.coveringViews(3)); // 6 views of one text
    try (CohesionTrainer trainer = Cohesion.trainer(codec)) {
      trainer.add(codec.encode(book)).train().save(file); // which units hold together
    }
    Cohesion cohesion = Cohesion.load(file);
    ChunkSplitter best = ChunkSplitter.cohesive(cohesion, 1, 6, 0).keepWords(codec);
    ChunkSplitter past = ChunkSplitter.causal(1, 6, cohesion.causalRule(0.5)); // no look ahead
    ChunkSplitter lines = mine.cutWhere((glyphs, i) -> glyphs.unit(i) == 7); // yours is a lambda
    // sample: end
    Files.delete(file);
    assertEquals(32, Cuttings.of(6).count().intValue());
    assertEquals("4+2", Cuttings.of(6).sizes(2, 4).unrank(3).toString());
    assertEquals(6, every.numViews());
    for (ChunkSplitter splitter : List.of(best, past, lines)) {
      assertEquals(text.length(), splitter.split(text).numUnits());
    }
  }

  @Test
  void thePageShowsTheSamplesThatRun() throws IOException {
    String test = String.join("/", "src", "test", "java", "org", "ligature", "ReadmeTest.java");
    List<String> lines = Files.readAllLines(Path.of(test));
    List<String> page = Files.readAllLines(Path.of("..", "..", "README.md"));
    int samples = 0;
    for (int from = 0; from < lines.size(); from++) {
      if (lines.get(from).equals("    // sample: begin")) {
        int to = from;
        while (!lines.get(to).equals("    // sample: end")) {
          to++;
        }
        String sample = String.join("\n", lines.subList(from + 1, to)).stripIndent();
        assertTrue(String.join("\n", page).contains(sample), "README.md must contain:\n" + sample);
        samples++;
      }
    }
    assertEquals(2, samples);
    assertTrue(page.size() <= 150, page.size() + " lines");
  }
}
