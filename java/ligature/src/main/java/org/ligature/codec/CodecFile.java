package org.ligature.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The lexicon file: its bytes from a {@link Lexicon} and back. All numbers are little-endian and
 * unsigned.
 *
 * <pre>
 * header, 64 bytes
 *   0  8 bytes  89 4C 49 47 4C 45 58 0A ("LIGLEX" between two bytes that a text transfer changes)
 *   8  u16      version of this format, 1
 *  10  u16      flags, 0
 *  12  u16 x 2  Unicode version of the letters, major and minor
 *  16  u32      number of sections
 *  20  u32      CRC32C of header and section table, these 4 bytes as 0
 *  24  u64      length of the file
 *  32  32 bytes SHA-256 of the file, the CRC and these 32 bytes as 0: the identity
 * section table, 24 bytes a section
 *   0  4 bytes  name
 *   4  u32      CRC32C of the section
 *   8  u64      offset in the file, a multiple of 8
 *  16  u64      length
 * sections, in this order, each behind 0 to 7 bytes of 0
 *   LETT        letter table, see {@link LetterTable}
 *   KIND        u8 a glyph: ordinal of its {@link GlyphKind}, + 128 where it ends a sentence
 *   SIZE        u8 a glyph: length of its text in chars, at most 64
 *   TEXT        u16 a char: the texts as UTF-16, one behind the other
 *   NAME        u32 each: the separators that a unit names by 1 to 15
 *   NOTE        provenance and licence, as UTF-8
 * </pre>
 *
 * <p>Every length is checked against the file before anything is allocated for it. Reading takes
 * heap for at most a small multiple of the file's length, plus the letter table, 320 KiB.
 */
final class CodecFile {
  static final int HEADER = 64;

  private static final byte[] MAGIC = {(byte) 0x89, 'L', 'I', 'G', 'L', 'E', 'X', '\n'};
  private static final int VERSION = 1;
  private static final int UNICODE_MAJOR = 13;
  private static final int CRC_AT = 20;
  private static final int IDENTITY_AT = 32;
  private static final int ENTRY = 24;
  private static final String[] NAMES = {"LETT", "KIND", "SIZE", "TEXT", "NAME", "NOTE"};

  private CodecFile() {}

  /** The bytes of the whole file. */
  static byte[] write(Lexicon lexicon) {
    byte[][] sections = sections(lexicon);
    int[] offsets = new int[sections.length];
    int end = HEADER + ENTRY * sections.length;
    for (int i = 0; i < sections.length; i++) {
      offsets[i] = Math.toIntExact(aligned(end));
      end = Math.addExact(offsets[i], sections[i].length);
    }
    ByteBuffer out = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putChar((char) VERSION).putChar((char) 0);
    out.putChar((char) UNICODE_MAJOR).putChar((char) 0);
    out.putInt(sections.length).putInt(0).putLong(end).position(HEADER);
    for (int i = 0; i < sections.length; i++) {
      out.put(NAMES[i].getBytes(StandardCharsets.US_ASCII));
      out.putInt(crc(ByteBuffer.wrap(sections[i])));
      out.putLong(offsets[i]).putLong(sections[i].length);
      out.put(offsets[i], sections[i]);
    }
    out.put(IDENTITY_AT, identity(out.array()));
    out.putInt(CRC_AT, crc(out.slice(0, HEADER + ENTRY * sections.length)));
    return out.array();
  }

  private static byte[][] sections(Lexicon lexicon) {
    int size = lexicon.size();
    byte[] kinds = new byte[size];
    byte[] lengths = new byte[size];
    StringBuilder texts = new StringBuilder();
    for (int g = 0; g < size; g++) {
      kinds[g] = Lexicon.flags(lexicon.kind(g), lexicon.endsSentence(g));
      lengths[g] = (byte) lexicon.length(g);
      lexicon.appendText(g, texts);
    }
    ByteBuffer names = ByteBuffer.allocate(4 * lexicon.numNamed()).order(ByteOrder.LITTLE_ENDIAN);
    for (int name = 1; name <= lexicon.numNamed(); name++) {
      names.putInt(lexicon.named(name));
    }
    return new byte[][] {
      lexicon.letters().toBytes(),
      kinds,
      lengths,
      texts.toString().getBytes(StandardCharsets.UTF_16LE),
      names.array(),
      lexicon.provenance().getBytes(StandardCharsets.UTF_8)
    };
  }

  /**
   * Checks a header, and that it stands at the beginning of a file of this length.
   *
   * @param bytes the file, or its first 64 bytes
   */
  static void checkHeader(ByteBuffer bytes, long fileLength) throws MalformedFileException {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    int n = Math.min(in.remaining(), MAGIC.length);
    byte[] magic = new byte[n];
    in.get(0, magic);
    if (!Arrays.equals(magic, 0, n, MAGIC, 0, n)) {
      throw new MalformedFileException("not a lexicon file", 0);
    }
    if (in.remaining() < HEADER) {
      throw new MalformedFileException("the file ends in its header", in.remaining());
    }
    if (in.getChar(8) != VERSION || in.getChar(10) != 0) {
      throw new MalformedFileException(
          "lexicon format "
              + (int) in.getChar(8)
              + " with flags "
              + (int) in.getChar(10)
              + "; this library reads format 1 with flags 0",
          8);
    }
    if (in.getInt(16) != NAMES.length) {
      throw new MalformedFileException(
          Integer.toUnsignedString(in.getInt(16)) + " sections, not " + NAMES.length, 16);
    }
    if (in.getLong(24) != fileLength) {
      throw new MalformedFileException(
          "the file has " + fileLength + " bytes and says " + Long.toUnsignedString(in.getLong(24)),
          24);
    }
  }

