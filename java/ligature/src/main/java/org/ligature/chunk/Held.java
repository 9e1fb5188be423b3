package org.ligature.chunk;

import java.util.Arrays;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.GlyphKind;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Unit;

/** Offsets of a text at which no chunk may end, unless a sentence does. */
@FunctionalInterface
interface Held {
  Held NOWHERE = offset -> false;

  /** Whether the units on both sides of an offset inside the text hold together. */
  boolean at(int offset);

  /**
   * Offsets inside words: behind a unit that names no separator, where a word or number goes on.
   */
  static Held words(Glyphs text, GlyphCodec codec) {
    return offset -> {
      int unit = text.unit(offset - 1);
      if (Unit.separator(unit) != 0) {
        return false;
      }
      GlyphKind before = codec.kind(Unit.glyph(unit));
      GlyphKind after = codec.kind(Unit.glyph(text.unit(offset)));
      return switch (after) {
        case PIECE -> true;
        case BYTE -> isOfWord(before);
        case WORD, PHRASE -> before == GlyphKind.BYTE || before == GlyphKind.CASE;
        default -> before == GlyphKind.CASE;
      };
    };
  }

  private static boolean isOfWord(GlyphKind kind) {
    return switch (kind) {
      case WORD, PIECE, PHRASE, BYTE, CASE -> true;
      default -> false;
    };
  }

  /** Where a chunk ends instead: the last free offset in (start, end], else the next one. */
  default int settle(int start, int end, int sentenceEnd) {
    int at = end;
    while (at > start && at < sentenceEnd && at(at)) {
      at--;
    }
    if (at > start) {
      return at;
    }
    at = end + 1;
    while (at < sentenceEnd && at(at)) {
      at++;
    }
    return at;
  }

  /** A cutting without the ends that are held. */
  default Cutting join(Glyphs text, Cutting cutting) {
    int[] ends = cutting.ends();
    int n = 0;
    int sentence = 0;
    for (int end : ends) {
      while (text.sentenceEnd(sentence) < end) {
        sentence++;
      }
      if (end == text.sentenceEnd(sentence) || !at(end)) {
        ends[n++] = end;
      }
    }
    return Cutting.trusted(Arrays.copyOf(ends, n));
  }
}
