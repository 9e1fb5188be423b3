package org.ligature.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A caption and a table under it. */
public final class MarkdownTable {
  private final String caption;
  private final List<String> lines = new ArrayList<>();

  /** A table that has its head only. */
  public MarkdownTable(String caption, String... columns) {
    this.caption = caption;
    row(columns);
    lines.add("|---".repeat(columns.length) + "|");
  }

  /** Adds a row. */
  public MarkdownTable row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
    return this;
  }

  /** Prints what it has. */
  public void print(PrintStream out) {
    out.println(caption);
    out.println();
    lines.forEach(out::println);
    out.println();
  }

  /** A number with so many decimals, whatever the locale. */
  public static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
