package org.ligature.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.zip.CRC32C;

/** Builds lexicon files whose checksums and identity are right and whose content need not be. */
final class ForgedCodecFile {
  static final int HEADER = 64;
  static final int ENTRY = 24;
  static final int LETT = 0;
  static final int KIND = 1;
  static final int SIZE = 2;
  static final int TEXT = 3;
  static final int NAME = 4;
  static final int NOTE = 5;
  static final int SECTIONS = 6;
  static final int TOP = HEADER + SECTIONS * ENTRY;

  private static final int BYTES = 0;
  private static final int SEPARATORS = 1;
  private static final int CASES = 6;
  private static final String NAMES = "LETTKINDSIZETEXTNAMENOTE";

  private final byte[][] sections = new byte[SECTIONS][];

  /** The parts of a file that is sound. */
  static ForgedCodecFile of(GlyphCodec codec) {
    ForgedCodecFile parts = new ForgedCodecFile();
    byte[] file = codec.toBytes();
    for (int s = 0; s < SECTIONS; s++) {
      parts.sections[s] =
          Arrays.copyOfRange(file, offset(file, s), offset(file, s) + length(file, s));
    }
    return parts;
  }

  /** A file of the letters A and a, and of no glyph that a lexicon can do without. */
  static byte[] small(GlyphCodec codec) {
    ByteBuffer letters = little(new byte[20]).putInt(2).putInt(1);
    letters.putChar('A').putChar('A').putChar('a').putChar('a').putChar('A').putChar('a');
    return of(codec)
        .with(LETT, letters.array())
        .keep(kind -> kind == BYTES || kind == SEPARATORS || kind == CASES)
        .toBytes();
  }

  static int offset(byte[] file, int section) {
    return (int) little(file).getLong(HEADER + ENTRY * section + 8);
  }

  static int length(byte[] file, int section) {
    return (int) little(file).getLong(HEADER + ENTRY * section + 16);
  }

  /** The section as it is now, to be changed in place. */
  ByteBuffer section(int section) {
    return little(sections[section]);
  }

  ForgedCodecFile with(int section, byte... bytes) {
    sections[section] = bytes;
    return this;
  }

  /** Changes the length of a section; what is new is zeros. */
  ForgedCodecFile resize(int section, int by) {
    return with(section, Arrays.copyOf(sections[section], sections[section].length + by));
  }

  /** Keeps the glyphs of some kinds only, and the separators' names. */
  ForgedCodecFile keep(IntPredicate kinds) {
    ForgedCodecFile from = new ForgedCodecFile();
    System.arraycopy(sections, 0, from.sections, 0, SECTIONS);
    with(KIND).with(SIZE).with(TEXT);
    int[] glyphs = new int[from.size()];
    int at = 0;
    for (int g = 0; g < from.size(); g++) {
      int bytes = 2 * (from.sections[SIZE][g] & 255);
      if (kinds.test(from.sections[KIND][g] & 127)) {
        glyphs[g] = size();
        String text = new String(from.sections[TEXT], at, bytes, StandardCharsets.UTF_16LE);
        add(from.sections[KIND][g], text);
      }
      at += bytes;
    }
    IntBuffer names = section(NAME).asIntBuffer();
    for (int i = 0; i < names.limit(); i++) {
      names.put(i, glyphs[names.get(i)]);
    }
    return this;
  }

  /** A glyph at the end, of a kind given by its number in a file. */
  ForgedCodecFile add(int kind, String text) {
    byte[] chars = text.getBytes(StandardCharsets.UTF_16LE); // no lone surrogates
    int texts = sections[TEXT].length;
    resize(KIND, 1).resize(SIZE, 1).resize(TEXT, chars.length);
    sections[KIND][sections[KIND].length - 1] = (byte) kind;
    sections[SIZE][sections[SIZE].length - 1] = (byte) text.length();
    System.arraycopy(chars, 0, sections[TEXT], texts, chars.length);
    return this;
  }

  int size() {
    return sections[KIND].length;
  }

  /** The whole file, signed. */
  byte[] toBytes() {
    int end = TOP;
    int[] offsets = new int[SECTIONS];
    for (int s = 0; s < SECTIONS; s++) {
      offsets[s] = end + 7 & ~7;
      end = offsets[s] + sections[s].length;
    }
    ByteBuffer out = little(new byte[end]);
    out.put(new byte[] {(byte) 0x89, 'L', 'I', 'G', 'L', 'E', 'X', '\n'});
    out.putInt(2).putInt(13).putInt(SECTIONS).putInt(0).putLong(end);
    for (int s = 0; s < SECTIONS; s++) {
      int entry = HEADER + ENTRY * s;
      out.put(entry, NAMES.substring(4 * s, 4 * s + 4).getBytes(StandardCharsets.US_ASCII));
      out.putLong(entry + 8, offsets[s]).putLong(entry + 16, sections[s].length);
      out.put(offsets[s], sections[s]);
    }
    return sign(out.array());
  }

  /** Makes the checksums and the identity of a changed file right where its lengths allow it. */
  static byte[] sign(byte[] file) {
    ByteBuffer out = little(file);
    for (int s = 0; s < SECTIONS; s++) {
      int entry = HEADER + ENTRY * s;
      long offset = out.getLong(entry + 8);
      long length = out.getLong(entry + 16);
      if (offset >= 0 && length >= 0 && length <= file.length && offset <= file.length - length) {
        out.putInt(entry + 4, crc(file, (int) offset, (int) length));
      }
    }
    out.putInt(20, 0).put(32, new byte[32]).put(32, sha256(file));
    return signHeader(file);
  }

  /** Makes the checksum of header and section table right. */
  static byte[] signHeader(byte[] file) {
    little(file).putInt(20, 0);
    little(file).putInt(20, crc(file, 0, TOP));
    return file;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static int crc(byte[] file, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(file, offset, length);
    return (int) crc.getValue();
  }

  static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
