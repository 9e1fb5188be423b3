package org.ligature.bench;

import static org.ligature.bench.MarkdownTable.number;

/** How fast one thread encodes, and how many times as fast as the peer. */
final class SpeedTable {
  private SpeedTable() {}

  static MarkdownTable measure(Encoders encoders, TextSet[] texts, int rounds) {
    MarkdownTable table =
        new MarkdownTable(
            "Encoding on one thread, CPU time; the time of a collector's own threads is on no one's"
                + " account",
            "texts",
            "ligature MB/s",
            "jtokkit o200k MB/s",
            "times as fast");
    for (TextSet set : texts) {
      addRow(table, encoders, set, rounds);
      addRow(table, encoders, set.documents(), rounds);
    }
    return table;
  }

  private static void addRow(MarkdownTable table, Encoders encoders, TextSet set, int rounds) {
    Turns turns = Turns.run(rounds, () -> encoders.units(set), () -> encoders.tokens(set));
    double megabytes = set.bytes() * 1e-6;
    table.row(
        set.name(),
        number(megabytes / turns.seconds(0), 1),
        number(megabytes / turns.seconds(1), 1),
        number(turns.ratio(1, 0), 2));
  }
}
