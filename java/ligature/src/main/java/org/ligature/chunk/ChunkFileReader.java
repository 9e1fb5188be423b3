package org.ligature.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.codec.MalformedFileException;

/**
 * Reads a {@code .chunks} file, piece by piece. The file carries its lexicon, so nothing else is
 * needed to decode it. The caller closes the reader.
 *
 * <pre>{@code
 * try (ChunkFileReader reader = ChunkFileReader.open(path)) {
 *   for (var piece = reader.next(); piece != null; piece = reader.next()) {
 *     use(piece.text(), piece.cutting());
 *   }
 * }
 * }</pre>
 *
 * <p>Whatever the bytes are, memory is bounded: by a small multiple of the file's length for the
 * lexicon, and by that of 2^20 units for a piece. Lengths are checked before anything is allocated.
 * Whoever stops before {@link #next} has returned null does not know that the file is whole. Not
 * thread-safe.
 */
public final class ChunkFileReader implements AutoCloseable {
  /**
   * A piece of the text.
   *
   * @param text its units and sentence ends, counted from the piece's beginning
   * @param cutting how the piece was cut
   */
  public record Piece(Glyphs text, Cutting cutting) {
    /**
     * Checks that both are of the same units.
     *
     * @throws IllegalArgumentException where they are not
     */
    public Piece {
      if (cutting.numUnits() != text.length()) {
        throw new IllegalArgumentException(
            "a cutting of " + cutting.numUnits() + " units for a text of " + text.length());
      }
    }
  }

  private final FileChannel channel;
  private final long fileLength;
  private final CRC32C crc = new CRC32C();
  private final GlyphCodec codec;
  private long at;
  private long numUnits;
  private long numSentences;
  private long numChunks;
  private boolean atEnd;

  private ChunkFileReader(FileChannel channel) throws IOException {
    this.channel = channel;
    this.fileLength = channel.size();
    this.codec = readLexicon();
  }

  /**
   * Opens a file and reads its lexicon.
   *
   * @throws MalformedFileException where the file is damaged or no {@code .chunks} file, with the
   *     offset in bytes
   * @throws IOException where it cannot be read
   */
  public static ChunkFileReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new ChunkFileReader(channel);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private GlyphCodec readLexicon() throws IOException {
    // The magic number first, so that a short file of another kind is told what it is not.
    int n = (int) Math.min(ChunkFile.MAGIC.length, fileLength);
    byte[] magic = read(n, "magic number").array();
    if (!Arrays.equals(magic, 0, n, ChunkFile.MAGIC, 0, n)) {
      throw new MalformedFileException("not a .chunks file", 0);
    }
    ByteBuffer header = read(ChunkFile.HEADER - n, "header");
    int version = header.getChar();
    int flags = header.getChar();
    if (version != ChunkFile.VERSION || flags != 0) {
      throw new MalformedFileException(
          ".chunks format "
              + version
              + " with flags "
              + flags
              + "; this library reads format "
              + ChunkFile.VERSION
              + " with flags 0",
          8);
    }
    long length = Integer.toUnsignedLong(header.getInt());
    long deflated = Integer.toUnsignedLong(header.getInt());
    byte[] identity = new byte[ChunkFile.IDENTITY];
    header.get(identity);
    readCheck("header");
    if (length > Math.min(ChunkFile.mostInflated(deflated), Integer.MAX_VALUE - 8)) {
      throw new MalformedFileException(
          "a lexicon of " + length + " bytes, deflated to " + deflated, 12);
    }
    long from = at;
    byte[] lexicon = readDeflated(deflated, (int) length, "lexicon");
    GlyphCodec read;
    try {
      read = GlyphCodec.read(ByteBuffer.wrap(lexicon));
    } catch (MalformedFileException e) {
      throw new MalformedFileException("the lexicon inside: " + e.getMessage(), from);
    }
    if (!read.identity().equals(HexFormat.of().formatHex(identity))) {
      throw new MalformedFileException(
          "the lexicon is " + read.identity() + ", not the one that the header names", 20);
    }
    return read;
  }

