package org.ligature.codec;

/**
 * Words that were scanned, to be found together. The table is larger than the caches near the
 * processor: one search waits for memory, a row of them with nothing between waits for many lines
 * at once.
 */
final class WordBatch {
  private static final int SIZE = 64;

  /** The code of no key: it stands for a word that cannot be found by one. */
  private static final long NO_KEY = Alphabet.UNCODED;

  private static final long UPPER_OF_EIGHT = 0x8080808080808080L;

  private final int[] froms = new int[SIZE];
  private final int[] starts = new int[SIZE];
  private final int[] ends = new int[SIZE];
  private final long[] heads = new long[SIZE];
  private final long[] tails = new long[SIZE];

  /** The letter case of each word, where it stands in a unit; its unit, after the search. */
  private final int[] units = new int[SIZE];

  private int size;

  boolean isFull() {
    return size == SIZE;
  }

  /** Adds the word [start, end) behind the separator that begins at {@code from}. */
  void add(CodedText text, int from, int start, int end) {
    int i = size++;
    froms[i] = from;
    starts[i] = start;
    ends[i] = end;
    int n = end - start;
    if (n > KeyTable.MAX) {
      heads[i] = NO_KEY;
      tails[i] = 0;
      return;
    }
    long head = text.codes(start, Math.min(n, KeyTable.HEAD));
    long tail = text.codes(start + KeyTable.HEAD, Math.max(n - KeyTable.HEAD, 0));
    // A capital elsewhere than in front is rare: such a word is looked at char by char.
    boolean plain = (head & UPPER_OF_EIGHT & ~Alphabet.UPPER | tail & UPPER_OF_EIGHT) == 0;
    heads[i] = plain ? squeeze(head) : NO_KEY;
    tails[i] = squeeze(tail);
    units[i] = Unit.CAPITALISED * (int) (head & Alphabet.UPPER) >> 7 << Unit.GLYPH_BITS;
  }

  /** The lower seven bits of eight bytes, side by side: in pairs, in fours, in all. */
  private static long squeeze(long bytes) {
    long pairs = bytes & 0x007F007F007F007FL | (bytes & 0x7F007F007F007F00L) >>> 1;
    long fours = pairs & 0x00003FFF00003FFFL | (pairs & 0x3FFF00003FFF0000L) >>> 2;
    return fours & 0x000000000FFFFFFFL | (fours & 0x0FFFFFFF00000000L) >>> 4;
  }

  /** Gives all words to the sink, with their units where the table has them. */
  void flush(KeyTable table, char[] text, WordScanner.Sink sink) {
    int n = size;
    for (int i = 0; i < n; i++) {
      units[i] |= table.find(heads[i], tails[i]);
    }
    for (int i = 0; i < n; i++) {
      sink.word(text, froms[i], starts[i], ends[i], units[i]);
    }
    size = 0;
  }
}
