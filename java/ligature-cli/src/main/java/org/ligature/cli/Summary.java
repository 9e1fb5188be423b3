package org.ligature.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.ligature.codec.GlyphCodec;

/**
 * What a command has to say at its end: the same figures as a table for people and, raw, as one
 * JSON object for programs.
 */
final class Summary {
  private final Table table = new Table();
  private final Map<String, Object> json = new LinkedHashMap<>();

  Summary count(String key, String label, long value) {
    return add(key, label, value, grouped(value));
  }

  Summary number(String key, String label, double value, String format) {
    return add(key, label, value, String.format(Locale.ROOT, format, value));
  }

  Summary words(String key, String label, String value) {
    return add(key, label, value, value);
  }

  /** The identity of a lexicon; 12 of its digits tell a person enough. */
  Summary codec(GlyphCodec codec) {
    return add("codec", "codec", codec.identity(), codec.identity().substring(0, 12));
  }

  private Summary add(String key, String label, Object raw, String shown) {
    json.put(key, raw);
    table.row(label, shown);
    return this;
  }

  /** The raw figures by key, in order. */
  Map<String, Object> raw() {
    return json;
  }

  void print(PrintStream out, boolean asJson) {
    if (asJson) {
      out.println(Json.text(json));
    } else {
      table.print(out);
    }
  }

  /** A whole number with commas between groups of three digits. */
  static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
