package org.ligature.codec;

/** Turns units back into text: one text at a time, one thread. */
final class UnitReader {
  private final Lexicon lexicon;
  private final LetterTable letters;
  private final StringBuilder out;

  /** Index of the next unit in the text. */
  private long index;

  /** Whether the last unit joins nothing and names no separator: a space is implied then. */
  private boolean open;

  /** The letter case that a CASE glyph gave to the word that must follow, or AS_LISTED. */
  private int givenCase;

  /** ALL_CAPS where a CASE glyph gave it to the word that the pieces to come continue. */
  private int wordCase;

  /** The code point whose bytes are being read, how many are to come, and the least it may be. */
  private int codePoint;

  private int bytesToCome;
  private int least;

  /**
   * Whether the last unit ended a high surrogate: a low one behind it is not how WTF-8 writes both.
   */
  private boolean highSurrogate;

  UnitReader(Lexicon lexicon, StringBuilder out) {
    this.lexicon = lexicon;
    this.letters = lexicon.letters();
    this.out = out;
  }

  /** Appends the text of the next unit. */
  void read(int unit) {
    int glyph = Unit.glyph(unit);
    int name = Unit.separator(unit);
    GlyphKind kind = lexicon.kindOf(unit, index);
    if (open && !kind.joinsLeft()) {
      out.append(' ');
    }
    int letterCase = letterCase(unit, kind);
    switch (kind) {
      case BYTE -> readByte(lexicon.charAt(glyph, 0));
      case CASE -> {
        checkComplete();
        givenCase = lexicon.caseOf(glyph);
      }
      case CONTROL -> checkComplete();
      default -> {
        checkComplete();
        appendCased(glyph, letterCase);
        highSurrogate = false;
      }
    }
    open = !kind.joinsRight() && name == 0;
    if (name > 0) {
      checkComplete();
      highSurrogate = false;
      lexicon.appendText(lexicon.named(name), out);
    }
    index++;
  }

  /** Ends the text: nothing may be missing, and the next unit begins a new one. */
  void finish() {
    checkComplete();
    if (givenCase != Unit.AS_LISTED) {
      throw new MalformedUnitsException("the text ends behind a letter case", index);
    }
    wordCase = Unit.AS_LISTED;
    index = 0;
    open = false;
    highSurrogate = false;
  }

  /**
   * The case of the unit: its own, or that of the CASE glyph before its word. ALL CAPS reaches all
   * pieces of the word, Capitalised only what follows.
   */
  private int letterCase(int unit, GlyphKind kind) {
    if (givenCase != Unit.AS_LISTED) {
      if (!kind.isCased() || Unit.letterCase(unit) != Unit.AS_LISTED) {
        throw new MalformedUnitsException("a letter case is given to what has none to take", index);
      }
      wordCase = givenCase == Unit.ALL_CAPS ? Unit.ALL_CAPS : Unit.AS_LISTED;
      int given = givenCase;
      givenCase = Unit.AS_LISTED;
      return given;
    }
    if (kind != GlyphKind.PIECE) {
      wordCase = Unit.AS_LISTED;
    }
    return wordCase == Unit.AS_LISTED ? Unit.letterCase(unit) : wordCase;
  }

  /** Whether a space is implied if the next unit does not join its left neighbour. */
  boolean isOpen() {
    return open;
  }

  /** Whether the text may end here. */
  boolean isComplete() {
    return bytesToCome == 0 && givenCase == Unit.AS_LISTED;
  }

  private void appendCased(int glyph, int letterCase) {
    int upper =
        switch (letterCase) {
          case Unit.CAPITALISED -> Math.min(1, lexicon.length(glyph));
          case Unit.ALL_CAPS -> lexicon.length(glyph);
          default -> 0;
        };
    int from = out.length();
    lexicon.appendText(glyph, out);
    for (int i = from; i < from + upper; i++) {
      out.setCharAt(i, letters.upper(out.charAt(i)));
    }
  }

  private void readByte(int b) {
    if (bytesToCome > 0) {
      if ((b & 0xC0) != 0x80) {
        throw malformed(b);
      }
      codePoint = codePoint << 6 | b & 0x3F;
      if (--bytesToCome == 0) {
        appendCodePoint(b);
      }
      return;
    }
    if (b < 0x80) {
      out.append((char) b);
      highSurrogate = false;
    } else if (b >= 0xC2 && b < 0xE0) {
      begin(b & 0x1F, 1, 0x80);
    } else if (b >= 0xE0 && b < 0xF0) {
      begin(b & 0x0F, 2, 0x800);
    } else if (b >= 0xF0 && b < 0xF5) {
      begin(b & 0x07, 3, 0x10000);
    } else {
      throw malformed(b);
    }
  }

  private void begin(int bits, int toCome, int leastValue) {
    codePoint = bits;
    bytesToCome = toCome;
    least = leastValue;
  }

  private void appendCodePoint(int lastByte) {
    boolean low =
        codePoint >= Character.MIN_LOW_SURROGATE && codePoint <= Character.MAX_LOW_SURROGATE;
    if (codePoint < least || codePoint > Character.MAX_CODE_POINT || low && highSurrogate) {
      throw malformed(lastByte);
    }
    out.appendCodePoint(codePoint);
    highSurrogate =
        codePoint >= Character.MIN_HIGH_SURROGATE && codePoint <= Character.MAX_HIGH_SURROGATE;
  }

  private void checkComplete() {
    if (bytesToCome > 0) {
      throw new MalformedUnitsException(bytesToCome + " more byte glyphs should follow", index);
    }
  }

  private MalformedUnitsException malformed(int b) {
    return new MalformedUnitsException(String.format("byte %02X is not WTF-8 here", b), index);
  }
}
