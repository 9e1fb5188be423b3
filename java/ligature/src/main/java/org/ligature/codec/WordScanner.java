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

  private final LetterTable letters;

  WordScanner(LetterTable letters) {
    this.letters = letters;
  }

  /** Takes what the scanner finds, in order. */
  interface Sink {
    /** A separator [from, start), perhaps empty, and the word [start, end) behind it. */
    void word(char[] text, int from, int start, int end);

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
      while (start < limit && letters.kind(text[start]) == LetterTable.OTHER) {
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
      sink.word(text, at, start, end);
      at = end;
    }
  }

  private int wordEnd(char[] text, int start, int to) {
    int limit = Math.min(to, start + MAX_WORD);
    int end = start;
    if (letters.kind(text[start]) == LetterTable.DIGIT) {
      while (end < limit && letters.kind(text[end]) == LetterTable.DIGIT) {
        end++;
      }
      return end;
    }
    while (true) {
      while (end < limit && letters.isLetter(text[end])) {
        end++;
      }
      if (end + 1 >= limit || !isApostrophe(text[end]) || !letters.isLetter(text[end + 1])) {
        return end;
      }
      end++;
    }
  }

  static boolean isApostrophe(char c) {
    return c == '\'' || c == '\u2019';
  }
}