  /** Reads the file that fills the bytes from position to limit. */
  static Lexicon read(ByteBuffer bytes) throws MalformedFileException {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    checkHeader(in, in.remaining());
    int end = HEADER + ENTRY * NAMES.length;
    if (in.remaining() < end) {
      throw new MalformedFileException("the file ends in its section table", in.remaining());
    }
    byte[] top = new byte[end];
    in.get(0, top);
    Arrays.fill(top, CRC_AT, CRC_AT + 4, (byte) 0);
    if (crc(ByteBuffer.wrap(top)) != in.getInt(CRC_AT)) {
      throw new MalformedFileException("header or section table is damaged", CRC_AT);
    }
    ByteBuffer[] sections = new ByteBuffer[NAMES.length];
    for (int i = 0; i < sections.length; i++) {
      sections[i] = section(in, i, end);
      end = sectionOffset(in, i) + sections[i].remaining();
    }
    if (end != in.remaining()) {
      throw new MalformedFileException("bytes behind the last section", end);
    }
    byte[] whole = new byte[in.remaining()];
    in.get(0, whole);
    byte[] said = Arrays.copyOfRange(whole, IDENTITY_AT, HEADER);
    if (!Arrays.equals(identity(whole), said)) {
      throw new MalformedFileException("the identity is not that of the content", IDENTITY_AT);
    }
    return lexicon(in, sections);
  }

  private static ByteBuffer section(ByteBuffer in, int i, int end) throws MalformedFileException {
    int entry = HEADER + ENTRY * i;
    byte[] name = new byte[4];
    in.get(entry, name);
    long offset = in.getLong(entry + 8);
    long length = in.getLong(entry + 16);
    if (!new String(name, StandardCharsets.ISO_8859_1).equals(NAMES[i])) {
      throw new MalformedFileException("section " + i + " is not " + NAMES[i], entry);
    }
    if (offset != aligned(end)
        || offset > in.remaining()
        || length < 0
        || length > in.remaining() - offset) {
      throw new MalformedFileException(
          "section "
              + NAMES[i]
              + " has offset "
              + Long.toUnsignedString(offset)
              + " and length "
              + Long.toUnsignedString(length),
          entry + 8);
    }
    ByteBuffer section = in.slice((int) offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    if (crc(section.duplicate()) != in.getInt(entry + 4)) {
      throw new MalformedFileException("section " + NAMES[i] + " is damaged", offset);
    }
    return section;
  }

  /** Checks what the sections say against one another: a CRC proves no sense. */
  private static Lexicon lexicon(ByteBuffer in, ByteBuffer[] sections)
      throws MalformedFileException {
    LetterTable letters;
    try {
      letters = LetterTable.read(sections[0]);
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(e.getMessage(), sectionOffset(in, 0));
    }
    int size = sections[1].remaining();
    int texts = sections[3].remaining();
    int names = sections[4].remaining();
    if (size > Unit.MAX_GLYPHS) {
      throw new MalformedFileException(size + " glyphs", sectionOffset(in, 1));
    }
    if (sections[2].remaining() != size) {
      throw new MalformedFileException(
          sections[2].remaining() + " lengths of " + size + " glyphs", sectionOffset(in, 2));
    }
    if (texts % 2 != 0) {
      throw new MalformedFileException("texts of " + texts + " bytes", sectionOffset(in, 3));
    }
    if (names % 4 != 0 || names > 4 * Lexicon.MAX_NAMED) {
      throw new MalformedFileException("names of " + names + " bytes", sectionOffset(in, 4));
    }
    byte[] kinds = new byte[size];
    byte[] lengths = new byte[size];
    char[] chars = new char[texts / 2];
    int[] named = new int[names / 4];
    sections[1].get(kinds);
    sections[2].get(lengths);
    sections[3].asCharBuffer().get(chars);
    sections[4].asIntBuffer().get(named);
    String note;
    try {
      note = StandardCharsets.UTF_8.newDecoder().decode(sections[5]).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedFileException("the note is not UTF-8", sectionOffset(in, 5));
    }
    try {
      return new Lexicon(letters, kinds, lengths, chars, named, note);
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(e.getMessage(), sectionOffset(in, 1));
    }
  }

  private static int sectionOffset(ByteBuffer in, int i) {
    return (int) in.getLong(HEADER + ENTRY * i + 8);
  }

  /** The SHA-256 of a file; its CRC and its identity count as zeros. */
  static byte[] identity(byte[] file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(file, 0, CRC_AT);
      digest.update(new byte[4]);
      digest.update(file, CRC_AT + 4, IDENTITY_AT - CRC_AT - 4);
      digest.update(new byte[HEADER - IDENTITY_AT]);
      digest.update(file, HEADER, file.length - HEADER);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static long aligned(long offset) {
    return (offset + 7) & ~7L;
  }
}
