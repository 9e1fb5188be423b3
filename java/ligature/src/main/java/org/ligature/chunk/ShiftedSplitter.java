package org.ligature.chunk;

import org.ligature.codec.Glyphs;

/** Chunks of one size behind a first one of another, beginning anew in each sentence. */
final class ShiftedSplitter extends SentenceWalk {
  private final int size;

  /** The first chunk's units, 1 to size - 1; 0 where it has them from the sentence's length. */
  private final int first;

  private ShiftedSplitter(int size, int first) {
    this.size = size;
    this.first = first;
  }

  /** A first chunk of so many units. */
  static ShiftedSplitter by(int first, int size) {
    return new ShiftedSplitter(size, first);
  }

  /** The first chunk is the short one. */
  static ShiftedSplitter fromEnd(int size) {
    PatternSplitter.checkSizes(new int[] {size});
    return new ShiftedSplitter(size, 0);
  }

  /** All m(m + 1)/2 of a size up to m and a shift below it. */
  static ChunkSplitter[] covering(int m) {
    if (m < 1 || m > MAX_COVERED) {
      throw new IllegalArgumentException(
          "covered length is " + m + ", not in [1, " + MAX_COVERED + "]");
    }
    ChunkSplitter[] views = new ChunkSplitter[m * (m + 1) / 2];
    int n = 0;
    for (int size = 1; size <= m; size++) {
      views[n++] = new PatternSplitter(size);
      for (int first = 1; first < size; first++) {
        views[n++] = by(first, size);
      }
    }
    return views;
  }

  /** Half a million views are more than any batch will hold. */
  private static final int MAX_COVERED = 1000;

  @Override
  Sizes sizes(Glyphs text) {
    return (start, index, end) -> {
      if (index > 0) {
        return size;
      }
      return first > 0 ? first : (end - start - 1) % size + 1;
    };
  }

  @Override
  public Dependence dependence() {
    return first > 0 ? Dependence.NONE : Dependence.LOOKAHEAD;
  }

  @Override
  public String toString() {
    return first > 0 ? "shifted:" + first + "+" + size : "fixed-from-end:" + size;
  }
}
