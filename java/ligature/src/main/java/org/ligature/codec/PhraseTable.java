package org.ligature.codec;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/**
 * The phrases of a lexicon as a tree: a step for each unit, a node where a phrase ends. Read by any
 * number of threads.
 *
 * <p>A phrase is the row of units that its text encodes to without phrases: two listed words or
 * more, what separates them named or implied, all of one sentence. The first unit of a row that is
 * merged may also be capitalised; the last may name any separator.
 */
final class PhraseTable {
  static final int ROOT = 0;

  /** No such step, or no phrase. */
  static final int NONE = -1;

  private final Long2IntOpenHashMap steps = new Long2IntOpenHashMap();
  private final IntArrayList phrases = new IntArrayList();

  private PhraseTable() {
    steps.defaultReturnValue(NONE);
    phrases.add(NONE);
  }

  /**
   * The phrases of a lexicon that has all its other glyphs in place.
   *
   * @throws IllegalArgumentException where a phrase is not what it must be, with the glyph
   */
  static PhraseTable of(Lexicon lexicon) {
    PhraseTable table = new PhraseTable();
    GlyphEncoder encoder = new GlyphEncoder(lexicon, Profile.ATTRIBUTE);
    for (int glyph = 0; glyph < lexicon.size(); glyph++) {
      if (lexicon.kind(glyph) == GlyphKind.PHRASE) {
        int[] row = row(lexicon, encoder, lexicon.text(glyph));
        if (row == null) {
          throw new IllegalArgumentException(
              "glyph " + glyph + " is no row of listed words: " + lexicon.text(glyph));
        }
        table.add(glyph, row);
      }
    }
    table.steps.trim();
    table.phrases.trim();
    return table;
  }

  /** The units of a text that may be a phrase; null where it may not. */
  static int[] row(Lexicon lexicon, GlyphEncoder encoder, String text) {
    encoder.accept(text);
    Glyphs glyphs = encoder.finish();
    int[] row = glyphs.toArray();
    if (row.length < 2
        || glyphs.numSentences() > 1
        || Unit.letterCase(row[0]) != Unit.AS_LISTED
        || Unit.separator(row[row.length - 1]) != 0) {
      return null;
    }
    for (int unit : row) {
      if (lexicon.kind(Unit.glyph(unit)) != GlyphKind.WORD) {
        return null;
      }
    }
    return row;
  }

  private void add(int glyph, int[] row) {
    int node = start(row[0]);
    if (node == NONE) {
      node = grow(step(ROOT, 0, row[0]));
    }
    for (int i = 1; i < row.length; i++) {
      int next = next(node, row[i - 1], row[i]);
      node = next != NONE ? next : grow(step(node, row[i - 1], row[i]));
    }
    int same = phrases.set(node, glyph);
    if (same != NONE) {
      throw new IllegalArgumentException(
          "glyphs " + same + " and " + glyph + " have the same text");
    }
  }

  private int grow(long step) {
    steps.put(step, phrases.size());
    phrases.add(NONE);
    return phrases.size() - 1;
  }

  /** The node of a unit that begins phrases, or {@link #NONE}. */
  int start(int unit) {
    return Unit.letterCase(unit) > Unit.CAPITALISED
        ? NONE
        : steps.get(step(ROOT, 0, Unit.glyph(unit)));
  }

  /** The node behind this one when a unit follows another, or {@link #NONE}. */
  int next(int node, int before, int unit) {
    return steps.get(step(node, before, unit));
  }

  /** The phrase that ends at a node, or {@link #NONE}. */
  int phrase(int node) {
    return phrases.getInt(node);
  }

  private static long step(int node, int before, int unit) {
    return (long) node << Unit.BITS | before & ~Unit.WORD | unit & Unit.WORD;
  }
}
