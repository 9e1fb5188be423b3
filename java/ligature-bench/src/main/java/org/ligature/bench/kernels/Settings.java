package org.ligature.bench.kernels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a case is: values by name, written "op=attn n=2048 mask=causal". Immutable.
 *
 * @param values in the order in which they were written
 */
public record Settings(Map<String, String> values) {
  /** Copies the values. */
  public Settings {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException where a word has no "="
   */
  public static Settings parse(String line) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : line.trim().split("\\s+")) {
      int at = word.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("not name=value: '" + word + "' in '" + line + "'");
      }
      values.put(word.substring(0, at), word.substring(at + 1));
    }
    return new Settings(values);
  }

  /** The value of this name, or another where there is none. */
  public String word(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * The same as a whole number.
   *
   * @throws NumberFormatException where it is none
   */
  public int number(String name, int otherwise) {
    return Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
  }

  /** The same settings with one more, or another. */
  Settings with(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value.toString());
    return new Settings(more);
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    values.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
    return line.substring(Math.min(1, line.length()));
  }
}
