package org.ligature.chunk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Unit;

/**
 * What {@link ChunkFileWriter} and {@link ChunkFileReader} know together: the {@code .chunks} file,
 * an encoded text with its cutting and its lexicon. All numbers are little-endian and unsigned.
 *
 * <pre>
 * header
 *    0  8 bytes   89 4C 49 47 43 48 4B 0A ("LIGCHK" between two bytes that a text transfer changes)
 *    8  u16       version of this format, 1
 *   10  u16       flags, 0
 *   12  u32       length of the lexicon file
 *   16  u32       length of the lexicon file, deflated
 *   20  32 bytes  identity of the lexicon
 *   52  u32       check
 * lexicon
 *    0            the lexicon file, deflated
 *       u32       check
 * blocks, one for each piece of the text
 *    0  u32       number of units, 1 to 2^20
 *    4  u32       number of sentences
 *    8  u32       number of chunks
 *   12  u32       length of the content
 *   16  u32       length of the content, deflated
 *   20            the content, deflated
 *       u32       check
 * end
 *    0  u32       0, where a block has its number of units
 *    4  u64       number of units of all blocks
 *   12  u64       number of sentences of all blocks
 *   20  u64       number of chunks of all blocks
 *   28  u32       check
 * </pre>
 *
 * <p>A check is the CRC32C of all bytes of the file before it. So a block that is damaged, lost,
 * doubled or out of its place does not pass, and neither does what follows it.
 *
 * <p>The content of a block is its units, 3 bytes each; then the sizes of the sentences in units,
 * then those of the chunks, each of the two as variable-length numbers: 7 bits a byte from the
 * lowest, all bytes but the last with the top bit set. Measured on a novel, laying the units out by
 * fields or by bytes before deflating changes the length by 2 to 6 percent, for the worse.
 */
final class ChunkFile {
  static final byte[] MAGIC = {(byte) 0x89, 'L', 'I', 'G', 'C', 'H', 'K', '\n'};
  static final int VERSION = 1;
  static final int HEADER = 52;
  static final int BLOCK_HEADER = 20;
  static final int END = 28;
  static final int CHECK = 4;
  static final int IDENTITY = 32;

  /** So many units a block at most, so that a reader's memory does not depend on the file. */
  static final int MAX_UNITS = 1 << 20;

  private ChunkFile() {}

  /**
   * Checks that a codec has every glyph of a text: one that it lacks could be written, and never
   * decoded.
   *
   * @throws IllegalArgumentException where it has not
   */
  static void checkGlyphs(Glyphs text, GlyphCodec codec) {
    int size = codec.size();
    for (int i = 0; i < text.length(); i++) {
      int glyph = Unit.glyph(text.unit(i));
      if (glyph >= size) {
        throw new IllegalArgumentException(
            "unit " + i + " has glyph " + glyph + "; the codec has " + size);
      }
    }
  }

  static ByteBuffer allocate(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The most bytes that a deflated lexicon may give. Real ones give four to ten times their length;
   * deflate itself would go to a thousand, which is a bomb and no lexicon.
   */
  static long mostInflated(long deflated) {
    return (1L << 20) + 16 * deflated;
  }

  static byte[] deflate(byte[] bytes, int level) {
    Deflater deflater = new Deflater(level);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
      byte[] part = new byte[1 << 13];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * Inflates to exactly {@code length} bytes.
   *
   * @throws DataFormatException where the bytes are not the deflated form of exactly so many
   */
  static byte[] inflate(byte[] deflated, int length) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(deflated);
      byte[] bytes = new byte[length];
      int n = 0;
      for (int got = -1; n < length && got != 0; n += got) {
        got = inflater.inflate(bytes, n, length - n);
      }
      // The end mark comes behind the last byte: there must be it, and nothing else.
      if (n < length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
        throw new DataFormatException("does not inflate to " + length + " bytes");
      }
      if (inflater.getRemaining() > 0) {
        throw new DataFormatException(inflater.getRemaining() + " bytes too many");
      }
      return bytes;
    } finally {
      inflater.end();
    }
  }
}
