package org.ligature.codec;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;

/** Keeps what was added to a training: files by name, to be read again, and texts themselves. */
final class TextReplay implements UnitReplay {
  private static final int PART = 1 << 14;

  private final Runnable check;

  private final List<Text> texts = new ArrayList<>();
  private final List<FileRead> files = new ArrayList<>();

  private record Text(String text, long weight) {}

  /** A file and how long it was when it was read. */
  private record FileRead(Path file, long bytes, long weight) {}

  /**
   * Keeps nothing yet.
   *
   * @param check called now and then by a replay; what it throws ends it
   */
  TextReplay(Runnable check) {
    this.check = check;
  }

  /** Keeps a text. */
  void add(CharSequence text, long weight) {
    texts.add(new Text(text.toString(), weight));
  }

  /** Remembers a file of which so many bytes were read. */
  void add(Path file, long bytes, long weight) {
    files.add(new FileRead(file, bytes, weight));
  }

  @Override
  public void replay(Lexicon lexicon, ObjLongConsumer<Glyphs> sink) throws IOException {
    GlyphEncoder encoder = new GlyphEncoder(lexicon, Profile.ATTRIBUTE);
    for (Text text : texts) {
      check.run();
      give(encoder.accept(text.text()).finish(), text.weight(), sink);
    }
    char[] part = new char[PART];
    for (FileRead read : files) {
      try (Utf8Reader reader = new Utf8Reader(Files.newInputStream(read.file()))) {
        int n;
        while ((n = reader.read(part, 0, part.length)) >= 0) {
          check.run();
          give(encoder.accept(CharBuffer.wrap(part, 0, n)).take(), read.weight(), sink);
        }
        if (reader.bytesRead() != read.bytes()) {
          throw new IOException(
              read.file()
                  + " had "
                  + read.bytes()
                  + " bytes when it was added and has "
                  + reader.bytesRead());
        }
      }
      give(encoder.finish(), read.weight(), sink);
    }
  }

  private static void give(Glyphs sentences, long weight, ObjLongConsumer<Glyphs> sink) {
    if (sentences.length() > 0) {
      sink.accept(sentences, weight);
    }
  }
}
