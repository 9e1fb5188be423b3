package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.codec.MalformedFileException;

class ChunkFileTest {
  private static final String TEXT = "The quick brown fox jumps over. A lazy dog? \"Sleeps!\"\n";
  private static final GlyphCodec CODEC = GlyphCodec.trainer().add(TEXT).train();

  @TempDir Path folder;

  @Test
  void givesThePiecesBackAsTheyWereWritten() throws IOException {
    Glyphs text = CODEC.encode(TEXT);
    Glyphs one = text.slice(0, 1);
    List<ChunkFileReader.Piece> pieces =
        List.of(
            new ChunkFileReader.Piece(text, ChunkSplitter.fixed(2).split(text)),
            new ChunkFileReader.Piece(text, Cutting.whole(text.length())),
            new ChunkFileReader.Piece(one, Cutting.singles(1)));
    Path file = folder.resolve("book.chunks");
    try (ChunkFileWriter writer = ChunkFileWriter.create(file, CODEC)) {
      writer.write(Glyphs.empty(), Cutting.whole(0));
      for (ChunkFileReader.Piece piece : pieces) {
        writer.write(piece.text(), piece.cutting());
      }
      writer.finish();
      assertEquals(2L * text.length() + 1, writer.numUnits());
    }
    try (ChunkFileReader reader = ChunkFileReader.open(file)) {
      assertEquals(CODEC, reader.codec());
      for (ChunkFileReader.Piece piece : pieces) {
        assertEquals(piece, reader.next());
      }
      assertNull(reader.next());
      assertNull(reader.next());
      assertEquals(2L * text.length() + 1, reader.numUnits());
      assertEquals(pieces.get(0).cutting().numChunks() + 2L, reader.numChunks());
      assertEquals(Files.size(file), reader.position());
      assertEquals(Files.size(file), reader.fileLength());
    }
    assertOnly("book.chunks");
  }