  /** The codec of the lexicon that the file carries. */
  public GlyphCodec codec() {
    return codec;
  }

  /**
   * Reads the next piece; empty pieces are not kept in a file.
   *
   * @return the piece, or null behind the last one: then all checks and totals of the file were
   *     right
   * @throws MalformedFileException where the file is damaged, with the offset in bytes
   * @throws IOException where it cannot be read
   */
  public Piece next() throws IOException {
    if (atEnd) {
      return null;
    }
    long from = at;
    long units = Integer.toUnsignedLong(read(4, "next block").getInt());
    if (units == 0) {
      readEnd(from);
      return null;
    }
    ByteBuffer header = read(ChunkFile.BLOCK_HEADER - 4, "block");
    long sentences = Integer.toUnsignedLong(header.getInt());
    long chunks = Integer.toUnsignedLong(header.getInt());
    long length = Integer.toUnsignedLong(header.getInt());
    long deflated = Integer.toUnsignedLong(header.getInt());
    if (units > ChunkFile.MAX_UNITS
        || sentences > units
        || chunks > units
        || length > ChunkFileBlock.mostBytes(units, sentences, chunks)) {
      throw new MalformedFileException(
          "a block of "
              + units
              + " units, "
              + sentences
              + " sentences and "
              + chunks
              + " chunks in "
              + length
              + " bytes",
          from);
    }
    byte[] content = readDeflated(deflated, (int) length, "block");
    Piece piece;
    try {
      piece = ChunkFileBlock.unpack(content, (int) units, (int) sentences, (int) chunks);
      ChunkFile.checkGlyphs(piece.text(), codec);
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException("a block that makes no sense: " + e.getMessage(), from);
    }
    numUnits += units;
    numSentences += sentences;
    numChunks += chunks;
    return piece;
  }

  private void readEnd(long from) throws IOException {
    ByteBuffer end = read(ChunkFile.END - 4, "end");
    readCheck("end");
    if (end.getLong() != numUnits || end.getLong() != numSentences || end.getLong() != numChunks) {
      throw new MalformedFileException(
          "the file does not hold as many units, sentences and chunks as it says", from);
    }
    if (at != fileLength) {
      throw new MalformedFileException((fileLength - at) + " bytes behind the end", at);
    }
    atEnd = true;
  }

  /** Number of units in the pieces read so far. */
  public long numUnits() {
    return numUnits;
  }

  /** Number of chunks in the pieces read so far. */
  public long numChunks() {
    return numChunks;
  }

  /** Length of the file in bytes. */
  public long fileLength() {
    return fileLength;
  }

  /** How many of the bytes were read so far. */
  public long position() {
    return at;
  }

  private byte[] readDeflated(long deflated, int length, String what) throws IOException {
    long from = at;
    byte[] bytes = read(deflated, what).array();
    readCheck(what);
    try {
      return ChunkFile.inflate(bytes, length);
    } catch (DataFormatException e) {
      throw new MalformedFileException("the " + what + " is damaged: " + e.getMessage(), from);
    }
  }

  /** The next bytes of the file, which must have so many. */
  private ByteBuffer read(long length, String what) throws IOException {
    if (length > fileLength - at || length > Integer.MAX_VALUE - 8) {
      throw new MalformedFileException(
          "the " + what + " needs " + length + " bytes of the " + (fileLength - at) + " left", at);
    }
    ByteBuffer bytes = ChunkFile.allocate((int) length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new MalformedFileException("the file became shorter", at + bytes.position());
      }
    }
    crc.update(bytes.flip());
    at += length;
    return bytes.flip();
  }

  private void readCheck(String what) throws IOException {
    int expected = (int) crc.getValue();
    long from = at;
    if (read(ChunkFile.CHECK, "check of the " + what).getInt() != expected) {
      throw new MalformedFileException("the " + what + " is damaged", from);
    }
  }

  /** Closes the file. Closing twice is harmless. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
