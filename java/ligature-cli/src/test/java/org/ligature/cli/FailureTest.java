package org.ligature.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ligature.chunk.ChunkFileWriter;
import org.ligature.chunk.Cutting;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;

/** What the user can mend is said in one line, and nothing that was good is replaced. */
class FailureTest {
  private static final String GOOD = "a good one";

  @TempDir Path folder;
  private Path book;
  private Path codec;
  private Path chunks;
  private Path output;

  @BeforeEach
  void write() throws IOException {
    book = Files.writeString(folder.resolve("book.txt"), "One two three. Four five.\n");
    codec = folder.resolve("words.codec");
    chunks = folder.resolve("book.chunks");
    output = folder.resolve("output");
    Run.ok("train-codec", book, "-o", codec);
    Run.ok("encode", book, "--codec", codec, "--split", "fixed:2", "-o", chunks);
    Files.writeString(output, GOOD);
  }

  /** Refused with one line that holds these words; the output is as it was, with nothing beside. */
  private void assertRefused(String words, Object... args) throws IOException {
    Run run = Run.of(args);
    assertEquals(2, run.code(), run.err());
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("ligature: "), run.err());
    assertTrue(run.err().contains(words), run.err());
    assertEquals(GOOD, Files.readString(output));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.filter(f -> f.toString().endsWith(".tmp")).count());
    }
  }

  private void assertEncodeRefused(String words, Path book, Path codec, String split)
      throws IOException {
    assertRefused(words, "encode", book, "--codec", codec, "--split", split, "-o", output);
  }

  private void assertSimulateRefused(String words, Object... options) throws IOException {
    Stream<Object> command = Stream.of("simulate", book, "--codec", codec);
    assertRefused(words, Stream.concat(command, Stream.of(options)).toArray());
  }

  @Test
  void badCommands() throws IOException {
    assertRefused("no command given");
    assertRefused("fly", "fly");
    assertRefused("--split", "encode", book, "-o", output);
    assertRefused("nothing to learn from", "train-codec", "-o", output);
    assertRefused("--wings", "decode", chunks, "-o", output, "--wings");
  }

  @Test
  void badPaths() throws IOException {
    Path missing = folder.resolve("missing");
    assertEncodeRefused("no such file", missing, codec, "fixed:2");
    assertEncodeRefused("no such file", book, missing, "fixed:2");
    assertEncodeRefused("it is a folder", folder, codec, "fixed:2");
    assertEncodeRefused("it is a folder", book, folder, "fixed:2");
    assertRefused("no such file", "decode", missing, "-o", output);
    assertRefused("no such file", "train-codec", book, missing, "-o", output);
    assertRefused("it is a folder", "decode", chunks, "-o", folder);
    assertRefused("there is no folder", "decode", chunks, "-o", missing.resolve("x"));
    assertRefused("it is what is read", "decode", chunks, "-o", chunks);
    assertRefused("it is what is read", "train-codec", book, "-o", book);
    assertRefused(
        "it is what is read", "encode", book, "--codec", codec, "--split", "fixed:2", "-o", codec);
    assertRefused("no such file", "simulate", missing, "--codec", codec);
  }

  @Test
  void badSplitsAndPatterns() throws IOException {
    assertEncodeRefused("\"fixd:2\" is no splitter", book, codec, "fixd:2");
    assertEncodeRefused("size 0", book, codec, "fixed:0");
    assertEncodeRefused("pattern:4+", book, codec, "pattern:4+");
    assertSimulateRefused("\"two\" is no splitter", "--splits", "fixed:1,two");
    assertSimulateRefused("\"backwards\"", "--pattern", "causal+backwards");
  }

  @Test
  void badThingsToLearnFrom() throws IOException {
    Path list = Files.writeString(folder.resolve("words.tsv"), "fox\t3\nox\n");
    assertRefused("line 2 of", "train-codec", "--words", list + "=1", "-o", output);
    assertRefused("scale is 0.0", "train-codec", "--words", list + "=0", "-o", output);
    assertRefused("weight is 0", "train-codec", "--weighted", book + "=0", "-o", output);
    assertRefused("phrases is -1", "train-codec", book, "--phrases", "-1", "-o", output);
    assertRefused("262144 phrases leave", "train-codec", book, "--phrases", "262144", "-o", output);
    assertRefused("no such file", "train-codec", book, "--note", folder + "/x", "-o", output);
  }

  @Test
  void badNumbers() throws IOException {
    assertSimulateRefused("--context is 0", "--context", 0);
    assertSimulateRefused("--context is 262145", "--context", 262145);
    assertSimulateRefused("'x' is not an int", "--context", "x");
    assertSimulateRefused("--seconds is -1", "--seconds", -1);
    assertSimulateRefused("--dim 512 does not divide into --heads 7", "--heads", 7);
    assertSimulateRefused("--heads 0", "--heads", 0);
    assertSimulateRefused("headDim is 512", "--heads", 1);
    assertSimulateRefused("numThreads is 0", "--threads", 0);
    assertSimulateRefused("no engine \"steam\"", "--engine", "steam");
    assertSimulateRefused("elements", "--context", 262144, "--dim", 1 << 20, "--heads", 1 << 13);
    assertRefused("maxGlyphs is 5", "train-codec", book, "-o", output, "--max-glyphs", 5);
  }

  @Test
  void badFiles() throws IOException {
    assertEncodeRefused("not a lexicon file (at byte 0)", book, book, "fixed:2");
    assertRefused("not a .chunks file (at byte 0)", "decode", book, "-o", output);
    byte[] bytes = Files.readAllBytes(chunks);
    bytes[bytes.length - 40] ^= 1;
    Files.write(chunks, bytes);
    assertRefused("is damaged (at byte", "decode", chunks, "-o", output);
    Files.write(book, new byte[] {'o', 'k', ' ', (byte) 0xc3, '!'});
    assertEncodeRefused("book.txt: not UTF-8 (at byte 3)", book, codec, "fixed:2");
    assertRefused("not UTF-8 (at byte 3)", "train-codec", book, "-o", output);
    Files.writeString(book, "");
    assertSimulateRefused("is empty");
  }

  @Test
  void aTextThatUtf8CannotExpress() throws IOException {
    GlyphCodec lexicon = GlyphCodec.load(codec);
    for (String text : new String[] {"one \ud800 two", "one \ud800"}) {
      Glyphs half = lexicon.encode(text);
      try (ChunkFileWriter writer = ChunkFileWriter.create(chunks, lexicon)) {
        writer.write(half, Cutting.whole(half.length())).finish();
      }
      assertRefused("half a surrogate pair", "decode", chunks, "-o", output);
    }
  }

  @Test
  void unitsThatNoTextHas() throws IOException {
    GlyphCodec lexicon = GlyphCodec.load(codec);
    int odd = lexicon.encode("\u1401").unit(0); // the first byte of a char, and no other
    try (ChunkFileWriter writer = ChunkFileWriter.create(chunks, lexicon)) {
      writer.write(Glyphs.of(odd), Cutting.whole(1)).finish();
    }
    assertRefused("book.chunks", "decode", chunks, "-o", output);
  }

  @Test
  void faultsOfOursAreNotBlamedOnTheUser() {
    assertNull(Failure.of(new IllegalStateException("oops")));
    assertEquals("cannot load", Failure.of(new UnsatisfiedLinkError("cannot load")).getMessage());
    Failure heap = Failure.of(new OutOfMemoryError("Java heap space"));
    assertTrue(heap.getMessage().contains("-Xmx"), heap.getMessage());
    Failure table = Failure.of(new OutOfMemoryError("a tensor of 9 bytes"));
    assertEquals("out of memory: a tensor of 9 bytes", table.getMessage());
    assertEquals("ligature: two lines", Failure.line("two\n  lines\n"));
  }

  @Test
  void aStackTraceIsShownOnRequest() {
    Run run = Run.of("decode", folder.resolve("missing"), "-o", output, "--debug");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("\tat org.ligature.cli."), run.err());
  }

  @Test
  void helpAndVersionAreNoErrors() {
    for (String command : new String[] {"train-codec", "encode", "decode", "simulate"}) {
      String help = Run.ok(command, "--help").out();
      assertTrue(help.contains("Example:\n  ligature " + command + " "), help);
    }
    assertTrue(Run.ok("--help").out().contains("simulate"));
    assertTrue(Run.ok("--version").out().startsWith("ligature "));
  }
}
