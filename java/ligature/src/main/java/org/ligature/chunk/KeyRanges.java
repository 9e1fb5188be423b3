package org.ligature.chunk;

import java.util.Arrays;

/**
 * A set of chunks as half-open ranges, ascending, disjoint and not touching: one set has one form.
 * Mutable: one thread. Results overwrite the set they are asked of.
 */
final class KeyRanges {
  private int[] bounds = new int[8]; // from, to, from, to ...
  private int length;

  void clear() {
    length = 0;
  }

  /** Number of ranges. */
  int size() {
    return length >> 1;
  }

  int from(int i) {
    return bounds[2 * i];
  }

  int to(int i) {
    return bounds[2 * i + 1];
  }

  /** Whether the other holds the same chunks. */
  boolean isSame(KeyRanges other) {
    return Arrays.equals(bounds, 0, length, other.bounds, 0, other.length);
  }

  /** Adds [from, to), which begins no earlier than any range before it. */
  void add(int from, int to) {
    if (from >= to) {
      return;
    }
    if (length > 0 && from <= bounds[length - 1]) {
      bounds[length - 1] = Math.max(bounds[length - 1], to);
      return;
    }
    if (length == bounds.length) {
      bounds = Arrays.copyOf(bounds, Growth.next(length, length + 2L));
    }
    bounds[length++] = from;
    bounds[length++] = to;
  }

  /** The first range from i on that ends behind {@code chunk}, in steps that double. */
  private int seek(int i, int chunk) {
    int step = 1;
    while (i + step <= size() && to(i + step - 1) <= chunk) {
      i += step;
      step *= 2;
    }
    int end = Math.min(i + step - 1, size());
    while (i < end) {
      int middle = (i + end) >>> 1;
      if (to(middle) <= chunk) {
        i = middle + 1;
      } else {
        end = middle;
      }
    }
    return i;
  }

  /** This becomes what is in both. A small set is not slowed down by a large one. */
  void intersect(KeyRanges a, KeyRanges b) {
    clear();
    for (int i = 0, j = 0; i < a.size() && j < b.size(); ) {
      if (a.to(i) <= b.from(j)) {
        i = a.seek(i + 1, b.from(j));
      } else if (b.to(j) <= a.from(i)) {
        j = b.seek(j + 1, a.from(i));
      } else {
        add(Math.max(a.from(i), b.from(j)), Math.min(a.to(i), b.to(j)));
        if (a.to(i) < b.to(j)) {
          i++;
        } else {
          j++;
        }
      }
    }
  }

  /** This becomes what is in either. */
  void unite(KeyRanges a, KeyRanges b) {
    clear();
    for (int i = 0, j = 0; i < a.size() || j < b.size(); ) {
      if (j == b.size() || (i < a.size() && a.from(i) <= b.from(j))) {
        add(a.from(i), a.to(i));
        i++;
      } else {
        add(b.from(j), b.to(j));
        j++;
      }
    }
  }

  /** This becomes what is in {@code a} and not in {@code b}. */
  void subtract(KeyRanges a, KeyRanges b) {
    clear();
    int j = 0;
    for (int i = 0; i < a.size(); i++) {
      int from = a.from(i);
      j = b.seek(j, from);
      while (j < b.size() && b.from(j) < a.to(i)) {
        add(from, b.from(j));
        from = Math.max(from, b.to(j));
        if (b.to(j) > a.to(i)) {
          break; // it may reach into the next range as well
        }
        j++;
      }
      add(from, a.to(i));
    }
  }
}
