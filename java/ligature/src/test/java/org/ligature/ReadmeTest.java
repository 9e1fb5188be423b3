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
import org.ligature.chunk.Pattern;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.layer.AttentionPlan;
import org.ligature.layer.ChunkAttention;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/** The README's sample, compiled and run; the page must show these very lines. */
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
  void thePageShowsTheSampleThatRuns() throws IOException {
    String test = String.join("/", "src", "test", "java", "org", "ligature", "ReadmeTest.java");
    List<String> lines = Files.readAllLines(Path.of(test));
    int from = lines.indexOf("    // sample: begin") + 1;
    int to = lines.indexOf("    // sample: end");
    String sample = String.join("\n", lines.subList(from, to)).stripIndent();
    List<String> page = Files.readAllLines(Path.of("..", "..", "README.md"));
    assertTrue(String.join("\n", page).contains(sample), "README.md must contain:\n" + sample);
    assertTrue(page.size() <= 150, page.size() + " lines");
  }
}
