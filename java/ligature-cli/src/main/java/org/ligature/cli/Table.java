package org.ligature.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of words, printed in columns: the first flush left, the others flush right. */
final class Table {
  private final List<String[]> rows = new ArrayList<>();

  /** Appends a row; all rows of a table have the same number of cells. */
  Table row(String... cells) {
    rows.add(cells);
    return this;
  }

  void print(PrintStream out) {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(row[0]);
      for (int c = 1; c < row.length; c++) {
        int gap = (c == 1 ? widths[0] - row[0].length() : 0) + widths[c] - row[c].length() + 2;
        line.append(" ".repeat(gap)).append(row[c]);
      }
      out.println(line);
    }
  }
}
