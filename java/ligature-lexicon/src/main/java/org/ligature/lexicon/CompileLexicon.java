package org.ligature.lexicon;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ligature.codec.GlyphCodec;

/** Makes the lexicon's file of its text; run by the build. */
final class CompileLexicon {
  private CompileLexicon() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[1]);
    Files.createDirectories(file.getParent());
    try (Reader text = Files.newBufferedReader(Path.of(args[0]))) {
      GlyphCodec.readText(text).save(file);
    }
  }
}
