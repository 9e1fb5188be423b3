package org.ligature.bench;

/**
 * How well the rows of a numbering foretell words. A word costs -log2 p(row | row of the unit
 * before) for its row and -log2 p(word | row) for its column. All that is no word is one row more,
 * which words only stand behind. Both probabilities are counts of the training text with 0.2 added
 * to each cell.
 */
final class RowModel {
  static final int ROWS = 512;

  private static final int NO_WORD = ROWS;
  private static final double ADDED = 0.2;

  /** Bits a word. */
  record Bits(double row, double column) {
    double sum() {
      return row + column;
    }
  }

  private final int[] rowOf;
  private final long[][] pairs = new long[ROWS + 1][ROWS];
  private final long[] words;
  private final int[] sizes = new int[ROWS];

  private final long[] behind = new long[ROWS + 1];
  private final long[] inRow = new long[ROWS];

  private double rowBits;
  private double columnBits;
  private long measured;

  /**
   * A numbering.
   *
   * @param rowOf for each glyph its row where it is a word, else -1
   */
  RowModel(int[] rowOf) {
    this.rowOf = rowOf;
    this.words = new long[rowOf.length];
    for (int row : rowOf) {
      if (row >= 0) {
        sizes[row]++;
      }
    }
  }

  /** Learns a word behind another, or behind what is no word, -1. */
  void learn(int before, int word) {
    int given = row(before);
    pairs[given][rowOf[word]]++;
    behind[given]++;
    inRow[rowOf[word]]++;
    words[word]++;
  }

  /** Adds a word to what is measured. */
  void measure(int before, int word) {
    int given = row(before);
    int row = rowOf[word];
    rowBits -= log2((pairs[given][row] + ADDED) / (behind[given] + ADDED * ROWS));
    columnBits -= log2((words[word] + ADDED) / (inRow[row] + ADDED * sizes[row]));
    measured++;
  }

  /** The mean of what was measured since the last call. */
  Bits bits() {
    Bits bits = new Bits(rowBits / measured, columnBits / measured);
    rowBits = 0;
    columnBits = 0;
    measured = 0;
    return bits;
  }

  private int row(int word) {
    return word < 0 ? NO_WORD : rowOf[word];
  }

  private static double log2(double p) {
    return Math.log(p) / Math.log(2);
  }
}
