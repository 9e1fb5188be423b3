package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;

class ChunkFileLawsTest {
  private static final GlyphCodec CODEC =
      GlyphCodec.trainer().add("One two. Three four five! Six.").train();

  @Property(tries = 200)
  void whatIsWrittenIsRead(
      @ForAll @Size(max = 5) List<@IntRange(min = 0, max = 1500) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 700) int longest,
      @ForAll long seed)
      throws IOException {
    List<ChunkFileReader.Piece> pieces = new ArrayList<>();
    for (int length : lengths) {
      Random random = new Random(seed + length);
      int[] units =
          random.ints(length, 0, CODEC.size()).map(u -> u | random.nextInt(3) << 18).toArray();
      for (int i = 0; i < length; i++) {
        units[i] |= random.nextInt(16) << 20;
      }
      int[] sentences = ChunkSplitter.sampled(longest, ~seed).split(Glyphs.of(units)).ends();
      Glyphs text = Glyphs.of(units, sentences);
      Cutting cutting = ChunkSplitter.sampled(longest, seed).acrossSentences().split(text);
      pieces.add(new ChunkFileReader.Piece(text, cutting));
    }
    Path file = Files.createTempFile("ligature", ".chunks");
    try {
      try (ChunkFileWriter writer = ChunkFileWriter.create(file, CODEC)) {
        for (ChunkFileReader.Piece piece : pieces) {
          writer.write(piece.text(), piece.cutting());
        }
        writer.finish();
      }
      try (ChunkFileReader reader = ChunkFileReader.open(file)) {
        for (ChunkFileReader.Piece piece : pieces) {
          if (piece.text().length() > 0) {
            assertEquals(piece, reader.next());
          }
        }
        assertNull(reader.next());
      }
    } finally {
      Files.delete(file);
    }
  }
}
