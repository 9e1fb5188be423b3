package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecFileTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();
  private static final byte[] FILE = CODEC.toBytes();

  @TempDir Path folder;

  @Test
  void aFileGivesTheSameCodec() throws IOException {
    Path file = folder.resolve("a.codec");
    GlyphCodec codec = GlyphCodec.trainer().add("fox").provenance("a test, CC0 \u00a9").train();
    codec.save(file);
    GlyphCodec loaded = GlyphCodec.load(file);
    assertEquals(codec, loaded);
    assertEquals(codec.identity(), loaded.identity());
    assertEquals("a test, CC0 \u00a9", loaded.provenance());
    assertArrayEquals(codec.toBytes(), loaded.toBytes());
    assertArrayEquals(codec.toBytes(), Files.readAllBytes(file));
    assertEquals(codec.encode(Texts.SAMPLE), loaded.encode(Texts.SAMPLE));
  }

  @Test
  void aBufferIsReadFromPositionToLimitAndLeftAsItWas() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(FILE.length + 7).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(3, FILE).position(3).limit(3 + FILE.length);
    assertEquals(CODEC, GlyphCodec.read(bytes.asReadOnlyBuffer()));
    assertEquals(CODEC, GlyphCodec.read(bytes));
    assertEquals(3, bytes.position());
    assertEquals(3 + FILE.length, bytes.limit());
  }

  @Test
  void saveReplacesAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("a.codec");
    GlyphCodec.trainer().train().save(file);
    CODEC.save(file);
    assertEquals(CODEC, GlyphCodec.load(file));
    assertEquals(List.of(file), list());
  }

  @Test
  void aSaveThatFailsLeavesWhatWasThere() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("kept"), "kept");
    assertThrows(IOException.class, () -> CODEC.save(taken));
    assertEquals(List.of(taken), list());
    assertEquals("kept", Files.readString(taken.resolve("kept")));
    assertThrows(IOException.class, () -> CODEC.save(folder.resolve("none").resolve("a")));
    assertThrows(IOException.class, () -> CODEC.save(folder.getRoot()));
    assertThrows(NullPointerException.class, () -> CODEC.save(null));
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    assertThrows(NoSuchFileException.class, () -> GlyphCodec.load(folder.resolve("none")));
    assertThrows(IOException.class, () -> GlyphCodec.load(folder));
    assertThrows(NullPointerException.class, () -> GlyphCodec.load(null));
    assertThrows(NullPointerException.class, () -> GlyphCodec.read(null));
    Path text = Files.writeString(folder.resolve("a.txt"), "It was the best of times, it was");
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> GlyphCodec.load(text));
    assertEquals(0, e.offset());
    assertEquals("not a lexicon file (at byte 0)", e.getMessage());
  }
}
