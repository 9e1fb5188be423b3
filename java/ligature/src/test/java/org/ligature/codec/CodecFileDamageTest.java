package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes are: a sound codec, or a refusal that says where and costs little memory. */
class CodecFileDamageTest {
  private static final GlyphCodec CODEC =
      GlyphCodec.trainer().maxGlyphs(4096).add(Texts.SAMPLE).train();
  private static final byte[] FILE = CODEC.toBytes();
  private static final byte[] SMALL = ForgedCodecFile.small(CODEC);
  private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  /** Reads bytes that must be refused, for at most 4 times their length and 1 MiB of heap. */
  private static MalformedFileException assertMalformed(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return assertRefused(bytes.length, () -> GlyphCodec.read(buffer));
  }

  private static MalformedFileException assertRefused(long length, Executable read) {
    long before = MEMORY.getCurrentThreadAllocatedBytes();
    MalformedFileException e = assertThrows(MalformedFileException.class, read);
    long allocated = MEMORY.getCurrentThreadAllocatedBytes() - before;
    assertTrue(
        allocated <= 4 * length + (1 << 20),
        () -> allocated + " bytes allocated for a file of " + length + ": " + e.getMessage());
    assertTrue(e.offset() >= 0 && e.offset() <= length, e.getMessage());
    return e;
  }

  @Test
  void aSmallFileIsSound() throws IOException {
    GlyphCodec codec = GlyphCodec.read(ByteBuffer.wrap(SMALL));
    codec.verify();
    assertEquals(Texts.SAMPLE, codec.decode(codec.encode(Texts.SAMPLE)));
    assertTrue(SMALL.length < 4096, "a small file of " + SMALL.length + " bytes");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Path file = folder.resolve("cut");
    for (int length = 0; length < SMALL.length; length++) {
      byte[] cut = Arrays.copyOf(SMALL, length);
      assertMalformed(cut);
      Files.write(file, cut);
      assertRefused(length, () -> GlyphCodec.load(file));
    }
    assertMalformed(Arrays.copyOf(SMALL, SMALL.length + 1));
  }

  @Test
  void everyFlippedBitIsRefused() {
    byte[] damaged = SMALL.clone();
    for (int bit = 0; bit < 8 * SMALL.length; bit++) {
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertMalformed(damaged);
      damaged[bit / 8] = SMALL[bit / 8];
    }
  }

  @Test
  void hostileLengthsAreRefused() throws IOException {
    long[] lengths = {
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      -1,
      -8,
      1L << 62,
      1L << 32,
      (1L << 32) + FILE.length,
      1L << 31,
      Integer.MAX_VALUE,
      Integer.MAX_VALUE - 7,
      FILE.length,
      FILE.length - 8,
      1,
      0
    };
    Path file = folder.resolve("hostile");
    int refused = 0;
    for (int at = 24; at < ForgedCodecFile.TOP; at += 8) {
      int inEntry = (at - ForgedCodecFile.HEADER) % ForgedCodecFile.ENTRY;
      if (at > 24 && (at < ForgedCodecFile.HEADER || inEntry == 0)) {
        continue; // the identity, or name and checksum of a section
      }
      for (long length : lengths) {
        byte[] forged = FILE.clone();
        ForgedCodecFile.little(forged).putLong(at, length);
        if (!Arrays.equals(forged, FILE)) {
          ForgedCodecFile.sign(forged);
          assertMalformed(forged);
          Files.write(file, forged);
          assertRefused(FILE.length, () -> GlyphCodec.load(file));
          refused++;
        }
      }
    }
    assertTrue(refused > 13 * 13 - 10, refused + " files");
  }

  @Test
  void sectionsThatOverlapAreRefused() {
    for (int s = 1; s < ForgedCodecFile.SECTIONS; s++) {
      byte[] forged = FILE.clone();
      int entry = ForgedCodecFile.HEADER + ForgedCodecFile.ENTRY * s;
      int before = entry - ForgedCodecFile.ENTRY;
      ForgedCodecFile.little(forged)
          .putLong(entry + 8, ForgedCodecFile.little(forged).getLong(before + 8));
      ForgedCodecFile.sign(forged);
      assertEquals(entry + 8, assertMalformed(forged).offset());
    }
  }

  @Test
  void bytesThatNoSectionHasAreRefused() {
    byte[] longer = Arrays.copyOf(FILE, FILE.length + 1);
    ForgedCodecFile.little(longer).putLong(24, longer.length);
    assertEquals(FILE.length, assertMalformed(ForgedCodecFile.sign(longer)).offset());
    int gaps = 0;
    for (int s = 1; s < ForgedCodecFile.SECTIONS; s++) {
      int end = ForgedCodecFile.offset(FILE, s - 1) + ForgedCodecFile.length(FILE, s - 1);
      for (int at = end; at < ForgedCodecFile.offset(FILE, s); at++) {
        byte[] forged = FILE.clone();
        forged[at] = 1;
        assertEquals(at, assertMalformed(ForgedCodecFile.sign(forged)).offset());
        gaps++;
      }
    }
    assertTrue(gaps > 0, "no section ends within 8 bytes");
  }

