package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecFileTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();
  private static final byte[] FILE = CODEC.toBytes();
  private static final int TABLE_END = 64 + 6 * 24;

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

  @Test
  void everyTruncationIsRefused() throws IOException {
    Path file = folder.resolve("cut");
    for (int length = 0; length < FILE.length; length++) {
      byte[] cut = Arrays.copyOf(FILE, length);
      assertMalformed(cut);
      if (length < 300 || length == FILE.length - 1) {
        Files.write(file, cut);
        assertThrows(MalformedFileException.class, () -> GlyphCodec.load(file));
      }
    }
    assertMalformed(Arrays.copyOf(FILE, FILE.length + 1));
  }

  @Test
  void aFlippedBitInAnyByteIsRefused() {
    for (int i = 0; i < FILE.length; i++) {
      byte[] damaged = FILE.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      assertMalformed(damaged);
    }
  }

  /** Checksums prove no sense: with them made good, a file is refused or is a sound codec. */
  @Test
  void damageUnderGoodChecksumsDoesNoHarm() throws IOException {
    Random random = new Random(1);
    int sound = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] forged = FILE.clone();
      forged[damageable(random)] = (byte) random.nextInt();
      sign(forged);
      try {
        GlyphCodec codec = GlyphCodec.read(ByteBuffer.wrap(forged));
        assertEquals(Texts.SAMPLE, codec.decode(codec.encode(Texts.SAMPLE)));
        assertArrayEquals(forged, codec.toBytes());
        codec.verify();
        sound++;
      } catch (MalformedFileException e) {
        assertTrue(e.offset() >= 0 && e.offset() <= FILE.length, e.getMessage());
      }
    }
    assertTrue(sound > 0 && sound < 3000, sound + " sound files");
  }

  @Test
  void bytesBehindTheLastSectionAreRefused() {
    byte[] longer = Arrays.copyOf(FILE, FILE.length + 1);
    ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putLong(24, longer.length);
    sign(longer);
    assertEquals(FILE.length, assertMalformed(longer).offset());
  }

  /** Half of the damage in the header, the section table, and the first bytes of the sections. */
  private static int damageable(Random random) {
    if (random.nextBoolean()) {
      return random.nextInt(FILE.length);
    }
    int section = random.nextInt(7);
    return section == 6
        ? random.nextInt(TABLE_END)
        : Math.min(FILE.length - 1, (int) field(FILE, section, 8) + random.nextInt(16));
  }

  private static long field(byte[] file, int section, int at) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(64 + 24 * section + at);
  }

  private static void sign(byte[] file) {
    ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int s = 0; s < 6; s++) {
      long offset = field(file, s, 8);
      long length = field(file, s, 16);
      if (offset >= 0 && length >= 0 && offset <= file.length - length) {
        out.putInt(64 + 24 * s + 4, crc(file, (int) offset, (int) length));
      }
    }
    out.put(32, CodecFile.identity(file));
    out.putInt(20, 0);
    out.putInt(20, crc(file, 0, TABLE_END));
  }

  private static int crc(byte[] file, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(file, offset, length);
    return (int) crc.getValue();
  }

  @Test
  void damageIsSaidWhereItIs() {
    for (int section = 0; section < 6; section++) {
      int offset = (int) field(FILE, section, 8);
      if (field(FILE, section, 16) > 0) {
        byte[] damaged = FILE.clone();
        damaged[offset] ^= 1;
        assertEquals(offset, assertMalformed(damaged).offset());
      }
    }
    byte[] newer = FILE.clone();
    newer[8] = 3;
    MalformedFileException e = assertMalformed(newer);
    assertEquals(8, e.offset());
    assertTrue(e.getMessage().startsWith("lexicon format 3 with flags 0;"), e.getMessage());
  }

  private static MalformedFileException assertMalformed(byte[] bytes) {
    return assertThrows(
        MalformedFileException.class, () -> GlyphCodec.read(ByteBuffer.wrap(bytes)));
  }
}
