package org.ligature.chunk;

import java.util.Arrays;

/** Reads sizes written as "4+2", and says at which character a text is something else. */
final class SizesText {
  private SizesText() {}

  /** The sizes that {@code text} holds from character {@code from} on; none where it ends there. */
  static int[] parse(String text, int from) {
    int[] sizes = new int[4];
    int n = 0;
    long sum = 0;
    int at = from;
    while (at < text.length()) {
      if (n > 0) {
        if (text.charAt(at) != '+') {
          throw error(text, at, "a digit or '+' is expected");
        }
        at++;
      }
      int first = at;
      long size = 0;
      while (at < text.length() && isDigit(text.charAt(at))) {
        if (at == first && text.charAt(at) == '0') {
          throw error(text, at, "a size begins with 1 to 9");
        }
        size = 10 * size + (text.charAt(at) - '0');
        if (sum + size > Integer.MAX_VALUE) {
          throw error(text, first, "the sizes add up past " + Integer.MAX_VALUE);
        }
        at++;
      }
      if (at == first) {
        throw error(text, at, "a size is expected");
      }
      sum += size;
      sizes = n == sizes.length ? Arrays.copyOf(sizes, 2 * n) : sizes;
      sizes[n++] = (int) size;
    }
    return Arrays.copyOf(sizes, n);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static IllegalArgumentException error(String text, int at, String what) {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new IllegalArgumentException(
        "\"" + text + "\", character " + at + " (" + found + "): " + what);
  }
}
