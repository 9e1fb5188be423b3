package org.ligature.codec;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * Walks over counts in order of their keys: what a table in memory and a run on the disk have in
 * common. A key is a text and its kind; keys go by the chars of the text, then by kind, and none
 * comes twice. The fields tell of the entry that {@link #next} went to.
 */
abstract class CountCursor implements Comparable<CountCursor>, Closeable {
  /** A word or number in lower case, or a word of mixed case as it stands. */
  static final int WORD = 0;

  /** All that stands between two words; the single space, and nothing at all, too. */
  static final int SEPARATOR = 1;

  /** A symbol inside a longer separator, or a run of one char. */
  static final int SYMBOL = 2;

  /** The longest text that is counted, in chars. */
  static final int MAX_TEXT = Lexicon.MAX_TEXT;

  final char[] text = new char[MAX_TEXT];
  int length;
  int kind;
  long count;

  /** Takes the entries of a walk. */
  interface Sink {
    void accept(char[] text, int length, int kind, long count) throws IOException;
  }

  /** Goes to the next entry; false where there is none. */
  abstract boolean next() throws IOException;

  @Override
  public final int compareTo(CountCursor other) {
    int order = Arrays.compare(text, 0, length, other.text, 0, other.length);
    return order != 0 ? order : kind - other.kind;
  }

  @Override
  public abstract void close() throws IOException;

  /** The sum of two counts, or the largest count where that is too small for it. */
  static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
