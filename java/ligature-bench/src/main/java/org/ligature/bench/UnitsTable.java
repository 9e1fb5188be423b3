package org.ligature.bench;

import static org.ligature.bench.MarkdownTable.number;

import org.ligature.codec.Profile;

/** Units and tokens a word. */
final class UnitsTable {
  private UnitsTable() {}

  static MarkdownTable measure(Encoders encoders, TextSet[] texts) {
    MarkdownTable table =
        new MarkdownTable(
            "Units a word, separators too", "texts", "words", "ATTRIBUTE", "FLAT", "o200k");
    for (TextSet set : texts) {
      double words = encoders.words(set);
      table.row(
          set.name(),
          number(words, 0),
          number(encoders.count(set, Profile.ATTRIBUTE) / words, 3),
          number(encoders.count(set, Profile.FLAT) / words, 3),
          number(encoders.tokens(set) / words, 3));
    }
    return table;
  }
}
