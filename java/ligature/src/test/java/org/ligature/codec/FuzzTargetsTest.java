package org.ligature.codec;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The fuzzer's targets on some thousands of changed seeds: what it would find first. */
class FuzzTargetsTest {
  private static void run(int runs, byte[] seed, Consumer<byte[]> target) {
    Random random = new Random(1);
    target.accept(new byte[0]);
    target.accept(seed);
    for (int i = 0; i < runs; i++) {
      target.accept(changed(seed, random));
    }
  }

  /** A few bytes replaced, a stretch copied elsewhere, or an end cut off. */
  private static byte[] changed(byte[] seed, Random random) {
    byte[] data = seed.clone();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      data[random.nextInt(data.length)] = (byte) (random.nextInt() & random.nextInt());
    }
    if (random.nextInt(4) == 0) {
      int length = random.nextInt(data.length);
      int from = random.nextInt(data.length - length);
      int to = random.nextInt(data.length - length);
      System.arraycopy(seed, from, data, to, length);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(data, random.nextInt(data.length)) : data;
  }

  @Test
  void load() {
    run(2000, FuzzTargets.FILE, FuzzTargets::load);
  }

  @Test
  void loadSigned() {
    run(500, new byte[12], FuzzTargets::loadSigned);
  }

  @Test
  void decode() {
    int[] units = FuzzTargets.CODEC.encode(Texts.SAMPLE).toArray();
    byte[] seed = new byte[3 * units.length];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) (units[i / 3] >> 8 * (i % 3));
    }
    run(5000, seed, FuzzTargets::decode);
  }
}
