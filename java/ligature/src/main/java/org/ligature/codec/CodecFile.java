package org.ligature.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The lexicon file: its bytes from a {@link Lexicon} and back. FORMAT.md says what stands where.
 *
 * <p>Every length is checked against the file before anything is allocated for it. A lexicon that
 * was read is written as the very bytes that it was read from: whatever would be lost on the way,
 * such as a byte between two sections, is refused. So its identity can be computed again.
 */
final class CodecFile {
  /** Where the identity stands in the file. */
  static final int IDENTITY_AT = 32;

  static final int IDENTITY = 32;

  private static final byte[] MAGIC = {(byte) 0x89, 'L', 'I', 'G', 'L', 'E', 'X', '\n'};
  private static final int VERSION = 2;
  private static final int HEADER = IDENTITY_AT + IDENTITY;
  private static final int CRC_AT = 20;
  private static final int ENTRY = 24;
  private static final String[] NAMES = {"LETT", "KIND", "SIZE", "TEXT", "NAME", "NOTE"};
  private static final int LETT = 0;
  private static final int KIND = 1;
  private static final int SIZE = 2;
  private static final int TEXT = 3;
  private static final int NAME = 4;
  private static final int NOTE = 5;

  /** Header and section table. */
  private static final int TOP = HEADER + ENTRY * NAMES.length;

  /** The longest section, so that an array holds it. */
  private static final int MAX_SECTION = Integer.MAX_VALUE - 8;

  private static final GlyphKind[] KINDS = new GlyphKind[GlyphKind.values().length];
  private static final int ENDS_SENTENCE = 0x80;

  static {
    for (GlyphKind kind : GlyphKind.values()) {
      KINDS[number(kind)] = kind;
    }
  }

  /** How many bytes of a file are read at once. */
  private static final int WINDOW = 1 << 16;

  private CodecFile() {}

  /** The kind's number in a file, which must never change, whatever the order of the enum. */
  private static int number(GlyphKind kind) {
    return switch (kind) {
      case BYTE -> 0;
      case SEPARATOR -> 1;
      case PIECE -> 2;
      case WORD -> 3;
      case SYMBOL -> 4;
      case PHRASE -> 5;
      case CASE -> 6;
      case CONTROL -> 7;
    };
  }

  /** The bytes of the whole file. */
  static byte[] write(Lexicon lexicon) {
    byte[][] sections = sections(lexicon);
    int[] offsets = new int[sections.length];
    int end = TOP;
    for (int i = 0; i < sections.length; i++) {
      offsets[i] = Math.toIntExact(aligned(end));
      end = Math.addExact(offsets[i], sections[i].length);
    }
    ByteBuffer out = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putChar((char) VERSION).putChar((char) 0);
    out.putInt(lexicon.letters().unicode())
        .putInt(sections.length)
        .putInt(0)
        .putLong(end)
        .position(HEADER);
    for (int i = 0; i < sections.length; i++) {
      out.put(NAMES[i].getBytes(StandardCharsets.US_ASCII));
      out.putInt(crc(ByteBuffer.wrap(sections[i])));
      out.putLong(offsets[i]).putLong(sections[i].length);
      out.put(offsets[i], sections[i]);
    }
    out.put(IDENTITY_AT, identity(out.array()));
    out.putInt(CRC_AT, crc(out.slice(0, TOP)));
    return out.array();
  }

