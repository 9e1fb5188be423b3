package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ligature.SharedData;

/** Real texts, and the strings that break tokenizers, go there and back. */
class SharedTextsTest {
  @Test
  void everyEdgeCaseComesBack() throws IOException {
    List<String> strings = SharedData.edgeCases();
    GlyphCodec codec = Texts.sampleCodec();
    assertEquals(465, strings.size());
    for (String string : strings) {
      assertEquals(string, codec.decode(codec.encode(string)));
      assertEquals(codec.encode(string), codec.encoder().accept(string).finish());
      assertEquals(codec.encode(string).length(), codec.countUnits(string));
      for (Profile profile : Profile.values()) {
        GlyphOffsetsLawsTest.assertTiles(codec, string, codec.encode(string, profile));
      }
    }
  }

  @Test
  void everyFileComesBack() throws IOException {
    List<Path> files = SharedData.texts();
    assertTrue(files.size() >= 30, files.size() + " files");
    GlyphCodec codec =
        GlyphCodec.trainer()
            .add(SharedData.folder().resolve("en").resolve("time_machine.txt"))
            .add(SharedData.folder().resolve("ru").resolve("captains_daughter.txt"))
            .train();
    for (Path file : files) {
      String text = Files.readString(file);
      assertTrue(text.equals(codec.decode(codec.encode(text))), file.toString());
    }
  }
}
