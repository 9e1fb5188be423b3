package org.ligature.chunk;

import java.util.Arrays;

/** Reads the names that splitters have on a command line. */
final class SplitterNames {
  private static final String FORMS =
      "fixed:2, fixed-from-end:2, shifted:1+2, pattern:4+2, choice:4+2|3+3, sampled:4, sampled:2-4,"
          + " sampled:8~2.5, sampled:[1,0,2], cuttings:4; behind the last three kinds @7 is a seed"
          + " and #3 a draw";

  private final String name;

  /** Where what stands before the seed and the draw ends. */
  private final int end;

  private SplitterNames(String name) {
    this.name = name;
    int at = name.indexOf('@');
    int hash = name.indexOf('#');
    int draw = hash < 0 ? name.length() : hash;
    this.end = at < 0 || at > draw ? draw : at;
  }

  static ChunkSplitter parse(String name) {
    int colon = name.indexOf(':');
    String kind = colon < 0 ? "" : name.substring(0, colon);
    if (colon + 1 == name.length() && colon >= 0) {
      throw new IllegalArgumentException("\"" + name + "\" ends where a size is expected");
    }
    SplitterNames names = new SplitterNames(name);
    int from = colon + 1;
    return switch (kind) {
      case "fixed" -> ChunkSplitter.fixed(names.size(from, name.length()));
      case "fixed-from-end" -> ChunkSplitter.fixedFromEnd(names.size(from, name.length()));
      case "pattern" -> ChunkSplitter.pattern(SizesText.parse(name, from));
      case "shifted" -> names.shifted(SizesText.parse(name, from));
      case "choice" -> ChunkSplitter.choice(names.seed(), names.draw(), names.patterns(from));
      case "sampled" -> ChunkSplitter.sampledSizes(names.weights(from), names.seed(), names.draw());
      case "cuttings" ->
          ChunkSplitter.sampledCuttings(names.weights(from), names.seed(), names.draw());
      default ->
          throw new IllegalArgumentException("\"" + name + "\" is no splitter; write " + FORMS);
    };
  }

  /** How a seed and a draw are written: as little as says them. */
  static String draw(long seed, long draw) {
    if (draw != 0) {
      return "@" + seed + "#" + draw;
    }
    return seed == 0 ? "" : "@" + seed;
  }

  private ChunkSplitter shifted(int[] sizes) {
    if (sizes.length != 2 || sizes[0] >= sizes[1]) {
      throw error("a first size and a larger one are expected, such as 1+2");
    }
    return ShiftedSplitter.by(sizes[0], sizes[1]);
  }

  private int[][] patterns(int from) {
    return Arrays.stream(name.substring(from, end).split("\\|", -1))
        .map(pattern -> SizesText.parse(pattern, 0))
        .toArray(int[][]::new);
  }

  private SizeWeights weights(int from) {
    if (name.charAt(from) == '[') {
      if (name.charAt(end - 1) != ']') {
        throw error("']' is expected behind the weights");
      }
      String[] listed = name.substring(from + 1, end - 1).split(",", -1);
      return SizeWeights.of(Arrays.stream(listed).mapToDouble(this::real).toArray());
    }
    int tilde = name.indexOf('~', from);
    int sizesEnd = tilde < 0 || tilde > end ? end : tilde;
    int dash = name.indexOf('-', from + 1);
    boolean range = dash >= 0 && dash < sizesEnd;
    int min = range ? size(from, dash) : 1;
    int max = size(range ? dash + 1 : from, sizesEnd);
    return sizesEnd == end
        ? SizeWeights.uniform(min, max)
        : SizeWeights.mean(min, max, real(name.substring(tilde + 1, end)));
  }

  private long seed() {
    int hash = name.indexOf('#');
    return name.indexOf('@') == end && end < name.length()
        ? number("seed", end + 1, hash < 0 ? name.length() : hash)
        : 0;
  }

  private long draw() {
    int hash = name.indexOf('#');
    return hash < 0 ? 0 : number("draw", hash + 1, name.length());
  }

  private int size(int from, int to) {
    long size = number("size", from, to);
    if (size < 1 || size > Integer.MAX_VALUE) {
      throw error("size " + size + " is not in [1, " + Integer.MAX_VALUE + "]");
    }
    return (int) size;
  }

  private long number(String what, int from, int to) {
    String digits = from <= to ? name.substring(from, to) : "";
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw error(what + " \"" + digits + "\" is not a whole number of 64 bits");
    }
  }

  private double real(String digits) {
    try {
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw error("\"" + digits + "\" is not a number");
    }
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException("\"" + name + "\": " + what);
  }
}