  private static byte[][] sections(Lexicon lexicon) {
    int size = lexicon.size();
    byte[] kinds = new byte[size];
    byte[] lengths = new byte[size];
    StringBuilder texts = new StringBuilder();
    for (int g = 0; g < size; g++) {
      kinds[g] = (byte) (number(lexicon.kind(g)) | (lexicon.endsSentence(g) ? ENDS_SENTENCE : 0));
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

  /** Bytes from somewhere, by offset. */
  private interface Bytes {
    void get(long at, byte[] target, int from, int n) throws IOException;
  }

  private record InBuffer(ByteBuffer buffer) implements Bytes {
    @Override
    public void get(long at, byte[] target, int from, int n) {
      buffer.get((int) at, target, from, n);
    }
  }

  /**
   * A file is read and not mapped: should it become shorter while a checksum runs over a mapping,
   * the JVM dies. What is read goes to the array it belongs in, past one window: on a fresh heap,
   * touching memory is what costs most.
   */
  private record InFile(FileChannel channel) implements Bytes {
    @Override
    public void get(long at, byte[] target, int from, int n) throws IOException {
      int done = 0;
      while (done < n) {
        // The channel keeps a direct buffer as large as its largest read.
        ByteBuffer part = ByteBuffer.wrap(target, from + done, Math.min(WINDOW, n - done));
        int read = channel.read(part, at + done);
        if (read < 0) {
          throw new MalformedFileException("the file became shorter", at + done);
        }
        done += read;
      }
    }
  }

  /** Gives the codec of a file. */
  static GlyphCodec load(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(new InFile(channel), channel.size());
    }
  }

  /** Gives the codec of the file that fills the bytes from position to limit. */
  static GlyphCodec read(ByteBuffer bytes) throws MalformedFileException {
    try {
      return read(new InBuffer(bytes.slice()), bytes.remaining());
    } catch (MalformedFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be read", e);
    }
  }

  /**
   * Its identity is not computed: the checksums find damage, and who must know more asks {@link
   * GlyphCodec#verify}.
   */
  private static GlyphCodec read(Bytes in, long length) throws IOException {
    byte[] top = new byte[(int) Math.min(length, TOP)];
    in.get(0, top, 0, top.length);
    ByteBuffer header = ByteBuffer.wrap(top).order(ByteOrder.LITTLE_ENDIAN);
    checkHeader(header, length);
    int crc = header.getInt(CRC_AT);
    if (crc(ByteBuffer.wrap(top).putInt(CRC_AT, 0)) != crc) {
      throw new MalformedFileException("header or section table is damaged", CRC_AT);
    }
    checkSections(in, header, length);
    byte[] identity = new byte[IDENTITY];
    header.get(IDENTITY_AT, identity);
    return new GlyphCodec(lexicon(in, header), identity);
  }

  /** Checks header and length of the file; the section table is there then. */
  private static void checkHeader(ByteBuffer in, long fileLength) throws MalformedFileException {
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
              + "; this library reads format "
              + VERSION
              + " with flags 0",
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
    if (in.remaining() < TOP) {
      throw new MalformedFileException("the file ends in its section table", in.remaining());
    }
  }

  /** Checks that the sections fill the file, one behind the other, and that gaps are zeros. */
  private static void checkSections(Bytes in, ByteBuffer header, long fileLength)
      throws IOException {
    byte[] gap = new byte[8];
    long end = TOP;
    for (int i = 0; i < NAMES.length; i++) {
      int entry = HEADER + ENTRY * i;
      byte[] name = new byte[4];
      header.get(entry, name);
      if (!new String(name, StandardCharsets.ISO_8859_1).equals(NAMES[i])) {
        throw new MalformedFileException("section " + i + " is not " + NAMES[i], entry);
      }
      long offset = header.getLong(entry + 8);
      long length = header.getLong(entry + 16);
      if (offset != aligned(end)
          || offset > fileLength
          || length < 0
          || length > Math.min(fileLength - offset, MAX_SECTION)) {
        throw new MalformedFileException(
            "section "
                + NAMES[i]
                + " has offset "
                + Long.toUnsignedString(offset)
                + " and length "
                + Long.toUnsignedString(length),
            entry + 8);
      }
      in.get(end, gap, 0, (int) (offset - end));
      for (int g = 0; g < offset - end; g++) {
        if (gap[g] != 0) {
          throw new MalformedFileException("a byte between two sections is not 0", end + g);
        }
      }
      end = offset + length;
    }
    if (end != fileLength) {
      throw new MalformedFileException("bytes behind the last section", end);
    }
  }

  /** Checks what the sections say against one another: a CRC proves no sense. */
  private static Lexicon lexicon(Bytes in, ByteBuffer header) throws IOException {
    int size = length(header, KIND);
    if (size > Unit.MAX_GLYPHS) {
      throw new MalformedFileException(size + " glyphs", offset(header, KIND));
    }
    if (length(header, SIZE) != size) {
      throw new MalformedFileException(
          length(header, SIZE) + " lengths of " + size + " glyphs", offset(header, SIZE));
    }
    if (length(header, TEXT) % 2 != 0) {
      throw new MalformedFileException(
          "texts of " + length(header, TEXT) + " bytes", offset(header, TEXT));
    }
    int names = length(header, NAME);
    if (names % 4 != 0 || names > 4 * Lexicon.MAX_NAMED) {
      throw new MalformedFileException("names of " + names + " bytes", offset(header, NAME));
    }
    // All checksums first: what is only damaged is said to be damaged.
    ByteBuffer table = section(in, header, LETT);
    byte[] flags = section(in, header, KIND).array();
    byte[] lengths = section(in, header, SIZE).array();
    char[] chars = texts(in, header);
    int[] named = new int[names / 4];
    section(in, header, NAME).asIntBuffer().get(named);
    ByteBuffer utf8 = section(in, header, NOTE);
    toFlags(flags, offset(header, KIND));
    LetterTable letters;
    try {
      letters = LetterTable.read(header.getInt(12), table);
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(e.getMessage(), offset(header, LETT));
    }
    String note;
    try {
      note = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedFileException("the note is not UTF-8", offset(header, NOTE));
    }
    try {
      return new Lexicon(letters, flags, lengths, chars, named, note);
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(e.getMessage(), offset(header, KIND));
    }
  }

  private static ByteBuffer section(Bytes in, ByteBuffer header, int i) throws IOException {
    byte[] bytes = new byte[length(header, i)];
    in.get(offset(header, i), bytes, 0, bytes.length);
    ByteBuffer section = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    check(header, i, crc(section.duplicate()));
    return section;
  }

  /** The texts of all glyphs, window by window: they are most of a file. */
  private static char[] texts(Bytes in, ByteBuffer header) throws IOException {
    char[] chars = new char[length(header, TEXT) / 2];
    byte[] window = new byte[Math.min(WINDOW, 2 * chars.length)];
    CharBuffer asChars = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer();
    CRC32C crc = new CRC32C();
    for (int at = 0; at < chars.length; at += window.length / 2) {
      int n = Math.min(window.length / 2, chars.length - at);
      in.get(offset(header, TEXT) + 2L * at, window, 0, 2 * n);
      crc.update(window, 0, 2 * n);
      asChars.get(0, chars, at, n);
    }
    check(header, TEXT, (int) crc.getValue());
    return chars;
  }

  private static void check(ByteBuffer header, int i, int crc) throws MalformedFileException {
    if (crc != header.getInt(HEADER + ENTRY * i + 4)) {
      throw new MalformedFileException("section " + NAMES[i] + " is damaged", offset(header, i));
    }
  }

  /** Turns the kinds of a file into the flags that the lexicon keeps. */
  private static void toFlags(byte[] kinds, long offset) throws MalformedFileException {
    for (int g = 0; g < kinds.length; g++) {
      int number = kinds[g] & ENDS_SENTENCE - 1;
      if (number >= KINDS.length) {
        throw new MalformedFileException("glyph " + g + " is of a kind " + number, offset + g);
      }
      kinds[g] = Lexicon.flags(KINDS[number], kinds[g] < 0);
    }
  }

  private static long offset(ByteBuffer header, int i) {
    return header.getLong(HEADER + ENTRY * i + 8);
  }

  private static int length(ByteBuffer header, int i) {
    return (int) header.getLong(HEADER + ENTRY * i + 16);
  }

  /** The SHA-256 of a file; its CRC and its identity count as zeros. */
  static byte[] identity(byte[] file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(file, 0, CRC_AT);
      digest.update(new byte[4]);
      digest.update(file, CRC_AT + 4, IDENTITY_AT - CRC_AT - 4);
      digest.update(new byte[IDENTITY]);
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
