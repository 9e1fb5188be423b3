package org.ligature.codec;

import java.util.Arrays;

/** Collects glyphs in order of their ids: the parts that a {@link Lexicon} is made of. */
final class LexiconParts {
  private byte[] flags = new byte[1024];
  private byte[] lengths = new byte[1024];
  private final StringBuilder chars = new StringBuilder();
  private int size;

  /** Adds the next glyph; its text has at most {@link Lexicon#MAX_TEXT} chars. */
  void add(GlyphKind kind, boolean endsSentence, String text) {
    if (text.length() > Lexicon.MAX_TEXT) {
      throw new IllegalArgumentException("a glyph of " + text.length() + " chars: " + text);
    }
    if (size == flags.length) {
      flags = Arrays.copyOf(flags, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
    }
    flags[size] = Lexicon.flags(kind, endsSentence);
    lengths[size++] = (byte) text.length();
    chars.append(text);
  }

  /** Adds a glyph of another lexicon as the next one. */
  void add(Lexicon lexicon, int glyph) {
    add(lexicon.kind(glyph), lexicon.endsSentence(glyph), lexicon.text(glyph));
  }

  int size() {
    return size;
  }

  /**
   * The lexicon of all that was added.
   *
   * @param named the glyphs of the separators that a unit can name as 1, 2, ...
   */
  Lexicon build(LetterTable letters, int[] named, String provenance) {
    return new Lexicon(
        letters,
        Arrays.copyOf(flags, size),
        Arrays.copyOf(lengths, size),
        chars.toString().toCharArray(),
        named,
        provenance);
  }
}
