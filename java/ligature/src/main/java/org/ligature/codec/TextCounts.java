package org.ligature.codec;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Counts the words, separators and symbols of a training text, see {@link CountCursor} for what is
 * a key. What its share of memory does not hold goes to files. One thread.
 */
final class TextCounts implements WordScanner.Sink {
  private static final int JOINER = 0x200D;

  private final LetterTable letters;
  private final CountTable table;
  private final CountRuns runs;
  private final TextFeed feed;
  private final char[] lower = new char[CountCursor.MAX_TEXT];

  /** How many times all that comes is counted. */
  private long weight = 1;

  /**
   * Whether a word stands directly before, so that what comes is a separator from its beginning.
   */
  private boolean afterWord;

  /**
   * Counts of nothing.
   *
   * @param bytes the memory that they may take
   */
  TextCounts(LetterTable letters, long bytes, CountRuns runs) {
    this.letters = letters;
    this.table = new CountTable(bytes);
    this.runs = runs;
    this.feed = new TextFeed(WordScanner.of(letters), this);
  }

  /** Takes chars [from, to) as the next part of a text. */
  void accept(CharSequence part, int from, int to) {
    feed.accept(part, from, to);
  }

  /** Ends the text; the next part begins a new one. */
  void finish() {
    feed.finish();
  }

  /** What is counted here and not in a file. */
  CountTable table() {
    return table;
  }

  /** Sets how many times each word and separator to come is counted, at least 1. */
  void weight(long times) {
    weight = times;
  }

  /** Counts a word that stands alone. */
  void addWord(String word, long count) {
    countWord(word.toCharArray(), 0, word.length(), count);
  }

  /** A word in lower case; one of mixed case as it stands, and its parts in lower case too. */
  private void countWord(char[] text, int from, int to, long times) {
    if (WordCase.of(letters, text, from, to) != WordCase.MIXED) {
      countLower(text, from, to, times);
      return;
    }
    if (to - from <= CountCursor.MAX_TEXT) {
      count(CountCursor.WORD, text, from, to, times);
    }
    int part = from;
    while (part < to) {
      int end = WordCase.change(letters, text, part, to);
      countLower(text, part, WordCase.partEnd(text, end, to), times);
      part = end;
    }
  }

  private void countLower(char[] text, int from, int to, long times) {
    if (to - from <= CountCursor.MAX_TEXT) {
      for (int i = from; i < to; i++) {
        lower[i - from] = letters.lower(text[i]);
      }
      count(CountCursor.WORD, lower, 0, to - from, times);
    }
  }

  private void count(int kind, char[] text, int from, int to, long times) {
    if (table.isFull()) {
      try {
        runs.add(table);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    table.add(kind, text, from, to, times);
  }

  @Override
  public void word(char[] text, int from, int start, int end, int unit) {
    separator(text, from, start);
    countWord(text, start, end, weight);
    afterWord = true;
  }

  @Override
  public int longSeparator(char[] text, int from, int to) {
    afterWord = false;
    int run = from + 1;
    while (run < from + WordScanner.MAX_SEPARATOR && text[run] == text[from]) {
      run++;
    }
    int end =
        run > from + 1 && !Character.isSurrogate(text[from]) ? run : symbolEnd(text, from, to);
    add(text, from, end);
    return end - from;
  }

  @Override
  public void end(char[] text, int from, int to) {
    if (to > from) {
      separator(text, from, to);
    }
    afterWord = false;
  }

  private void separator(char[] text, int from, int to) {
    if (afterWord) {
      count(CountCursor.SEPARATOR, text, from, to, weight);
    }
    if (to - from == 1 && afterWord) {
      return;
    }
    int at = from;
    while (at < to) {
      int end = symbolEnd(text, at, to);
      add(text, at, end);
      at = end;
    }
  }

  private void add(char[] text, int from, int to) {
    // A lone surrogate is no symbol, and no text of a glyph may hold one.
    if (to - from > 1 || !Character.isSurrogate(text[from])) {
      count(CountCursor.SYMBOL, text, from, to, weight);
    }
  }

  /**
   * The end of the symbol at from: a code point with the modifiers behind it, a pair of regional
   * indicators (a flag), or several of them with zero-width joiners between.
   */
  private static int symbolEnd(char[] text, int from, int to) {
    int c = Character.codePointAt(text, from, to);
    int at = from + Character.charCount(c);
    if (isRegional(c) && at < to && isRegional(Character.codePointAt(text, at, to))) {
      at += 2;
    }
    while (at < to) {
      int next = Character.codePointAt(text, at, to);
      int behind = at + Character.charCount(next);
      if (Symbols.isModifier(next)) {
        at = behind;
      } else if (next == JOINER && behind < to && isEmoji(text, behind, to)) {
        at = behind + Character.charCount(Character.codePointAt(text, behind, to));
      } else {
        break;
      }
    }
    return at;
  }

  private static boolean isEmoji(char[] text, int at, int to) {
    return Symbols.isEmoji(Character.codePointAt(text, at, to));
  }

  private static boolean isRegional(int c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
  }
}