  @Test
  void aPieceMayBeOneChunkOfTheMostUnits() throws IOException {
    Glyphs text = Glyphs.of(new int[ChunkFileWriter.MAX_PIECE]);
    Path file = folder.resolve("long.chunks");
    try (ChunkFileWriter writer = ChunkFileWriter.create(file, CODEC)) {
      writer.write(text, Cutting.whole(text.length())).finish();
    }
    assertEquals(List.of(text), texts(file));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Path file = smallFile();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long length = channel.size() - 1; length >= 0; length--) {
        channel.truncate(length);
        assertRefused(file, "cut to " + length);
      }
    }
  }

  @Test
  void everyFlippedByteIsRefused() throws IOException {
    Path file = smallFile();
    byte[] bytes = Files.readAllBytes(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < bytes.length; i++) {
        channel.write(ByteBuffer.wrap(new byte[] {(byte) (bytes[i] ^ 1 << i % 8)}), i);
        assertRefused(file, "flipped at " + i);
        channel.write(ByteBuffer.wrap(bytes, i, 1), i);
      }
    }
    assertArrayEquals(bytes, Files.readAllBytes(file));
  }

  @Test
  void aLostBlockIsMissed() throws IOException {
    Glyphs text = CODEC.encode(TEXT);
    Path file = folder.resolve("three.chunks");
    long[] at = new long[3];
    try (ChunkFileWriter writer = ChunkFileWriter.create(file, CODEC)) {
      for (int i = 0; i < 3; i++) {
        Glyphs part = text.slice(i, i + 3);
        writer.write(part, Cutting.whole(3));
      }
      writer.finish();
    }
    try (ChunkFileReader reader = ChunkFileReader.open(file)) {
      for (int i = 0; i < 3; i++) {
        at[i] = reader.position();
        reader.next();
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) at[2] - (int) at[1];
    byte[] lost = Arrays.copyOf(bytes, bytes.length - length);
    System.arraycopy(bytes, (int) at[2], lost, (int) at[1], bytes.length - (int) at[2]);
    assertRefused(Files.write(folder.resolve("lost.chunks"), lost), "a block lost");
  }

  @Test
  void forgedNumbersAreRefused() throws IOException {
    byte[] three = {0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 2}; // 3 units of glyph 0, one sentence, 1+2
    assertDoesNotThrow(() -> texts(forged().block(3, 1, 2, three).end(3, 1, 2).writeTo(file())));
    assertForged(2, forged().block(3, 1, 2, three).end(4, 1, 2));
    assertForged(2, forged().block(3, 1, 2, three).end(3, 2, 2));
    assertForged(2, forged().block(3, 1, 2, three).end(3, 1, 1));
    assertForged(2, forged().block(3, 1, 2, three).end(3, 1, 2).bytes((byte) 0));
    assertForged(1, forged().block(3, 2, 2, three).end(3, 2, 2));
    assertForged(1, forged().block(3, 1, 3, three).end(3, 1, 3));
    assertForged(1, forged().block(2, 1, 2, three).end(2, 1, 2));
    assertForged(1, forged().block(3, 4, 2, three).end(3, 4, 2));
    assertForged(1, forged().block(3, 1, 4, three).end(3, 1, 4));
    assertForged(1, forged().block(-1, 1, 2, three).end(-1, 1, 2));
    assertForged(1, forged().block((1 << 20) + 1, 1, 2, three));
    assertForged(
        1, forged().block(1, 1, 1, (byte) 0, (byte) 0, (byte) 2, (byte) 1, (byte) 1)); // glyph
    assertForged(
        1, forged().block(1, 1, 1, (byte) 0, (byte) 0, (byte) 12, (byte) 1, (byte) 1)); // case
    assertForged(
        1, forged().block(1, 1, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) 0)); // size
    assertForged(
        1, forged().block(1, 1, 1, new byte[] {0, 0, 0, -1, -1, -1, -1, 1, 1})); // size too long
    assertForged(1, forged().block(1, 1, 1, new byte[] {0, 0, 0, 1, -128})); // size cut off
    assertForged(1, forged().block(1, 1, 1, new byte[] {0, 0, 0, 1, 1, 1})); // bytes behind
  }

  @Test
  void bombsAreRefusedBeforeTheyGoOff() throws IOException {
    byte[] bomb = ChunkFile.deflate(new byte[1 << 24], 9);
    for (int length : new int[] {1 << 24, -1}) {
      ForgedChunkFile lexicon =
          new ForgedChunkFile().header(1, length, bomb.length, CODEC.identity());
      assertSays("a lexicon of", 0, lexicon.bytes(bomb).check());
      assertSays("a block of", 1, forged().block(3, 1, 2, length, bomb));
    }
    assertSays("does not inflate", 1, forged().block(3, 1, 2, 12, bomb));
    for (int deflated : new int[] {1 << 20, Integer.MAX_VALUE, -1}) {
      ForgedChunkFile lexicon =
          new ForgedChunkFile().header(1, 1 << 20, deflated, CODEC.identity());
      assertSays(" bytes of the ", 0, lexicon.bytes(bomb));
      assertSays(" bytes of the ", 1, forged().ints(3, 1, 2, 12, deflated).bytes(bomb));
    }
  }

  private void assertSays(String words, int goodParts, ForgedChunkFile forged) throws IOException {
    String message = assertForged(goodParts, forged).getMessage();
    assertTrue(message.contains(words), message);
  }

  @Test
  void aLexiconMustBeOne() throws IOException {
    byte[] other = GlyphCodec.trainer().add("Other words").train().toBytes();
    byte[] deflated = ChunkFile.deflate(other, 9);
    String identity = CODEC.identity();
    ForgedChunkFile wrong =
        new ForgedChunkFile().header(1, other.length, deflated.length, identity);
    assertForged(0, wrong.bytes(deflated).check().end(0, 0, 0));
    byte[] noise = ChunkFile.deflate(new byte[100], 9);
    assertForged(
        0, new ForgedChunkFile().header(1, 100, noise.length, identity).bytes(noise).check());
    assertForged(
        0, new ForgedChunkFile().header(2, 100, noise.length, identity).bytes(noise).check());
  }

  @Test
  void aFileThatIsNotFinishedReplacesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("book.chunks"), "a good one");
    Glyphs text = CODEC.encode(TEXT);
    ChunkFileWriter writer = ChunkFileWriter.create(file, CODEC);
    writer.write(text, Cutting.singles(text.length()));
    writer.close();
    writer.close();
    assertEquals("a good one", Files.readString(file));
    assertOnly("book.chunks");
    assertThrows(IllegalStateException.class, writer::finish);
    assertThrows(
        IllegalStateException.class, () -> writer.write(text, Cutting.whole(text.length())));
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("book.chunks"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.chunks"), file);
    try (ChunkFileWriter writer = ChunkFileWriter.create(link, CODEC)) {
      writer.finish();
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(List.of(), texts(file));
  }

  @Test
  void argumentsAreChecked() throws IOException {
    Glyphs text = CODEC.encode(TEXT);
    assertThrows(FileSystemException.class, () -> ChunkFileWriter.create(folder, CODEC));
    assertThrows(
        NoSuchFileException.class, () -> ChunkFileWriter.create(folder.resolve("no/x"), CODEC));
    assertThrows(NullPointerException.class, () -> ChunkFileWriter.create(null, CODEC));
    assertThrows(NullPointerException.class, () -> ChunkFileWriter.create(file(), null));
    assertThrows(NoSuchFileException.class, () -> ChunkFileReader.open(folder.resolve("no")));
    assertThrows(NullPointerException.class, () -> ChunkFileReader.open(null));
    assertThrows(
        IllegalArgumentException.class, () -> new ChunkFileReader.Piece(text, Cutting.whole(1)));
    try (ChunkFileWriter writer = ChunkFileWriter.create(file(), CODEC)) {
      assertThrows(NullPointerException.class, () -> writer.write(null, Cutting.whole(1)));
      assertThrows(NullPointerException.class, () -> writer.write(text, null));
      assertThrows(IllegalArgumentException.class, () -> writer.write(text, Cutting.whole(1)));
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.write(Glyphs.of(CODEC.size()), Cutting.whole(1)));
      int tooMany = ChunkFileWriter.MAX_PIECE + 1;
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.write(Glyphs.of(new int[tooMany]), Cutting.whole(tooMany)));
      writer.finish();
      assertThrows(IllegalStateException.class, writer::finish);
    }
    assertEquals(List.of(), texts(file()));
  }

  private Path file() {
    return folder.resolve("forged.chunks");
  }

  private static ForgedChunkFile forged() {
    return ForgedChunkFile.of(CODEC);
  }

  private Path smallFile() throws IOException {
    Path file = folder.resolve("small.chunks");
    Glyphs text = CODEC.encode(TEXT);
    try (ChunkFileWriter writer = ChunkFileWriter.create(file, CODEC)) {
      writer.write(text, ChunkSplitter.pattern(4, 2).split(text)).finish();
    }
    return file;
  }

  /** Reads all, and gives the texts of the pieces. */
  private static List<Glyphs> texts(Path file) throws IOException {
    List<Glyphs> texts = new ArrayList<>();
    try (ChunkFileReader reader = ChunkFileReader.open(file)) {
      for (var piece = reader.next(); piece != null; piece = reader.next()) {
        texts.add(piece.text());
      }
    }
    return texts;
  }

  private static void assertRefused(Path file, String what) {
    assertThrows(MalformedFileException.class, () -> texts(file), what);
  }

  /** Refused, after so many good parts at least: the header and lexicon, the first block. */
  private MalformedFileException assertForged(int goodParts, ForgedChunkFile forged)
      throws IOException {
    Path file = forged.writeTo(file());
    if (goodParts == 0) {
      return assertThrows(MalformedFileException.class, () -> ChunkFileReader.open(file));
    }
    try (ChunkFileReader reader = ChunkFileReader.open(file)) {
      if (goodParts > 1) {
        assertArrayEquals(new int[3], reader.next().text().toArray());
      }
      return assertThrows(MalformedFileException.class, reader::next);
    }
  }

  private void assertOnly(String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(names), files.map(f -> f.getFileName().toString()).sorted().toList());
    }
  }
}
