package org.ligature.chunk;

/** Reads the names that splitters have on a command line. */
final class SplitterNames {
  private static final String FORMS =
      "fixed:2, pattern:4+2, sampled:4, sampled:4@7 or sampled:4@7#3";

  private SplitterNames() {}

  static ChunkSplitter parse(String name) {
    int colon = name.indexOf(':');
    String kind = colon < 0 ? name : name.substring(0, colon);
    if (colon < 0 || !(kind.equals("fixed") || kind.equals("pattern") || kind.equals("sampled"))) {
      throw new IllegalArgumentException("\"" + name + "\" is no splitter; write " + FORMS);
    }
    if (colon + 1 == name.length()) {
      throw new IllegalArgumentException("\"" + name + "\" ends where a size is expected");
    }
    if (kind.equals("pattern")) {
      return ChunkSplitter.pattern(SizesText.parse(name, colon + 1));
    }
    if (kind.equals("fixed")) {
      return ChunkSplitter.fixed(size(name, colon + 1, name.length()));
    }
    int at = name.indexOf('@');
    int hash = name.indexOf('#');
    int seedEnd = hash < 0 ? name.length() : hash;
    int maxSize = size(name, colon + 1, at < 0 ? seedEnd : at);
    long seed = at < 0 ? 0 : number(name, "seed", at + 1, seedEnd);
    long draw = hash < 0 ? 0 : number(name, "draw", hash + 1, name.length());
    return ChunkSplitter.sampled(maxSize, seed, draw);
  }

  private static int size(String name, int from, int to) {
    long size = number(name, "size", from, to);
    if (size < 1 || size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "\"" + name + "\": size " + size + " is not in [1, " + Integer.MAX_VALUE + "]");
    }
    return (int) size;
  }

  private static long number(String name, String what, int from, int to) {
    String digits = from <= to ? name.substring(from, to) : "";
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "\"" + name + "\": " + what + " \"" + digits + "\" is not a whole number of 64 bits", e);
    }
  }
}
