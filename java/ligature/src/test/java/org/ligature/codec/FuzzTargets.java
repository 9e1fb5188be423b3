package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;

/**
 * What must hold for any bytes at all. {@link FuzzTargetsTest} tries some thousands in the test
 * command; {@code CodecFuzzTest} hands the same targets to a fuzzer.
 */
final class FuzzTargets {
  static final GlyphCodec CODEC = GlyphCodec.trainer().maxGlyphs(4096).add(Texts.SAMPLE).train();
  static final byte[] FILE = ForgedCodecFile.small(CODEC);

  private static final int UNIT_BYTES = 3;

  private FuzzTargets() {}

  /** The bytes are a lexicon file, or are refused as one. */
  static void load(byte[] data) {
    try {
      checkSound(data, GlyphCodec.read(ByteBuffer.wrap(data)));
    } catch (MalformedFileException e) {
      assertEquals(true, e.offset() >= 0 && e.offset() <= data.length, e.getMessage());
    }
  }

  /**
   * The bytes change a sound file, three each: where (of 65,536, wrapped) and what to. Its
   * checksums are made good, so that the fuzzer reaches what stands behind them.
   */
  static void loadSigned(byte[] data) {
    byte[] file = FILE.clone();
    for (int i = 0; i + 2 < data.length; i += 3) {
      int at = (data[i] & 255) << 8 | data[i + 1] & 255;
      file[at % file.length] = data[i + 2];
    }
    load(ForgedCodecFile.sign(file));
  }

  private static void checkSound(byte[] file, GlyphCodec codec) throws MalformedFileException {
    assertArrayEquals(file, codec.toBytes());
    codec.verify();
    assertEquals(Texts.SAMPLE, codec.decode(codec.encode(Texts.SAMPLE)));
  }

  /** The bytes are units, three each: they decode to a text that comes back, or are refused. */
  static void decode(byte[] data) {
    int[] units = new int[data.length / UNIT_BYTES];
    for (int i = 0; i < units.length; i++) {
      int at = UNIT_BYTES * i;
      units[i] = data[at] & 255 | (data[at + 1] & 255) << 8 | (data[at + 2] & 255) << 16;
    }
    String text;
    try {
      text = CODEC.decode(Glyphs.of(units));
    } catch (IllegalArgumentException e) {
      return; // no units, or not those of a text
    }
    assertEquals(text, CODEC.decode(CODEC.encode(text)));
  }
}
