package org.ligature.bench.kernels;

import java.util.Arrays;

/** How much there is to do in a case, whoever does it: what no implementation can leave out. */
final class Work {
  private Work() {}

  /**
   * Floating point operations of attention: 4 d for each kept (query, key) pair, as both products
   * multiply and add; backward has five products where forward has two.
   */
  static double flops(Settings settings) {
    int chunks = settings.number("n", 0);
    double products = settings.word("dir", "fwd").equals("train") ? 2 + 5 : 2;
    double sums = products * 2 * settings.number("d", 0);
    return sums
        * pairs(settings.word("mask", "none"), chunks)
        * settings.number("b", 1)
        * settings.number("h", 8);
  }

  private static double pairs(String mask, int chunks) {
    if (mask.equals("causal")) {
      return chunks * (chunks + 1.0) / 2;
    }
    if (!mask.startsWith("bs")) {
      return (double) chunks * chunks;
    }
    int percent = Integer.parseInt(mask.substring(2));
    int tiles = chunks / 64;
    long kept = 0;
    for (int row = 0; row < tiles; row++) {
      for (int column = 0; column < tiles; column++) {
        kept += PeerInputs.keepsTile(row, column, tiles, percent) ? 1 : 0;
      }
    }
    return kept * 64.0 * 64;
  }

  /**
   * Bytes of an embedding: each row that an id names is read and each bag written; a training step
   * also reads the bags' gradients and writes the rows touched, or the whole table.
   */
  static double bytes(Settings settings) {
    int rows = settings.number("V", 0);
    PeerInputs.Bags bags = PeerInputs.Bags.of(rows, settings.number("ids", 0));
    double moved = bags.ids().length + bags.sizes().length;
    String dir = settings.word("dir", "fwd");
    if (!dir.equals("fwd")) {
      double written = dir.equals("train") ? rows : Arrays.stream(bags.ids()).distinct().count();
      moved += bags.sizes().length + written;
    }
    return moved * settings.number("d", 0) * (settings.word("dtype", "f32").equals("f32") ? 4 : 2);
  }
}
