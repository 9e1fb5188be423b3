package org.ligature.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ligature.chunk.ChunkFileReader;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.lexicon.EnglishRussian;

/** A book goes from text to chunks and back. */
class BookTest {
  private static final String SENTENCES =
      "\ufeffIt was the best of times; it was the worst of times.\r\n\r\n"
          + "\u00abNon,\u00bb said Zo\u00eb \u2014 \ud83d\ude00 42 km, XMLParser!  Two  spaces ";

  @TempDir Path folder;
  private Path book;
  private Path codec;

  @BeforeEach
  void train() throws IOException {
    book = Files.writeString(folder.resolve("book.txt"), SENTENCES.repeat(50));
    codec = folder.resolve("words.codec");
    Run.ok("train-codec", book, "-o", codec);
  }

  @Test
  void trainingSaysWhatItMade() throws IOException {
    Run run = Run.ok("train-codec", book, book, "-o", codec, "--json", "--max-glyphs", 2600);
    GlyphCodec made = GlyphCodec.load(codec);
    assertEquals(2 * Files.size(book), run.number("bytes"));
    assertEquals(made.size(), run.number("glyphs"));
    assertTrue(made.size() <= 2600);
    assertEquals(
        made.size(),
        run.number("wordGlyphs")
            + run.number("pieceGlyphs")
            + run.number("separatorGlyphs")
            + run.number("symbolGlyphs")
            + run.number("caseGlyphs")
            + run.number("controlGlyphs")
            + run.number("byteGlyphs"));
    assertEquals(Files.size(codec), run.number("fileBytes"));
    assertEquals(made.identity(), run.string("codec"));
  }

  @Test
  void decodingGivesTheVeryBytes() throws IOException {
    Path chunks = folder.resolve("book.chunks");
    Path text = folder.resolve("out.txt");
    for (String split : List.of("fixed:1", "fixed:2", "pattern:4+2", "sampled:4@7")) {
      Run encode =
          Run.ok("encode", book, "--codec", codec, "--split", split, "-o", chunks, "--json");
      Files.delete(codec); // the chunks file carries its lexicon
      Run decode = Run.ok("decode", chunks, "-o", text, "--json");
      assertArrayEquals(Files.readAllBytes(book), Files.readAllBytes(text));
      for (String key : List.of("bytes", "units", "chunks")) {
        assertEquals(encode.number(key), decode.number(key), key);
      }
      assertEquals(encode.string("codec"), decode.string("codec"));
      assertEquals(split, encode.string("split"));
      train();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(4, files.count()); // nothing temporary is left
    }
  }

  @Test
  void theFiguresAreThoseOfTheCodec() throws IOException {
    Path chunks = folder.resolve("book.chunks");
    Run run =
        Run.ok("encode", book, "--codec", codec, "--split", "fixed:2", "-o", chunks, "--json");
    Glyphs text = GlyphCodec.load(codec).encode(Files.readString(book));
    assertEquals(Files.size(book), run.number("bytes"));
    assertEquals(text.length(), run.number("units"));
    assertEquals(ChunkSplitter.fixed(2).split(text).numChunks(), run.number("chunks"));
    assertEquals(50 * 19, run.number("words"));
    assertEquals(text.length() / run.number("words"), run.number("unitsPerWord"), 1e-12);
    assertEquals(0, run.number("fallbackShare"));
    assertEquals(Files.size(chunks), run.number("fileBytes"));
  }

  @Test
  void theTableHoldsTheSameFigures() {
    Path chunks = folder.resolve("book.chunks");
    String table =
        Run.ok("encode", book, "--codec", codec, "--split", "fixed:2", "-o", chunks).out();
    for (String label :
        List.of("bytes", "words", "units", "units per word", "fallback share", "chunks")) {
      assertTrue(table.lines().anyMatch(line -> line.matches(label + " +[0-9,.]+")), table);
    }
  }

  @Test
  void aLongTextIsWrittenInPieces() throws IOException {
    Files.writeString(book, "one two three. ".repeat(40_000) + "x".repeat(200_000));
    Path chunks = folder.resolve("book.chunks");
    Path text = folder.resolve("out.txt");
    Run.ok("encode", book, "--codec", codec, "--split", "fixed:3", "-o", chunks);
    int pieces = 0;
    try (ChunkFileReader reader = ChunkFileReader.open(chunks)) {
      while (reader.next() != null) {
        pieces++;
      }
    }
    assertTrue(pieces > 1, pieces + " pieces");
    Run.ok("decode", chunks, "-o", text);
    assertEquals(-1, Files.mismatch(book, text));
  }

  @Test
  void anEmptyTextStaysEmpty() throws IOException {
    Files.writeString(book, "");
    Path chunks = folder.resolve("book.chunks");
    Path text = folder.resolve("out.txt");
    Run run =
        Run.ok("encode", book, "--codec", codec, "--split", "fixed:3", "-o", chunks, "--json");
    assertEquals(0, run.number("chunks"));
    assertEquals(0, run.number("unitsPerWord"));
    Run.ok("decode", chunks, "-o", text);
    assertEquals(0, Files.size(text));
  }

  @Test
  void theProgressBarStaysOffStandardOutput() {
    Path chunks = folder.resolve("book.chunks");
    Run run =
        Run.of(
            "encode",
            book,
            "--codec",
            codec,
            "--split",
            "fixed:2",
            "-o",
            chunks,
            "--json",
            "--progress");
    assertEquals(0, run.code());
    assertEquals(1, run.out().lines().count());
    assertTrue(run.err().contains("encode"), run.err());
  }

  @Test
  void theReadyLexiconIsTakenWhereNoneIsGiven() throws IOException {
    Path chunks = folder.resolve("book.chunks");
    Path text = folder.resolve("out.txt");
    Run run = Run.ok("encode", book, "--split", "fixed:2", "-o", chunks, "--json");
    assertEquals(EnglishRussian.codec().identity(), run.string("codec"));
    Run.ok("decode", chunks, "-o", text);
    assertArrayEquals(Files.readAllBytes(book), Files.readAllBytes(text));
  }

  @Test
  void wordListsWeightsPhrasesAndANoteMakeALexicon() throws IOException {
    Path list = Files.writeString(folder.resolve("words.tsv"), "okapi\t9.5\n");
    Path note = Files.writeString(folder.resolve("note.txt"), "own words, CC0");
    Path text = folder.resolve("lexicon.txt");
    Run.ok(
        "train-codec",
        "--weighted",
        book + "=3",
        "--words",
        list + "=2",
        "--phrases",
        50,
        "--note",
        note,
        "--text",
        text,
        "-o",
        codec);
    GlyphCodec made = GlyphCodec.load(codec);
    assertEquals("own words, CC0", made.provenance());
    assertEquals(1, made.encode("okapi").length());
    assertTrue(made.encode("it was the best of times").length() < 6);
    try (Reader lines = Files.newBufferedReader(text)) {
      assertEquals(made, GlyphCodec.readText(lines));
    }
  }
}
