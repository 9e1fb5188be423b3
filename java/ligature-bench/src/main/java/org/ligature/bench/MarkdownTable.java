package org.ligature.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A caption and a table under it. */
final class MarkdownTable {
  private final String caption;
  private final List<String> lines = new ArrayList<>();

  MarkdownTable(String caption, String... columns) {
    this.caption = caption;
    row(columns);
    lines.add("|---".repeat(columns.length) + "|");
  }

  MarkdownTable row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
    return this;
  }

  void print(PrintStream out) {
    out.println(caption);
    out.println();
    lines.forEach(out::println);
    out.println();
  }

  /** A number with so many decimals, whatever the locale. */
  static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
