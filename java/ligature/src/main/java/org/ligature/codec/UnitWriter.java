package org.ligature.codec;

import java.util.Arrays;

/**
 * Turns what a {@link WordScanner} finds into units: the rules of encoding, as {@link GlyphCodec}
 * states them. One text at a time, one thread.
 */
final class UnitWriter implements WordScanner.Sink {
  private final Lexicon lexicon;
  private final WordTables tables;
  private final LetterTable letters;
  private final int empty;
  private final PhraseMerger merger;

  private int[] units = new int[256];
  private int length;
  private int[] ends = new int[16];
  private int numEnds;

  /** Whether the last unit may still be given a separator: it is a word or piece, and none came. */
  private boolean open;

  /** The word in lower case. */
  private final char[] folded = new char[WordScanner.MAX_WORD];

  private long words;
  private long byteUnits;
  private long unitsTaken;

  UnitWriter(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.tables = lexicon.wordTables();
    this.letters = lexicon.letters();
    this.empty = lexicon.separator("");
    PhraseTable phrases = lexicon.phrases();
    this.merger = phrases == null ? null : new PhraseMerger(lexicon, phrases);
  }

  @Override
  public void word(char[] text, int from, int start, int end, int unit) {
    words += letters.kind(text[start]) == LetterTable.DIGIT ? 0 : 1;
    if (unit >= 0) {
      separator(text, from, start, false);
      put(unit);
      open = true;
    } else {
      otherWord(text, from, start, end);
    }
    endLongSentence();
  }

  @Override
  public int longSeparator(char[] text, int from, int to) {
    int taken = separatorGlyph(text, from, to);
    endLongSentence();
    return taken;
  }

  @Override
  public void end(char[] text, int from, int to) {
    separator(text, from, to, true);
    endSentence();
    open = false;
  }

  /** A word that the scanner did not find: long, or in capitals, or not listed. */
  private void otherWord(char[] text, int from, int start, int end) {
    int letterCase = WordCase.of(letters, text, start, end);
    if (letterCase != WordCase.MIXED) {
      part(text, from, start, start, end, letterCase);
    } else {
      mixedCase(text, from, start, end);
    }
  }

  /**
   * A word of mixed case: as it is listed, else cut where the case changes. Each part then has one
   * of the three cases: upper case begins a part, or fills it.
   */
  private void mixedCase(char[] text, int sepFrom, int start, int end) {
    if (end - start <= Lexicon.MAX_TEXT) {
      int glyph = tables.words().findUnkeyed(text, start, end);
      if (glyph >= 0) {
        separator(text, sepFrom, start, false);
        put(glyph, Unit.AS_LISTED);
        open = true;
        return;
      }
    }
    int separatorFrom = sepFrom;
    int from = start;
    while (from < end) {
      int to = WordCase.change(letters, text, from, end);
      int partEnd = WordCase.partEnd(text, to, end);
      part(text, separatorFrom, from, from, partEnd, WordCase.of(letters, text, from, partEnd));
      separatorFrom = partEnd;
      from = to;
    }
  }

  /**
   * The separator [sepFrom, sepTo), then the word or part of one [start, end), which has one case.
   */
  private void part(char[] text, int sepFrom, int sepTo, int start, int end, int letterCase) {
    int length = end - start;
    for (int i = 0; i < length; i++) {
      folded[i] = letters.lower(text[start + i]);
    }
    long word = tables.words().longestPrefix(folded, 0, length);
    separator(text, sepFrom, sepTo, word == Prefix.NONE);
    int done = 1;
    if (word == Prefix.NONE) {
      putBytes(text[start]);
    } else {
      put(Prefix.glyph(word), letterCase);
      open = true;
      done = Prefix.length(word);
    }
    int caseOfRest = letterCase == Unit.CAPITALISED ? Unit.AS_LISTED : letterCase;
    while (done < length) {
      done += piece(text[start + done], done, length, caseOfRest);
    }
  }

  /**
   * The longest piece that the folded word has at from, or the bytes of its char; how many chars.
   */
  private int piece(char original, int from, int to, int letterCase) {
    long piece = tables.pieces().longestPrefix(folded, from, to);
    if (piece == Prefix.NONE) {
      putBytes(original);
      return 1;
    }
    put(Prefix.glyph(piece), letterCase);
    open = true;
    return Prefix.length(piece);
  }

