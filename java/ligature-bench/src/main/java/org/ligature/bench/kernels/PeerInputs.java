package org.ligature.bench.kernels;

import java.util.Arrays;

/**
 * The inputs that all workers of a kernel comparison make for themselves from the same numbers: the
 * mixing function of SplitMix64 and a xorshift, so that a worker in any language can.
 */
public final class PeerInputs {
  private PeerInputs() {}

  /** Element {@code index} of tensor {@code seed}, in [-1, 1). */
  public static float value(long seed, long index) {
    long z = index + seed * 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 40) * 0x1p-23f - 1;
  }

  /** Whether a mask of this density keeps a tile: those of the diagonal, and others by chance. */
  public static boolean keepsTile(int row, int column, int tiles, int percent) {
    if (row == column || percent >= 100) {
      return true;
    }
    double odds = (percent / 100.0 - 1.0 / tiles) / (1 - 1.0 / tiles);
    return (value(777, row * 65536L + column) + 1) * 0.5 < odds;
  }

  /** Ids by Zipf's law over a shuffled vocabulary, in bags of one to four. */
  public record Bags(int[] ids, int[] sizes) {
    public static Bags of(int vocabulary, int numIds) {
      Xorshift random = new Xorshift();
      double[] sums = new double[vocabulary];
      double sum = 0;
      for (int i = 0; i < vocabulary; i++) {
        sum += 1.0 / (i + 1);
        sums[i] = sum;
      }
      int[] names = new int[vocabulary];
      Arrays.setAll(names, i -> i);
      for (int i = vocabulary - 1; i > 0; i--) {
        int j = (int) (random.next() * (i + 1));
        int name = names[i];
        names[i] = names[j];
        names[j] = name;
      }
      int[] ids = new int[numIds];
      for (int i = 0; i < numIds; i++) {
        ids[i] = names[rank(sums, random.next() * sum)];
      }
      int[] sizes = new int[numIds];
      int n = 0;
      for (int at = 0; at < numIds; n++) {
        sizes[n] = Math.min(1 + (int) (random.next() * 4), numIds - at);
        at += sizes[n];
      }
      return new Bags(ids, Arrays.copyOf(sizes, n));
    }

    /** The first element that is not below a number, the last at most. */
    private static int rank(double[] sums, double number) {
      int low = 0;
      int high = sums.length - 1;
      while (low < high) {
        int middle = low + high >>> 1;
        if (sums[middle] < number) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /** Marsaglia, "Xorshift RNGs" (2003). */
  private static final class Xorshift {
    private long state = 88172645463325252L;

    double next() {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      return (state >>> 11) * 0x1p-53;
    }
  }
}
