package org.ligature.codec;

import java.util.Arrays;

/**
 * Rewrites units from one {@link Profile} in the other. What an encoder wrote converts there and
 * back to the very same units and sentence ends.
 */
final class ProfileConverter {
  private final Lexicon lexicon;

  private int[] units;
  private int length;
  private int[] ends;

  private ProfileConverter(Lexicon lexicon, Glyphs text) {
    this.lexicon = lexicon;
    this.units = new int[text.length() + text.length() / 2 + 16];
    this.ends = new int[text.numSentences()];
  }

  static Glyphs convert(Lexicon lexicon, Glyphs text, Profile to) {
    ProfileConverter converter = new ProfileConverter(lexicon, text);
    return to == Profile.FLAT ? converter.toFlat(text) : converter.toAttribute(text);
  }

  /** Each unit becomes its case, its glyph and its separator, as far as there are such. */
  private Glyphs toFlat(Glyphs text) {
    // ALL CAPS stands once before a word and its pieces.
    int wordCase = Unit.AS_LISTED;
    int sentence = 0;
    for (int i = 0; i < text.length(); i++) {
      int unit = text.unit(i);
      GlyphKind kind = lexicon.kindOf(unit, i);
      int letterCase = Unit.letterCase(unit);
      if (kind != GlyphKind.PIECE || wordCase != Unit.ALL_CAPS) {
        if (letterCase != Unit.AS_LISTED) {
          put(lexicon.caseGlyph(letterCase));
        }
        wordCase = letterCase;
      } else if (letterCase != Unit.ALL_CAPS) {
        throw new MalformedUnitsException("a piece in another letter case than its word", i);
      }
      put(Unit.glyph(unit));
      if (Unit.separator(unit) > 0) {
        put(lexicon.named(Unit.separator(unit)));
      }
      if (i + 1 == text.sentenceEnd(sentence)) {
        ends[sentence++] = length;
      }
    }
    return result(sentence);
  }

  private Glyphs toAttribute(Glyphs text) {
    int given = Unit.AS_LISTED;
    int wordCase = Unit.AS_LISTED;
    int sentence = 0;
    for (int i = 0; i < text.length(); i++) {
      int glyph = Unit.glyph(text.unit(i));
      GlyphKind kind = lexicon.kindOf(text.unit(i), i);
      if (kind == GlyphKind.CASE) {
        given = lexicon.caseOf(glyph);
      } else if (kind == GlyphKind.SEPARATOR && isNamedByTheLast(text, i)) {
        units[length - 1] |= lexicon.nameOf(glyph) << Unit.SEPARATOR_SHIFT;
      } else {
        int letterCase = given;
        if (given == Unit.AS_LISTED && kind == GlyphKind.PIECE) {
          letterCase = wordCase;
        }
        boolean carries = letterCase == Unit.ALL_CAPS && kind.isCased();
        wordCase = carries ? Unit.ALL_CAPS : Unit.AS_LISTED;
        put(Unit.of(glyph, letterCase, 0) | text.unit(i));
        given = Unit.AS_LISTED;
      }
      if (i + 1 == text.sentenceEnd(sentence)) {
        ends[sentence++] = length;
      }
    }
    return result(sentence);
  }

  /**
   * Whether the separator at i is one that an encoder would name in the unit before it: it stands
   * alone between a word and the next, or the end.
   */
  private boolean isNamedByTheLast(Glyphs text, int i) {
    if (lexicon.nameOf(Unit.glyph(text.unit(i))) == 0 || length == 0) {
      return false;
    }
    int last = units[length - 1];
    if (Unit.separator(last) > 0 || !lexicon.kind(Unit.glyph(last)).isCased()) {
      return false;
    }
    if (i + 1 == text.length()) {
      return true;
    }
    return switch (lexicon.kindOf(text.unit(i + 1), i + 1)) {
      case WORD, PHRASE, CASE, CONTROL -> true;
      case BYTE -> isLetterInBytes(text, i + 1);
      case SEPARATOR, SYMBOL, PIECE -> false;
    };
  }

  /** Whether the bytes from i on are a letter: so begins a word of a char that is not listed. */
  private boolean isLetterInBytes(Glyphs text, int i) {
    int first = lexicon.charAt(Unit.glyph(text.unit(i)), 0);
    int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    int c = more == 0 ? first : first & 0x3F >> more;
    for (int k = 1; k <= more; k++) {
      if (i + k == text.length() || lexicon.kindOf(text.unit(i + k), i + k) != GlyphKind.BYTE) {
        return false;
      }
      c = c << 6 | lexicon.charAt(Unit.glyph(text.unit(i + k)), 0) & 0x3F;
    }
    return c <= Character.MAX_VALUE && lexicon.letters().kind((char) c) != LetterTable.OTHER;
  }

  private void put(int unit) {
    if (length == units.length) {
      units = Arrays.copyOf(units, Math.toIntExact(length * 3L / 2));
    }
    units[length++] = unit;
  }

  /** Two sentences that end at the same unit are one. */
  private Glyphs result(int sentences) {
    int distinct = 0;
    for (int i = 0; i < sentences; i++) {
      if (ends[i] > (distinct == 0 ? 0 : ends[distinct - 1])) {
        ends[distinct++] = ends[i];
      }
    }
    return Glyphs.trusted(Arrays.copyOf(units, length), Arrays.copyOf(ends, distinct));
  }
}