  /**
   * What stands between the last unit and the next one.
   *
   * @param joins whether the next unit joins its left neighbour, as the end of the text does
   */
  private void separator(char[] text, int from, int to, boolean joins) {
    int length = to - from;
    if (open) {
      if (joins ? length == 0 : length == 1 && text[from] == ' ') {
        return;
      }
      int glyph = length == 0 ? empty : lexicon.separators().find(text, from, to);
      int name = glyph < 0 ? 0 : lexicon.nameOf(glyph);
      if (name > 0) {
        units[this.length - 1] |= name << Unit.SEPARATOR_SHIFT;
        open = false;
        if (lexicon.endsSentence(glyph)) {
          endSentence();
        }
        return;
      }
      if (length == 0) {
        put(empty, Unit.AS_LISTED);
        open = false;
        return;
      }
    }
    int at = from;
    while (at < to) {
      at += separatorGlyph(text, at, to);
    }
  }

  /** The longest separator that [from, to) begins with, or the bytes of a code point; its chars. */
  private int separatorGlyph(char[] text, int from, int to) {
    int limit = Math.min(to, from + WordScanner.MAX_SEPARATOR);
    long separator = lexicon.separators().longestPrefix(text, from, limit);
    if (separator != Prefix.NONE) {
      put(Prefix.glyph(separator), Unit.AS_LISTED);
      open = false;
      if (lexicon.endsSentence(Prefix.glyph(separator))) {
        endSentence();
      }
      return Prefix.length(separator);
    }
    if (from + 1 < to && Character.isSurrogatePair(text[from], text[from + 1])) {
      putBytes(Character.toCodePoint(text[from], text[from + 1]));
      return 2;
    }
    putBytes(text[from]);
    return 1;
  }

  /** A code point, or a lone surrogate, in WTF-8. */
  private void putBytes(int c) {
    if (c < 0x80) {
      putByte(c);
    } else if (c < 0x800) {
      putByte(0xC0 | c >> 6);
      putByte(0x80 | c & 0x3F);
    } else if (c < 0x10000) {
      putByte(0xE0 | c >> 12);
      putByte(0x80 | c >> 6 & 0x3F);
      putByte(0x80 | c & 0x3F);
    } else {
      putByte(0xF0 | c >> 18);
      putByte(0x80 | c >> 12 & 0x3F);
      putByte(0x80 | c >> 6 & 0x3F);
      putByte(0x80 | c & 0x3F);
    }
    open = false;
  }

  private void putByte(int b) {
    put(lexicon.byteGlyph(b), Unit.AS_LISTED);
    byteUnits++;
  }

  private void put(int glyph, int letterCase) {
    put(Unit.of(glyph, letterCase, 0));
  }

  private void put(int unit) {
    if (length == units.length) {
      units = Arrays.copyOf(units, grown(length));
    }
    units[length++] = unit;
  }

  private static int grown(int length) {
    int most = Integer.MAX_VALUE - 8;
    if (length == most) {
      throw new IllegalStateException(
          "one text of more than " + most + " units: encode it in parts, by a GlyphEncoder");
    }
    return (int) Math.min(most, length * 3L / 2);
  }

  private void endSentence() {
    int start = numEnds == 0 ? 0 : ends[numEnds - 1];
    if (length == start) {
      return;
    }
    if (merger != null) {
      length = merger.merge(units, start, length);
    }
    if (numEnds == ends.length) {
      ends = Arrays.copyOf(ends, grown(numEnds));
    }
    ends[numEnds++] = length;
  }

  /** Without it a text of no sentence end could not be taken in parts. */
  private void endLongSentence() {
    if (length - (numEnds == 0 ? 0 : ends[numEnds - 1]) >= GlyphCodec.MAX_SENTENCE) {
      endSentence();
    }
  }

  /** The finished sentences; they are no longer here then. */
  Glyphs take() {
    int sentences = finished();
    if (sentences == 0) {
      return Glyphs.empty();
    }
    int taken = ends[sentences - 1];
    Glyphs glyphs = Glyphs.trusted(Arrays.copyOf(units, taken), Arrays.copyOf(ends, sentences));
    drop(sentences);
    return glyphs;
  }

  /**
   * Takes the units of the finished sentences to target from {@code at}, as many as fit; those that
   * do not fit are dropped. How many there were.
   */
  int takeInto(int[] target, int at) {
    int sentences = finished();
    if (sentences == 0) {
      return 0;
    }
    int taken = ends[sentences - 1];
    System.arraycopy(units, 0, target, at, Math.min(taken, target.length - at));
    drop(sentences);
    return taken;
  }

  private int finished() {
    // The last unit of the last sentence may still be given its separator.
    return numEnds > 0 && open && ends[numEnds - 1] == length ? numEnds - 1 : numEnds;
  }

  private void drop(int sentences) {
    int taken = ends[sentences - 1];
    System.arraycopy(units, taken, units, 0, length - taken);
    length -= taken;
    for (int i = sentences; i < numEnds; i++) {
      ends[i - sentences] = ends[i] - taken;
    }
    numEnds -= sentences;
    unitsTaken += taken;
  }

  GlyphStatistics statistics() {
    return new GlyphStatistics(words, unitsTaken + length, byteUnits);
  }
}
