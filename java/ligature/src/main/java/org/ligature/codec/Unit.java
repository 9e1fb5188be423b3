package org.ligature.codec;

/**
 * The bit fields of a unit, one {@code int} of an encoded text: {@code glyph | letterCase << 18 |
 * separator << 20}. Bits 24 to 31 are zero.
 */
public final class Unit {
  /** Bits of a glyph id. */
  public static final int GLYPH_BITS = 18;

  /** The most glyphs that a lexicon can have: 262,144 = 512 x 512. */
  public static final int MAX_GLYPHS = 1 << GLYPH_BITS;

  /** Letter case: the glyph's text stands as the lexicon lists it. */
  public static final int AS_LISTED = 0;

  /** Letter case: the first letter is upper case. */
  public static final int CAPITALISED = 1;

  /** Letter case: every letter is upper case. */
  public static final int ALL_CAPS = 2;

  /** Bits of a whole unit: 18 of glyph, 2 of letter case, 4 of separator. */
  public static final int BITS = 24;

  /** The bit at which the separator begins. */
  static final int SEPARATOR_SHIFT = 20;

  /** The bits of a unit that are not its separator: glyph and letter case. */
  static final int WORD = (1 << SEPARATOR_SHIFT) - 1;

  /** Bits of a column, the lower half of a glyph id as a pair code; the row has as many. */
  static final int COLUMN_BITS = GLYPH_BITS / 2;

  /** Rows, and columns of a row, of the table of pair codes: 512. */
  static final int SIDE = 1 << COLUMN_BITS;

  private Unit() {}

  /** Packs the fields without a check; see {@link Glyphs#of} for the checked door. */
  static int of(int glyph, int letterCase, int separator) {
    return glyph | letterCase << GLYPH_BITS | separator << SEPARATOR_SHIFT;
  }

  /** The glyph id, 0 to 262,143. */
  public static int glyph(int unit) {
    return unit & (MAX_GLYPHS - 1);
  }

  /** {@link #AS_LISTED}, {@link #CAPITALISED} or {@link #ALL_CAPS}. */
  public static int letterCase(int unit) {
    return unit >>> GLYPH_BITS & 3;
  }

  /** What follows the glyph: 0 for the implicit separator, else 1 to 15 of the lexicon's table. */
  public static int separator(int unit) {
    return unit >>> SEPARATOR_SHIFT & 15;
  }
}
