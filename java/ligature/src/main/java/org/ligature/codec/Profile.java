package org.ligature.codec;

/** The two ways to write a text in the glyphs of one lexicon; each converts to the other. */
public enum Profile {
  /**
   * A unit carries its letter case and the separator behind it as bits beside the glyph: the fewest
   * units.
   */
  ATTRIBUTE,

  /**
   * A unit is a glyph id and nothing else. A {@link GlyphKind#CASE} glyph stands before a word that
   * is capitalised or in capitals, and every separator but the implied space is a unit.
   */
  FLAT
}
