package org.ligature.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * An encoded text: its units in order (see {@link Unit}) and where its sentences end.
 *
 * <p>A value: immutable, equal by content, safe to share between threads. Sentence ends are unit
 * offsets, ascending and above 0; the last is always the length, so a text of n &gt; 0 units has at
 * least one sentence and an empty text has none.
 */
public final class Glyphs {
  private static final Glyphs EMPTY = new Glyphs(new int[0], new int[0]);

  private final int[] units;
  private final int[] sentenceEnds;

  private Glyphs(int[] units, int[] sentenceEnds) {
    this.units = units;
    this.sentenceEnds = sentenceEnds;
  }

  /** The text of no units. */
  public static Glyphs empty() {
    return EMPTY;
  }

  /** A text of one sentence; the array is copied. */
  public static Glyphs of(int... units) {
    return of(units, units.length == 0 ? new int[0] : new int[] {units.length});
  }

  /**
   * A text from its parts; the arrays are copied.
   *
   * @param units units, each 24 bits wide with a letter case of at most 2
   * @param sentenceEnds unit offsets, strictly ascending, above 0; the last is the number of units
   * @throws IllegalArgumentException where a unit or a sentence end is out of range, with its index
   */
  public static Glyphs of(int[] units, int[] sentenceEnds) {
    int[] u = units.clone();
    int[] ends = sentenceEnds.clone();
    for (int i = 0; i < u.length; i++) {
      if (u[i] >>> Unit.BITS != 0 || Unit.letterCase(u[i]) == 3) {
        throw new IllegalArgumentException("unit " + i + " is not a unit: " + u[i]);
      }
    }
    int last = 0;
    for (int i = 0; i < ends.length; i++) {
      if (ends[i] <= last || ends[i] > u.length) {
        throw new IllegalArgumentException(
            "sentence end " + i + " is " + ends[i] + ", not in (" + last + ", " + u.length + "]");
      }
      last = ends[i];
    }
    if (last != u.length) {
      throw new IllegalArgumentException(
          "the last sentence ends at " + last + ", not at the end, " + u.length);
    }
    return new Glyphs(u, ends);
  }

  /** Wraps arrays that the caller gives up and vouches for. */
  static Glyphs trusted(int[] units, int[] sentenceEnds) {
    return new Glyphs(units, sentenceEnds);
  }

  /** Number of units. */
  public int length() {
    return units.length;
  }

  /**
   * Unit {@code i}.
   *
   * @throws IndexOutOfBoundsException where {@code i} is not in [0, length)
   */
  public int unit(int i) {
    return units[Objects.checkIndex(i, units.length)];
  }

  /** A copy of the units. */
  public int[] toArray() {
    return units.clone();
  }

  /** Copies units [from, to) to {@code target}, starting at {@code at}. */
  public void copyTo(int[] target, int at, int from, int to) {
    Objects.checkFromToIndex(from, to, units.length);
    Objects.checkFromIndexSize(at, to - from, target.length);
    System.arraycopy(units, from, target, at, to - from);
  }

  /** Number of sentences. */
  public int numSentences() {
    return sentenceEnds.length;
  }

  /** The unit offset at which sentence {@code i} begins. */
  public int sentenceStart(int i) {
    Objects.checkIndex(i, sentenceEnds.length);
    return i == 0 ? 0 : sentenceEnds[i - 1];
  }

  /** The unit offset at which sentence {@code i} ends; the unit there belongs to the next one. */
  public int sentenceEnd(int i) {
    return sentenceEnds[Objects.checkIndex(i, sentenceEnds.length)];
  }

  /**
   * Units [from, to) as a text of its own. Sentence ends inside stay; the slice ends its last
   * sentence.
   *
   * @throws IndexOutOfBoundsException where the range is not within [0, length]
   */
  public Glyphs slice(int from, int to) {
    Objects.checkFromToIndex(from, to, units.length);
    if (from == to) {
      return EMPTY;
    }
    int[] ends =
        Arrays.stream(sentenceEnds).filter(e -> e > from && e < to).map(e -> e - from).toArray();
    ends = Arrays.copyOf(ends, ends.length + 1);
    ends[ends.length - 1] = to - from;
    return new Glyphs(Arrays.copyOfRange(units, from, to), ends);
  }

  /** The same units as one sentence. */
  public Glyphs asOneSentence() {
    return units.length == 0 ? EMPTY : new Glyphs(units, new int[] {units.length});
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glyphs g
        && Arrays.equals(units, g.units)
        && Arrays.equals(sentenceEnds, g.sentenceEnds);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(units) + Arrays.hashCode(sentenceEnds);
  }

  @Override
  public String toString() {
    return "Glyphs[" + units.length + " units, " + sentenceEnds.length + " sentences]";
  }
}
