package org.ligature.codec;

/**
 * What a glyph stands for, and so what it joins. Between two units of which neither joins the
 * other, and the first names no separator, one space is implied.
 */
public enum GlyphKind {
  /** One byte of a char that the lexicon does not know, in WTF-8. Joins both neighbours. */
  BYTE(true, true),

  /**
   * What stands between words: punctuation, spaces, symbols, emoji, ideographs. Joins both
   * neighbours.
   */
  SEPARATOR(true, true),

  /** The continuation of a word or number. Joins its left neighbour. */
  PIECE(true, false),

  /** A word or number, or how one begins. Joins neither neighbour. */
  WORD(false, false);

  private final boolean joinsLeft;
  private final boolean joinsRight;

  GlyphKind(boolean joinsLeft, boolean joinsRight) {
    this.joinsLeft = joinsLeft;
    this.joinsRight = joinsRight;
  }

  /** Whether no space is implied before such a glyph. */
  public boolean joinsLeft() {
    return joinsLeft;
  }

  /** Whether no space is implied after such a glyph. */
  public boolean joinsRight() {
    return joinsRight;
  }
}
