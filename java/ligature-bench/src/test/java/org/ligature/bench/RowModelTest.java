package org.ligature.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RowModelTest {
  /** Words 1 and 2 in row 0, word 3 in row 1; glyph 0 is no word. */
  private final RowModel model = new RowModel(new int[] {-1, 0, 0, 1});

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  @Test
  void aWordCostsItsRowAndItsColumn() {
    model.learn(-1, 1);
    model.learn(1, 3);
    model.learn(1, 2);
    model.learn(2, 3);
    model.measure(1, 3);
    RowModel.Bits bits = model.bits();
    assertEquals(-log2(2.2 / (3 + 0.2 * 512)), bits.row(), 1e-12);
    assertEquals(0, bits.column(), 1e-12);
    model.measure(-1, 2);
    bits = model.bits();
    assertEquals(-log2(1.2 / (1 + 0.2 * 512)), bits.row(), 1e-12);
    assertEquals(-log2(1.2 / 2.4), bits.column(), 1e-12);
    assertEquals(bits.row() + bits.column(), bits.sum());
  }

  @Test
  void bitsAreTheMean() {
    model.learn(-1, 1);
    model.measure(-1, 1);
    double one = model.bits().sum();
    model.measure(-1, 3);
    double other = model.bits().sum();
    model.measure(-1, 1);
    model.measure(-1, 3);
    assertEquals((one + other) / 2, model.bits().sum(), 1e-12);
  }
}
