package org.ligature.cli;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.GlyphEncoder;
import org.ligature.codec.GlyphStatistics;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Utf8Reader;

/**
 * What encoding a text file gave, its units aside.
 *
 * @param bytes length of the file
 * @param statistics words, units and bytes among them
 */
record Book(long bytes, GlyphStatistics statistics) {
  private static final int PART = 1 << 14;

  /** Takes the sentences of a book, one after the other. */
  interface Sink {
    /** Takes units [from, to) of {@code text}, which are a sentence. */
    void accept(Glyphs text, int from, int to) throws IOException;
  }

  /**
   * Encodes a file in bounded memory.
   *
   * @throws Failure where the file cannot be read or is not UTF-8
   * @throws IOException where the sink throws it
   */
  static Book encode(Path file, GlyphCodec codec, Progress progress, Sink sink) throws IOException {
    GlyphEncoder encoder = codec.encoder();
    char[] part = new char[PART];
    try (Utf8Reader reader = open(file)) {
      for (int n = read(reader, part, file); n >= 0; n = read(reader, part, file)) {
        encoder.accept(CharBuffer.wrap(part, 0, n));
        give(encoder.take(), sink);
        progress.stepTo(reader.bytesRead());
      }
      give(encoder.finish(), sink);
      return new Book(reader.bytesRead(), encoder.statistics());
    }
  }

  private static void give(Glyphs text, Sink sink) throws IOException {
    for (int i = 0; i < text.numSentences(); i++) {
      sink.accept(text, text.sentenceStart(i), text.sentenceEnd(i));
    }
  }

  private static Utf8Reader open(Path file) {
    try {
      return new Utf8Reader(Files.newInputStream(file));
    } catch (IOException e) {
      throw Failure.of("read", file, e);
    }
  }

  private static int read(Utf8Reader reader, char[] part, Path file) {
    try {
      return reader.read(part, 0, part.length);
    } catch (IOException e) {
      throw Failure.of("read", file, e);
    }
  }

  /** Adds the figures that every summary of a book begins with. */
  void addTo(Summary summary) {
    summary
        .count("bytes", "bytes", bytes)
        .count("words", "words", statistics.words())
        .count("units", "units", statistics.units())
        .number("unitsPerWord", "units per word", statistics.unitsPerWord(), "%.3f")
        .number("fallbackShare", "fallback share", statistics.fallbackShare(), "%.5f");
  }
}
