package org.ligature.chunk;

import java.util.Arrays;
import org.ligature.codec.Glyphs;

/** The content of a block of a {@code .chunks} file, as {@link ChunkFile} lays it out. */
final class ChunkFileBlock {
  private static final int UNIT_BYTES = 3;
  private static final int MAX_SIZE_BYTES = 3;

  private final byte[] content;
  private int at;

  private ChunkFileBlock(byte[] content) {
    this.content = content;
  }

  /** The most bytes that a content can have: a unit takes 3, and so does a size of up to 2^21. */
  static long mostBytes(long units, long sentences, long chunks) {
    return UNIT_BYTES * units + MAX_SIZE_BYTES * (sentences + chunks);
  }

  /** Packs a piece of at most 2^20 units. */
  static byte[] pack(Glyphs text, Cutting cutting) {
    long most = mostBytes(text.length(), text.numSentences(), cutting.numChunks());
    ChunkFileBlock block = new ChunkFileBlock(new byte[(int) most]);
    for (int i = 0; i < text.length(); i++) {
      for (int shift = 0; shift < 8 * UNIT_BYTES; shift += 8) {
        block.content[block.at++] = (byte) (text.unit(i) >>> shift);
      }
    }
    for (int i = 0; i < text.numSentences(); i++) {
      block.putSize(text.sentenceEnd(i) - text.sentenceStart(i));
    }
    for (int i = 0; i < cutting.numChunks(); i++) {
      block.putSize(cutting.size(i));
    }
    return Arrays.copyOf(block.content, block.at);
  }

  private void putSize(int size) {
    int left = size;
    while (left >= 128) {
      content[at++] = (byte) (left | 128);
      left >>>= 7;
    }
    content[at++] = (byte) left;
  }

  /**
   * Unpacks a piece.
   *
   * @throws IllegalArgumentException where the content is not that of such a piece
   */
  static ChunkFileReader.Piece unpack(byte[] content, int units, int sentences, int chunks) {
    ChunkFileBlock block = new ChunkFileBlock(content);
    if (content.length < UNIT_BYTES * units) {
      throw new IllegalArgumentException(units + " units in " + content.length + " bytes");
    }
    int[] unit = new int[units];
    for (int i = 0; i < units; i++) {
      for (int shift = 0; shift < 8 * UNIT_BYTES; shift += 8) {
        unit[i] |= (content[block.at++] & 255) << shift;
      }
    }
    Glyphs text = Glyphs.of(unit, block.ends(sentences));
    Cutting cutting = Cutting.ofEnds(units, block.ends(chunks));
    if (block.at != content.length) {
      throw new IllegalArgumentException((content.length - block.at) + " bytes behind the sizes");
    }
    return new ChunkFileReader.Piece(text, cutting);
  }

  /** Offsets from sizes. A sum past the units is refused as an end, at the first that is. */
  private int[] ends(int n) {
    int[] ends = new int[n];
    int end = 0;
    for (int i = 0; i < n; i++) {
      end += size();
      ends[i] = end;
    }
    return ends;
  }

  private int size() {
    int size = 0;
    for (int i = 0; i < MAX_SIZE_BYTES; i++) {
      if (at == content.length) {
        throw new IllegalArgumentException("the content ends in its sizes");
      }
      int next = content[at++];
      size |= (next & 127) << 7 * i;
      if (next >= 0) {
        return size;
      }
    }
    throw new IllegalArgumentException("a size of more than " + MAX_SIZE_BYTES + " bytes");
  }
}
