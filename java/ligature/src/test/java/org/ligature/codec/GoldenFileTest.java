package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A lexicon file of format 2 and a text encoded under it, as they were when the format was made:
 * they must load and read the same for ever. {@code golden2.txt} says where they come from.
 */
class GoldenFileTest {
  static final String TEXT =
      Texts.SAMPLE
          + "iPhoneX, DOGS & foxes; 2024\u2026 \ud83e\udd8a \u4f60 \u00fe\ud800 out of the";

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = GoldenFileTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  /** Makes the files anew, in the folder that is given: for a new format, beside the old ones. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    GlyphCodec codec =
        GlyphCodec.trainer()
            .maxGlyphs(3000)
            .phrases(12)
            .provenance("Sentences of Ligature's own tests, Apache-2.0.")
            .add(Texts.SAMPLE.repeat(4))
            .add("out of the box, out of the blue. ".repeat(5))
            .train();
    codec.save(folder.resolve("golden2.lexicon"));
    Files.writeString(
        folder.resolve("golden2.units"),
        Arrays.stream(codec.encode(TEXT).toArray())
            .mapToObj(unit -> Integer.toHexString(unit) + "\n")
            .collect(Collectors.joining()));
  }

  @Test
  void theFileLoadsAndEncodesAsItDid() throws IOException {
    byte[] file = resource("golden2.lexicon");
    GlyphCodec codec = GlyphCodec.read(ByteBuffer.wrap(file));
    codec.verify();
    assertArrayEquals(file, codec.toBytes());
    assertEquals("Sentences of Ligature's own tests, Apache-2.0.", codec.provenance());
    int[] units =
        new String(resource("golden2.units"), StandardCharsets.US_ASCII)
            .lines()
            .mapToInt(line -> Integer.parseInt(line, 16))
            .toArray();
    assertArrayEquals(units, codec.encode(TEXT).toArray());
    assertEquals(TEXT, codec.decode(Glyphs.of(units)));
  }
}
