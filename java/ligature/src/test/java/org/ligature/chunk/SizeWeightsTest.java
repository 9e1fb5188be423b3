package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SizeWeightsTest {
  @Test
  void weightsAreThoseGiven() {
    SizeWeights some = SizeWeights.of(0, 2, 0, 0.5, 0);

    assertEquals(2, some.minSize());
    assertEquals(4, some.maxSize());
    assertEquals(2, some.weight(2));
    assertEquals(0, some.weight(3));
    assertEquals(0.5, some.weight(4));
    for (int out : new int[] {-1, 0, 1, 5, Integer.MAX_VALUE}) {
      assertEquals(0, some.weight(out));
    }
    assertEquals(1, SizeWeights.uniform(3, Integer.MAX_VALUE).weight(Integer.MAX_VALUE));
  }

  @Test
  void equalWeightsAreUniform() {
    assertEquals(SizeWeights.uniform(2, 3), SizeWeights.of(0, 1, 1));
    assertEquals(SizeWeights.uniform(2, 3).hashCode(), SizeWeights.of(0, 1, 1).hashCode());
    assertNotEquals(SizeWeights.uniform(2, 3), SizeWeights.of(0, 2, 2));
    assertNotEquals(SizeWeights.uniform(2, 3), SizeWeights.uniform(2, 4));
  }

  @Test
  void meansAreThoseAskedForAndAsEvenAsCanBe() {
    for (double mean : new double[] {1.0001, 1.5, 2, 3.5, 4.5, 7.9}) {
      SizeWeights weights = SizeWeights.mean(1, 8, mean);
      double sum = 0;
      double found = 0;
      for (int size = 1; size <= 8; size++) {
        sum += weights.weight(size);
        found += size * weights.weight(size);
      }
      assertEquals(1, sum, 1e-12);
      assertEquals(mean, found, 1e-12);
      double ratio = weights.weight(2) / weights.weight(1);
      for (int size = 2; size < 8; size++) {
        assertEquals(ratio, weights.weight(size + 1) / weights.weight(size), 1e-9 * ratio);
      }
    }
    assertEquals(1, SizeWeights.mean(3, 3, 3).weight(3), 1e-12);
    assertEquals(1 / 3.0, SizeWeights.mean(2, 4, 3).weight(4), 1e-12);
  }

  @Test
  void noWeightIsTooLargeOrSmall() {
    for (double scale : new double[] {1e-300, 1e300, Double.MIN_VALUE}) {
      SizeWeights weights = SizeWeights.of(scale, 0, 2 * scale);
      Cutting cutting = Cuttings.of(500).sample(weights, 1, 2);
      assertEquals(500, cutting.numUnits());
      assertTrue(scale > 1 ? cutting.numChunks() == 500 : cutting.numChunks() <= 168);
    }
  }

  @Test
  void sizesAreDrawnAtTheirWeights() {
    SizeWeights[] all = {
      SizeWeights.of(0.5, 0, 3, 1, 0.25), SizeWeights.uniform(2, 6), SizeWeights.mean(1, 9, 2.5)
    };
    for (SizeWeights weights : all) {
      double[] odds = new double[weights.maxSize() + 1];
      long[] counts = new long[odds.length];
      for (int size = 0; size < odds.length; size++) {
        odds[size] = weights.weight(size);
      }
      SplitMix64 random = new SplitMix64(4, 1);
      for (int i = 0; i < 100_000; i++) {
        counts[weights.draw(random)]++;
      }
      ChiSquare.assertOdds(odds, counts);
    }
  }

  @Test
  void badArgumentsAreNamed() {
    assertEquals("smallest size is 0, below 1", messageOf(() -> SizeWeights.uniform(0, 2)));
    assertEquals(
        "smallest size is 3, above the largest, 2", messageOf(() -> SizeWeights.uniform(3, 2)));
    assertEquals("no size has a weight above 0", messageOf(SizeWeights::of));
    assertEquals(
        "the weights add up to infinity",
        messageOf(() -> SizeWeights.of(Double.MAX_VALUE, Double.MAX_VALUE)));
    assertEquals("no size has a weight above 0", messageOf(() -> SizeWeights.of(0, 0)));
    assertEquals(
        "the weight of size 2 is -1.0, not in [0, infinity)",
        messageOf(() -> SizeWeights.of(1, -1)));
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertTrue(messageOf(() -> SizeWeights.of(bad)).contains("" + bad));
    }
    assertEquals(
        "largest size is 65537, above 65536, the most that can be weighed",
        messageOf(() -> SizeWeights.mean(1, 65537, 2)));
    for (double bad : new double[] {1, 4, 0, -1, 5, Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertEquals(
          "a mean size of " + bad + " is not within sizes 4",
          messageOf(() -> SizeWeights.mean(1, 4, bad)));
    }
  }

  private static String messageOf(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
