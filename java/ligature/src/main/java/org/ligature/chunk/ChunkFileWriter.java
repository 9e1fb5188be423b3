package org.ligature.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.file.AtomicFile;

/**
 * Writes a {@code .chunks} file: an encoded text and its cutting, piece by piece, with the lexicon
 * that decodes it. All or nothing: the bytes go to a temporary file beside the target, and only
 * {@link #finish} puts that in the target's place. The caller closes the writer, finished or not.
 *
 * <pre>{@code
 * try (ChunkFileWriter writer = ChunkFileWriter.create(path, codec)) {
 *   writer.write(text, splitter.split(text));   // as often as there are pieces
 *   writer.finish();
 * }
 * }</pre>
 *
 * <p>Memory is that of one piece. Not thread-safe.
 */
public final class ChunkFileWriter implements AutoCloseable {
  /** The most units of a piece. */
  public static final int MAX_PIECE = ChunkFile.MAX_UNITS;

  private final AtomicFile file;
  private final GlyphCodec codec;
  private final CRC32C crc = new CRC32C();
  private long numUnits;
  private long numSentences;
  private long numChunks;
  private boolean broken;

  private ChunkFileWriter(AtomicFile file, GlyphCodec codec) {
    this.file = file;
    this.codec = codec;
  }

  /**
   * Begins a file. What stands at the path stays there until {@link #finish}.
   *
   * @throws IOException where no file can be written there, or something that is no file is there
   */
  public static ChunkFileWriter create(Path file, GlyphCodec codec) throws IOException {
    Objects.requireNonNull(codec, "codec");
    ChunkFileWriter writer = new ChunkFileWriter(AtomicFile.create(file), codec);
    try {
      writer.writeLexicon();
      return writer;
    } catch (IOException | RuntimeException | Error e) {
      writer.close();
      throw e;
    }
  }

  private void writeLexicon() throws IOException {
    byte[] lexicon = codec.toBytes();
    byte[] deflated = ChunkFile.deflate(lexicon, Deflater.BEST_COMPRESSION);
    if (lexicon.length > ChunkFile.mostInflated(deflated.length)) {
      // A reader must take it for a bomb: so it goes in as it is.
      deflated = ChunkFile.deflate(lexicon, Deflater.NO_COMPRESSION);
    }
    ByteBuffer header = ChunkFile.allocate(ChunkFile.HEADER);
    header.put(ChunkFile.MAGIC).putChar((char) ChunkFile.VERSION).putChar((char) 0);
    header.putInt(lexicon.length).putInt(deflated.length);
    header.put(HexFormat.of().parseHex(codec.identity()));
    write(header.flip());
    writeCheck();
    write(ByteBuffer.wrap(deflated));
    writeCheck();
  }

  /**
   * Appends a piece of the text; an empty one changes nothing. Pieces stay pieces: a reader gets
   * them as they were written. No chunk goes past its piece, so a text that is cut into pieces is
   * best cut at sentence ends.
   *
   * @throws IllegalArgumentException where the cutting is not one of so many units, the piece has
   *     more than {@link #MAX_PIECE} units, or the codec has no such glyph; nothing is written
   * @throws IllegalStateException where the file is finished or closed, or a write before failed
   * @throws IOException where it cannot be written
   */
  public ChunkFileWriter write(Glyphs text, Cutting cutting) throws IOException {
    checkOpen();
    checkPiece(text, cutting);
    if (text.length() == 0) {
      return this;
    }
    byte[] content = ChunkFileBlock.pack(text, cutting);
    byte[] deflated = ChunkFile.deflate(content, Deflater.DEFAULT_COMPRESSION);
    ByteBuffer header = ChunkFile.allocate(ChunkFile.BLOCK_HEADER);
    header.putInt(text.length()).putInt(text.numSentences()).putInt(cutting.numChunks());
    header.putInt(content.length).putInt(deflated.length);
    write(header.flip());
    write(ByteBuffer.wrap(deflated));
    writeCheck();
    numUnits += text.length();
    numSentences += text.numSentences();
    numChunks += cutting.numChunks();
    return this;
  }

  private void checkPiece(Glyphs text, Cutting cutting) {
    if (cutting.numUnits() != text.length()) {
      throw new IllegalArgumentException(
          "a cutting of " + cutting.numUnits() + " units for a text of " + text.length());
    }
    if (text.length() > MAX_PIECE) {
      throw new IllegalArgumentException(
          "a piece of " + text.length() + " units; a piece has at most " + MAX_PIECE);
    }
    ChunkFile.checkGlyphs(text, codec);
  }

  /**
   * Ends the file, sees to it that it is on the disk, and puts it in the target's place. Nothing
   * can be written afterwards.
   *
   * @throws IllegalStateException where the file is finished or closed, or a write before failed
   * @throws IOException where that cannot be done; the target is then as it was
   */
  public void finish() throws IOException {
    checkOpen();
    ByteBuffer end = ChunkFile.allocate(ChunkFile.END);
    end.putInt(0).putLong(numUnits).putLong(numSentences).putLong(numChunks);
    write(end.flip());
    writeCheck();
    file.finish();
  }

  /** Number of units written so far. */
  public long numUnits() {
    return numUnits;
  }

  /** Number of chunks written so far. */
  public long numChunks() {
    return numChunks;
  }

  private void checkOpen() {
    if (!file.channel().isOpen()) {
      throw new IllegalStateException("the writer of " + file + " is finished or closed");
    }
    if (broken) {
      throw new IllegalStateException("a write to " + file + " failed: the file is not whole");
    }
  }

  private void writeCheck() throws IOException {
    ByteBuffer check = ChunkFile.allocate(ChunkFile.CHECK).putInt((int) crc.getValue());
    write(check.flip());
  }

  private void write(ByteBuffer bytes) throws IOException {
    crc.update(bytes.duplicate());
    broken = true;
    while (bytes.hasRemaining()) {
      file.channel().write(bytes);
    }
    broken = false;
  }

  /**
   * Lets go of the file. Where it was not finished the temporary file is removed and the target is
   * as it was. Closing twice is harmless.
   */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
