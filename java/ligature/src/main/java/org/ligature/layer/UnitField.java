package org.ligature.layer;

import org.ligature.codec.Unit;

/**
 * A bit field of a {@link Unit}, which selects the row of an embedding table: row {@code unit >>
 * shift & ((1 << width) - 1)}.
 *
 * @param shift the lowest bit, at least 0
 * @param width the number of bits, at least 1; shift + width is at most {@link Unit#BITS}
 */
public record UnitField(int shift, int width) {
  /** The glyph, a row for each of the lexicon. */
  public static final UnitField GLYPH = new UnitField(0, Unit.GLYPH_BITS);

  /** The row of the glyph's pair code, one of 512. */
  public static final UnitField ROW = new UnitField(Unit.GLYPH_BITS / 2, Unit.GLYPH_BITS / 2);

  /** The column of the glyph's pair code, one of 512. */
  public static final UnitField COLUMN = new UnitField(0, Unit.GLYPH_BITS / 2);

  /** Letter case and separator together, one of 64. */
  public static final UnitField ATTRIBUTES =
      new UnitField(Unit.GLYPH_BITS, Unit.BITS - Unit.GLYPH_BITS);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException where the field does not lie in a unit
   */
  public UnitField {
    if (shift < 0 || width < 1 || width > Unit.BITS || shift > Unit.BITS - width) {
      throw new IllegalArgumentException(
          "a field of "
              + width
              + " bits from bit "
              + shift
              + " is no part of a unit's "
              + Unit.BITS
              + " bits");
    }
  }

  /** The row that a unit selects. */
  public int row(int unit) {
    return unit >>> shift & ((1 << width) - 1);
  }
}
