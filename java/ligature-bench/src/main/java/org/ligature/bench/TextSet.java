package org.ligature.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Texts that are measured together. */
record TextSet(String name, List<String> texts) {
  /** The longest document that {@link #documents} cuts, in bytes of UTF-8. */
  static final int DOCUMENT = 8 << 10;

  /** English books, English papers, Russian books, Russian papers, each text a whole file. */
  static TextSet[] read(Path data) throws IOException {
    return new TextSet[] {
      read(data.resolve("en"), "en books", true),
      read(data.resolve("en"), "en docs", false),
      read(data.resolve("ru"), "ru books", true),
      read(data.resolve("ru"), "ru docs", false)
    };
  }

  private static TextSet read(Path folder, String name, boolean books) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String title = file.getFileName().toString();
        if (title.matches(".*(_docs_|_speeches).*\\.txt") != books) {
          texts.add(Files.readString(file));
        }
      }
    }
    return new TextSet(name, texts);
  }

  /** The same text as documents of at most 8 KiB of UTF-8, cut at ends of lines. */
  TextSet documents() {
    List<String> documents = new ArrayList<>();
    for (String text : texts) {
      int from = 0;
      int bytes = 0;
      for (int at = 0; at < text.length(); ) {
        int end = text.indexOf('\n', at) + 1;
        end = end == 0 ? text.length() : end;
        int line = utf8Length(text.substring(at, end));
        if (bytes + line > DOCUMENT && at > from) {
          documents.add(text.substring(from, at));
          from = at;
          bytes = 0;
        }
        bytes += line;
        at = end;
      }
      if (from < text.length()) {
        documents.add(text.substring(from));
      }
    }
    return new TextSet(name + ", 8 KiB", documents);
  }

  /** Bytes of all texts in UTF-8. */
  long bytes() {
    return texts.stream().mapToLong(TextSet::utf8Length).sum();
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
