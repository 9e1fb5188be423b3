package org.ligature.bench;

import static org.ligature.bench.MarkdownTable.number;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Texts without a break: each must take time in proportion to its length. */
final class WorstTable {
  static final int CHARS = 400_000;

  private WorstTable() {}

  static MarkdownTable measure(Encoders encoders, int rounds) {
    MarkdownTable table =
        new MarkdownTable(
            CHARS + " chars without a break, CPU time", "text", "units", "first ms", "median ms");
    for (Map.Entry<String, String> text : texts().entrySet()) {
      long start = Turns.cpuNanos();
      long units = encoders.units(text.getValue());
      double first = (Turns.cpuNanos() - start) * 1e-6;
      Turns turns = Turns.run(rounds, () -> encoders.units(text.getValue()));
      table.row(
          text.getKey(), Long.toString(units), number(first, 1), number(turns.seconds(0) * 1e3, 1));
    }
    return table;
  }

  private static Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("one letter", repeat("a"));
    texts.put("one word", repeat("nevertheless"));
    texts.put("Latin letters at random", random("abcdefghijklmnopqrstuvwxyz"));
    texts.put("Cyrillic letters at random", random("\u0430\u0431\u0432\u0433\u0434\u0435\u0438"));
    texts.put("upper and lower case at random", random("aAbBcCdDeE"));
    texts.put("letters and apostrophes", repeat("a'"));
    texts.put("letters that no word has", repeat("\u13a3"));
    texts.put("digits", repeat("1234567890"));
    texts.put("spaces", repeat(" "));
    texts.put("marks at random", random(",.!?;:-+*/=()[]{}"));
    texts.put("ideographs", repeat("\u4f60\u597d"));
    texts.put("emoji", repeat("\uD83D\uDE00"));
    texts.put("lone surrogates", repeat("\uDE00\uD83D"));
    return texts;
  }

  private static String repeat(String part) {
    return part.repeat(CHARS / part.length() + 1).substring(0, CHARS);
  }

  private static String random(String alphabet) {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    while (text.length() < CHARS) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
