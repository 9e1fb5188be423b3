package org.ligature.codec;

/**
 * Finds the words of a text and the separators between them. Training, encoding and streaming all
 * cut by this one class, so they cannot disagree.
 *
 * <p>A word is a run of letters, with ' or U+2019 inside where a letter follows, or a run of
 * digits. Everything else is separator. A run longer than {@link #MAX_WORD} chars is cut there, and
 * one separator is at most {@link #MAX_SEPARATOR} chars: so no decision needs more than that many
 * chars, however the text arrives.
 */
final class WordScanner {
  static final int MAX_WORD = 256;
  static final int MAX_SEPARATOR = 16;

  private static final int WORD = Alphabet.LETTER | Alphabet.DIGIT;

  private final int[] traits;
  private final WordShape shape = new WordShape();

  WordScanner(Alphabet alphabet) {
    this.traits = alphabet.traits();
  }

  /** Takes what the scanner finds, in order. */
  interface Sink {
    /**
     * A separator [from, start), perhaps empty, and the word [start, end) behind it.
     *
     * @param shape what is known of the word; it changes with the next one
     */
    void word(char[] text, int from, int start, int end, WordShape shape);

    /**
     * The first {@code MAX_SEPARATOR + 1} chars of a longer separator.
     *
     * @return how many of them are taken, at least 1; the rest comes again
     */
    int longSeparator(char[] text, int from, int to);

    /** The separator at the end of the text, perhaps empty. */
    void end(char[] text, int from, int to);
  }

  /**
   * Scans [from, to) as far as it is decided.
   *
   * @param last whether the text ends at {@code to}; if not, what more text could change is left
   * @return the offset of the first char that is left
   */
  int scan(char[] text, int from, int to, boolean last, Sink sink) {
    int at = from;
    while (true) {
      int limit = Math.min(to, at + MAX_SEPARATOR + 1);
      int start = at;
      while (start < limit && (traits[text[start]] & WORD) == 0) {
        start++;
      }
      if (start - at > MAX_SEPARATOR) {
        at += sink.longSeparator(text, at, start);
        continue;
      }
      if (start == to) {
        if (last) {
          sink.end(text, at, to);
          return to;
        }
        return at;
      }
      int end = wordEnd(text, start, to);
      // An apostrophe needs one char more to be decided.
      if (!last && end + 1 >= to && end - start < MAX_WORD) {
        return at;
      }
      sink.word(text, at, start, end, shape);
      at = end;
    }
  }

  /** Where the word ends that begins at start; its shape is known then. */
  private int wordEnd(char[] text, int start, int to) {
    int[] traits = this.traits;
    int limit = Math.min(to, start + MAX_WORD);
    int first = traits[text[start]];
    int kind = first & WORD;
    int seen = 0;
    int cases = 0;
    long key = 0;
    long head = 0;
    int end = start;
    int stop = Math.min(limit, start + WordShape.HEAD);
    while (true) {
      int t = 0;
      while (end < stop && ((t = traits[text[end]]) & kind) != 0) {
        key = key << Alphabet.CODE_BITS | t & Alphabet.CODE;
        cases += t & Alphabet.CASES;
        seen |= t;
        end++;
      }
      if (end == stop) {
        if (end - start == WordShape.HEAD) {
          head = key;
          key = 0;
        }
        if (end == limit) {
          break;
        }
        stop = end - start < WordShape.MAX ? Math.min(limit, start + WordShape.MAX) : limit;
        continue;
      }
      if ((t & Alphabet.APOSTROPHE) == 0
          || kind != Alphabet.LETTER
          || end + 1 >= limit
          || (traits[text[end + 1]] & Alphabet.LETTER) == 0) {
        break;
      }
      key = key << Alphabet.CODE_BITS | t & Alphabet.CODE;
      seen |= t;
      end++;
    }
    shape.setKey(end - start, head, key, seen);
    shape.setKind(first, cases);
    return end;
  }

  static boolean isApostrophe(char c) {
    return c == '\'' || c == '\u2019';
  }
}
