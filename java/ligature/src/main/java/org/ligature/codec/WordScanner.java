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

  private final Alphabet alphabet;
  private final CodedText coded = new CodedText();
  private final KeyTable words;
  private final WordBatch batch = new WordBatch();

  private WordScanner(Alphabet alphabet, KeyTable words) {
    this.alphabet = alphabet;
    this.words = words;
  }

  /** A scanner that knows no words. */
  static WordScanner of(LetterTable letters) {
    return new WordScanner(Alphabet.uncoded(letters), new KeyTable(0));
  }

  /** A scanner that knows the words of a lexicon. */
  static WordScanner of(Lexicon lexicon) {
    WordTables tables = lexicon.wordTables();
    return new WordScanner(tables.alphabet(), tables.words().keyed());
  }

  /** Takes what the scanner finds, in order. */
  interface Sink {
    /**
     * A separator [from, start), perhaps empty, and the word [start, end) behind it.
     *
     * @param unit glyph and letter case of the word where the scanner could find it, else -1
     */
    void word(char[] text, int from, int start, int end, int unit);

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
   * Scans the first chars of an array, as far as they are decided.
   *
   * @param last whether the text ends there; if not, what more text could change is left
   * @return the offset of the first char that is left
   */
  int scan(char[] text, int length, boolean last, Sink sink) {
    coded.read(alphabet, text, length);
    int at = 0;
    while (true) {
      int start = wordStart(at);
      if (start - at > MAX_SEPARATOR) {
        batch.flush(words, text, sink);
        at += sink.longSeparator(text, at, at + MAX_SEPARATOR + 1);
        continue;
      }
      if (start >= length) {
        batch.flush(words, text, sink);
        if (last) {
          sink.end(text, at, length);
          return length;
        }
        return at;
      }
      int end = wordEnd(start);
      // An apostrophe needs one char more to be decided.
      if (!last && end + 1 >= length && end - start < MAX_WORD) {
        batch.flush(words, text, sink);
        return at;
      }
      batch.add(coded, at, start, end);
      if (batch.isFull()) {
        batch.flush(words, text, sink);
      }
      at = end;
    }
  }

  /**
   * Where the next word begins: the first letter or digit, or the end of the text, or somewhere
   * behind a separator that is too long.
   */
  private int wordStart(int at) {
    int n = Math.min(coded.othersAt(at), coded.length() - at);
    if (n <= CodedText.EIGHT && coded.codes(at, n) == 0) {
      return at + n; // neither digit nor apostrophe among them
    }
    int start = at;
    while (start < at + n && !Alphabet.isDigit(coded.code(start))) {
      start++;
    }
    return start;
  }

  private int wordEnd(int start) {
    int limit = Math.min(coded.length(), start + MAX_WORD);
    int end = start;
    if (Alphabet.isDigit(coded.code(start))) {
      while (end < limit && Alphabet.isDigit(coded.code(end))) {
        end++;
      }
      return end;
    }
    while (true) {
      int n = coded.lettersAt(end);
      end += n;
      if (end >= limit) {
        return limit;
      }
      if (n == 64) {
        continue;
      }
      if (end + 1 == limit
          || !Alphabet.isApostrophe(coded.code(end))
          || !Alphabet.isLetter(coded.code(end + 1))) {
        return end;
      }
      end++;
    }
  }

  static boolean isApostrophe(char c) {
    return c == '\'' || c == '\u2019';
  }
}