  @Test
  void damageIsSaidWhereItIs() {
    for (int section = 0; section < ForgedCodecFile.SECTIONS; section++) {
      int offset = ForgedCodecFile.offset(FILE, section);
      if (ForgedCodecFile.length(FILE, section) > 0) {
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

  /** Changes the parts of a sound file, and says how the refusal must begin. */
  private static MalformedFileException assertSenseless(
      String message, Consumer<ForgedCodecFile> change) {
    ForgedCodecFile parts = ForgedCodecFile.of(CODEC);
    change.accept(parts);
    MalformedFileException e = assertMalformed(parts.toBytes());
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
    return e;
  }

  private static int first(GlyphKind kind) {
    int glyph = 0;
    while (CODEC.kind(glyph) != kind) {
      glyph++;
    }
    return glyph;
  }

  @Test
  void whatWasForgedFromSoundPartsIsSound() throws IOException {
    assertArrayEquals(FILE, ForgedCodecFile.of(CODEC).toBytes());
    byte[] more = ForgedCodecFile.of(CODEC).add(3, "forged").toBytes();
    GlyphCodec codec = GlyphCodec.read(ByteBuffer.wrap(more));
    codec.verify();
    assertEquals(1, codec.encode("forged").length());
  }

  @Test
  void kindsThatAreNoneAreRefused() {
    int word = first(GlyphKind.WORD);
    MalformedFileException e =
        assertSenseless(
            "glyph " + word + " is of a kind 99",
            f -> f.section(ForgedCodecFile.KIND).put(word, (byte) 99));
    assertEquals(ForgedCodecFile.offset(FILE, ForgedCodecFile.KIND) + word, e.offset());
    assertSenseless(
        "glyph " + word + " ", f -> f.section(ForgedCodecFile.KIND).put(word, (byte) (3 | 0x80)));
  }

  @Test
  void aTextTwiceIsRefused() throws IOException {
    int size = CODEC.size();
    int the = Unit.glyph(CODEC.encode("the").unit(0));
    assertVerifyRefuses(
        "glyphs " + the + " and " + size + " ", ForgedCodecFile.of(CODEC).add(3, "the"));
    assertVerifyRefuses(
        "glyphs " + size + " and " + (size + 1) + " ",
        ForgedCodecFile.of(CODEC).add(2, "forged").add(2, "forged"));
    assertSenseless("glyphs 65 and " + size + " ", f -> f.add(0, "A"));
    int space = Unit.glyph(CODEC.encode(" ").unit(0));
    assertSenseless("glyphs " + space + " and " + size + " ", f -> f.add(1, " "));
  }

  /** Tables of all words are not made before they are needed: a load does not see a second one. */
  private static void assertVerifyRefuses(String message, ForgedCodecFile forged)
      throws IOException {
    GlyphCodec codec = GlyphCodec.read(ByteBuffer.wrap(forged.toBytes()));
    assertEquals(CODEC.encode(Texts.SAMPLE), codec.encode(Texts.SAMPLE));
    MalformedFileException e = assertThrows(MalformedFileException.class, codec::verify);
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void textsThatAreNoneAreRefused() {
    int size = CODEC.size();
    assertSenseless("glyph " + size + " has no text", f -> f.add(3, ""));
    assertSenseless("glyph " + size + " has a text of 65 chars", f -> f.add(3, "x".repeat(65)));
    assertSenseless(
        "glyph " + size + " has a lone surrogate",
        f -> f.add(3, "ab").section(ForgedCodecFile.TEXT).putChar(textEnd(f) - 2, '\uD800'));
    assertSenseless(
        "glyph " + size + " has a lone surrogate",
        f -> f.add(1, "ab").section(ForgedCodecFile.TEXT).putChar(textEnd(f) - 4, '\uDC00'));
    assertSenseless("glyph " + size + " is no byte", f -> f.add(0, "\u0100"));
    assertSenseless("glyph " + size + " is no byte", f -> f.add(0, "ab"));
  }

  private static int textEnd(ForgedCodecFile file) {
    return file.section(ForgedCodecFile.TEXT).limit();
  }

  @Test
  void whatEveryLexiconHasMustBeThere() {
    assertSenseless(
        "no glyph stands for the byte 255",
        f -> f.section(ForgedCodecFile.KIND).put(255, (byte) 3));
    int empty = first(GlyphKind.SEPARATOR);
    assertEquals("", CODEC.text(empty));
    assertSenseless("", f -> f.section(ForgedCodecFile.KIND).put(empty, (byte) 3));
    int space = Unit.glyph(CODEC.encode(" ").unit(0));
    assertSenseless(
        "the empty separator or the single space is missing",
        f -> f.section(ForgedCodecFile.KIND).put(space, (byte) 3));
  }

  @Test
  void namesOfWhatIsNoSeparatorAreRefused() {
    int size = CODEC.size();
    int space = Unit.glyph(CODEC.encode(" ").unit(0));
    int[][] names = {{size}, {-1}, {Integer.MIN_VALUE}, {1 << 18}, {0}, {size - 1}, {space, space}};
    for (int[] named : names) {
      int last = named.length - 1;
      assertSenseless(
          "separator " + named.length + " is glyph " + named[last],
          f -> {
            f.with(ForgedCodecFile.NAME, new byte[4 * named.length]);
            f.section(ForgedCodecFile.NAME).asIntBuffer().put(named);
          });
    }
    assertSenseless("names of 3 bytes", f -> f.with(ForgedCodecFile.NAME, new byte[3]));
    assertSenseless("names of 64 bytes", f -> f.with(ForgedCodecFile.NAME, new byte[64]));
  }

  @Test
  void partsThatDoNotFitOneAnotherAreRefused() {
    int size = CODEC.size();
    assertSenseless(
        (size + 1) + " lengths of " + size + " glyphs", f -> f.resize(ForgedCodecFile.SIZE, 1));
    assertSenseless(
        size + " lengths of " + (size - 1) + " glyphs", f -> f.resize(ForgedCodecFile.KIND, -1));
    assertSenseless("texts of ", f -> f.resize(ForgedCodecFile.TEXT, 1));
    assertSenseless("texts of ", f -> f.resize(ForgedCodecFile.TEXT, 2));
    assertSenseless("texts of ", f -> f.resize(ForgedCodecFile.TEXT, -2));
    assertSenseless("the note is not UTF-8", f -> f.with(ForgedCodecFile.NOTE, (byte) 0xC0));
    assertSenseless("a letter table of 7 bytes", f -> f.with(ForgedCodecFile.LETT, new byte[7]));
    assertSenseless("4294967295 ranges and ", f -> f.section(ForgedCodecFile.LETT).putInt(0, -1));
  }

  /** Many glyphs in few bytes: what an index of them would take is not allocated. */
  @Test
  void manyGlyphsThatAreNoneCostLittle() {
    int more = Unit.MAX_GLYPHS - CODEC.size();
    assertSenseless(
        (Unit.MAX_GLYPHS + 1) + " glyphs",
        f -> f.resize(ForgedCodecFile.KIND, more + 1).resize(ForgedCodecFile.SIZE, more + 1));
    assertSenseless(
        "glyph " + CODEC.size() + " has no text",
        f -> {
          f.resize(ForgedCodecFile.KIND, more).resize(ForgedCodecFile.SIZE, more);
          byte[] kinds = f.section(ForgedCodecFile.KIND).array();
          Arrays.fill(kinds, CODEC.size(), kinds.length, (byte) 3);
        });
  }

  /** Checksums prove no sense: with them made good, a file is refused or is a sound codec. */
  @Test
  void damageUnderGoodChecksumsDoesNoHarm() throws IOException {
    Random random = new Random(1);
    int sound = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] forged = FILE.clone();
      forged[damageable(random)] = (byte) random.nextInt();
      ForgedCodecFile.sign(forged);
      try {
        GlyphCodec codec = GlyphCodec.read(ByteBuffer.wrap(forged));
        assertEquals(Texts.SAMPLE, codec.decode(codec.encode(Texts.SAMPLE)));
        assertArrayEquals(forged, codec.toBytes());
        sound++;
      } catch (MalformedFileException e) {
        assertMalformed(forged);
      }
    }
    assertTrue(sound > 0 && sound < 1000, sound + " sound files");
  }

  /** Half of the damage in the header, the section table, and the first bytes of the sections. */
  private static int damageable(Random random) {
    if (random.nextBoolean()) {
      return random.nextInt(FILE.length);
    }
    int section = random.nextInt(ForgedCodecFile.SECTIONS + 1);
    return section == ForgedCodecFile.SECTIONS
        ? random.nextInt(ForgedCodecFile.TOP)
        : Math.min(FILE.length - 1, ForgedCodecFile.offset(FILE, section) + random.nextInt(16));
  }

  /** A file that names itself another: its checksums are right, so only verify can tell. */
  @Test
  void aBorrowedIdentityIsFoundByVerify() throws IOException {
    CODEC.verify();
    byte[] forged = ForgedCodecFile.of(CODEC).add(3, "forged").toBytes();
    String own = GlyphCodec.read(ByteBuffer.wrap(forged)).identity();
    System.arraycopy(FILE, 32, forged, 32, 32);
    ForgedCodecFile.signHeader(forged);
    GlyphCodec codec = GlyphCodec.read(ByteBuffer.wrap(forged));
    assertEquals(CODEC.identity(), codec.identity());
    MalformedFileException e = assertThrows(MalformedFileException.class, codec::verify);
    assertEquals(32, e.offset());
    assertEquals(
        "the lexicon is " + own + " and names itself " + CODEC.identity() + " (at byte 32)",
        e.getMessage());
  }
}
