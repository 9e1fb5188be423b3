package org.ligature.chunk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import org.ligature.codec.GlyphCodec;

/** Builds {@code .chunks} files whose checks are right and whose numbers need not be. */
final class ForgedChunkFile {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A header and a lexicon that a reader takes. */
  static ForgedChunkFile of(GlyphCodec codec) {
    byte[] lexicon = codec.toBytes();
    byte[] deflated = ChunkFile.deflate(lexicon, Deflater.BEST_SPEED);
    return new ForgedChunkFile()
        .header(1, lexicon.length, deflated.length, codec.identity())
        .bytes(deflated)
        .check();
  }

  ForgedChunkFile header(int version, int length, int deflated, String identity) {
    ByteBuffer header = ByteBuffer.allocate(52).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {(byte) 0x89, 'L', 'I', 'G', 'C', 'H', 'K', '\n'});
    header.putShort((short) version).putShort((short) 0).putInt(length).putInt(deflated);
    header.put(HexFormat.of().parseHex(identity));
    return bytes(header.array()).check();
  }

  ForgedChunkFile block(int units, int sentences, int chunks, byte... content) {
    return block(units, sentences, chunks, content.length, ChunkFile.deflate(content, 9));
  }

  ForgedChunkFile block(int units, int sentences, int chunks, int length, byte[] deflated) {
    return ints(units, sentences, chunks, length, deflated.length).bytes(deflated).check();
  }

  ForgedChunkFile end(int units, int sentences, int chunks) {
    return ints(0, units, 0, sentences, 0, chunks, 0).check();
  }

  ForgedChunkFile ints(int... values) {
    ByteBuffer ints = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    ints.asIntBuffer().put(values);
    return bytes(ints.array());
  }

  ForgedChunkFile bytes(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  ForgedChunkFile check() {
    CRC32C crc = new CRC32C();
    crc.update(out.toByteArray());
    return ints((int) crc.getValue());
  }

  Path writeTo(Path file) throws IOException {
    return Files.write(file, out.toByteArray());
  }
}
