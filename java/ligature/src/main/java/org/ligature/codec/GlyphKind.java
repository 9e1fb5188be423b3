package org.ligature.codec;

/**
 * What a glyph stands for, and so what it joins. Between two units of which neither joins the
 * other, and the first names no separator, one space is implied.
 */
public enum GlyphKind {
  /** One byte of a char that the lexicon does not know, in WTF-8. Joins both neighbours. */
  BYTE(true, true),

  /** What stands between words: punctuation and spaces. Joins both neighbours. */
  SEPARATOR(true, true),

  /** The continuation of a word or number. Joins its left neighbour. */
  PIECE(true, false),

  /** A word or number, or how one begins. Joins neither neighbour. */
  WORD(false, false),

  /** An emoji, or one ideograph, kana or hangul syllable. Joins both neighbours. */
  SYMBOL(true, true),

  /** Two or more words and what stands between them. Joins neither neighbour. */
  PHRASE(false, false),

  /** The letter case of the word behind it, in profile {@link Profile#FLAT} only. */
  CASE(false, true),

  /**
   * A mark of the model's own, such as the end of a text. No text is ever encoded as one, and it
   * decodes to nothing. Joins both neighbours.
   */
  CONTROL(true, true);

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

  /** Whether such a glyph is of words, and so has a letter case. */
  boolean isCased() {
    return this == WORD || this == PIECE || this == PHRASE;
  }
}
