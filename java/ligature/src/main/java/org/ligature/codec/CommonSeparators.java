package org.ligature.codec;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The separators of prose, markup and code that are made of ASCII punctuation: what stands between
 * words there is endless, and books, which most lexicons learn from, have little of it.
 */
final class CommonSeparators {
  private static final int LONGEST_RUN = 16;
  private static final int LONGEST_REPEAT = 4;

  private CommonSeparators() {}

  /**
   * Each mark, two marks, and a mark repeated up to four times; each alone, with a space on one
   * side or both, and before a line break; runs of spaces and tabs, at the beginning of a line too.
   */
  static Set<String> listed() {
    Set<String> listed = new LinkedHashSet<>();
    String marks = marks();
    for (String mark : marks.split("")) {
      addAround(listed, mark);
      addRepeated(listed, mark);
      listed.add("\n" + mark);
      listed.add("\n\n" + mark);
      listed.add("\n" + mark + " ");
    }
    for (String first : marks.split("")) {
      for (String second : marks.split("")) {
        addAround(listed, first + second);
      }
    }
    for (int n = 1; n <= LONGEST_RUN; n++) {
      listed.add(" ".repeat(n));
      listed.add("\n" + " ".repeat(n - 1));
      listed.add("\t".repeat(n));
      listed.add("\n" + "\t".repeat(n - 1));
    }
    return listed;
  }

  /** What ASCII has beside letters, digits, controls and the space. */
  static String marks() {
    StringBuilder marks = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')) {
        marks.append(c);
      }
    }
    return marks.toString();
  }

  private static void addAround(Set<String> listed, String text) {
    listed.add(text);
    listed.add(" " + text);
    listed.add(text + " ");
    listed.add(" " + text + " ");
    listed.add(text + "\n");
    listed.add(text + "\n\n");
  }

  private static void addRepeated(Set<String> listed, String mark) {
    for (int n = 3; n <= LONGEST_REPEAT; n++) {
      addAround(listed, mark.repeat(n));
    }
  }
}
