package org.ligature.codec;

/**
 * Finds where a text may be cut so that at most so many units are left: between two words, and
 * where a text may end. What a word is says the {@link WordScanner}, over the decoded text, for
 * units alone do not tell a letter that is written in bytes from a symbol that is.
 */
final class Truncation implements WordScanner.Sink {
  /**
   * Of the text behind a cut, an apostrophe and the letter behind it tell whether a word goes on.
   */
  private static final int LOOK_AHEAD = 2;

  private final Lexicon lexicon;
  private final Glyphs units;

  /** For each number of units the length of the text they are, or -1 where it may not end there. */
  private final int[] lengths;

  /** The numbers of units below this one are decided, and the largest of them that may be kept. */
  private int next;

  private int kept;

  /** Keeps at most {@code maxUnits} of the units, which are more. */
  Truncation(Lexicon lexicon, Glyphs units, int maxUnits) {
    this.lexicon = lexicon;
    this.units = units;
    this.lengths = new int[maxUnits + 1];
  }

  /** How many units to keep. */
  int find() {
    StringBuilder text = new StringBuilder();
    UnitReader reader = new UnitReader(lexicon, text);
    int last = lengths.length - 1;
    for (int i = 0; i < last; i++) {
      lengths[i] = reader.isComplete() ? text.length() : -1;
      reader.read(units.unit(i));
    }
    lengths[last] = reader.isComplete() ? text.length() : -1;
    int enough = text.length() + LOOK_AHEAD;
    for (int i = last; i < units.length() && text.length() < enough; i++) {
      reader.read(units.unit(i));
    }
    char[] chars = text.toString().toCharArray();
    WordScanner.of(lexicon).scan(chars, chars.length, true, this);
    return kept;
  }

  @Override
  public void word(char[] text, int from, int start, int end, int unit) {
    keepUpTo(start);
    while (next < lengths.length && lengths[next] < end) {
      next++;
    }
  }

  @Override
  public int longSeparator(char[] text, int from, int to) {
    return to - from;
  }

  @Override
  public void end(char[] text, int from, int to) {
    keepUpTo(to);
  }

  private void keepUpTo(int offset) {
    while (next < lengths.length && lengths[next] <= offset) {
      kept = lengths[next] < 0 ? kept : next;
      next++;
    }
  }
}
