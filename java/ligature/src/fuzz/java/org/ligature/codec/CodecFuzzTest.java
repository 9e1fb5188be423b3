package org.ligature.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.IntStream;
import org.junit.jupiter.params.provider.MethodSource;

/** The targets under Jazzer; CONTRIBUTING.md has the command. */
class CodecFuzzTest {
  private static final String DURATION = "20m";

  static byte[][] files() {
    return new byte[][] {FuzzTargets.FILE};
  }

  static byte[][] texts() {
    int[] units = FuzzTargets.CODEC.encode(Texts.SAMPLE).toArray();
    byte[] bytes = new byte[3 * units.length];
    IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (units[i / 3] >> 8 * (i % 3)));
    return new byte[][] {bytes};
  }

  @MethodSource("files")
  @FuzzTest(maxDuration = DURATION)
  void load(byte[] data) {
    FuzzTargets.load(data);
  }

  @FuzzTest(maxDuration = DURATION)
  void loadSigned(byte[] data) {
    FuzzTargets.loadSigned(data);
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = DURATION)
  void decode(byte[] data) {
    FuzzTargets.decode(data);
  }
}
