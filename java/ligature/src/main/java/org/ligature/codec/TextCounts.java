package org.ligature.codec;

import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;

/** How often each word, separator and symbol stands in the training text. */
final class TextCounts implements WordScanner.Sink {
  private static final int JOINER = 0x200D;

  /** Words and numbers as they stand, in whatever case. */
  final Object2LongOpenHashMap<String> words = new Object2LongOpenHashMap<>();

  /** Separators as they stand between two words, the single space and the empty one too. */
  final Object2LongOpenHashMap<String> separators = new Object2LongOpenHashMap<>();

  /** The symbols and runs of one char inside longer separators. */
  final Object2LongOpenHashMap<String> symbols = new Object2LongOpenHashMap<>();

  /** How many times all that comes is counted. */
  private long weight = 1;

  /**
   * Whether a word stands directly before, so that what comes is a separator from its beginning.
   */
  private boolean afterWord;

  /** Sets how many times each word and separator to come is counted, at least 1. */
  void weight(long times) {
    weight = times;
  }

  /** Counts a word that stands alone. */
  void addWord(String word, long count) {
    words.addTo(word, count);
  }

  @Override
  public void word(char[] text, int from, int start, int end, int unit) {
    separator(text, from, start);
    words.addTo(new String(text, start, end - start), weight);
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
      separators.addTo(new String(text, from, to - from), weight);
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
      symbols.addTo(new String(text, from, to - from), weight);
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
