package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts that make no lexicon are refused, whoever brings them. */
class LexiconTest {
  private static final byte WORD = Lexicon.flags(GlyphKind.WORD, false);
  private static final byte PIECE = Lexicon.flags(GlyphKind.PIECE, false);
  private static final byte SEPARATOR = Lexicon.flags(GlyphKind.SEPARATOR, false);

  private final List<String> texts = new ArrayList<>();
  private final List<Byte> flags = new ArrayList<>();

  /** The 256 bytes, the empty separator 256 and the space 257: the least there can be. */
  LexiconTest() {
    for (int b = 0; b < 256; b++) {
      add(Lexicon.flags(GlyphKind.BYTE, false), String.valueOf((char) b));
    }
    add(SEPARATOR, "");
    add(SEPARATOR, " ");
  }

  private void add(int flag, String text) {
    flags.add((byte) flag);
    texts.add(text);
  }

  private Lexicon build(int... named) {
    byte[] kinds = new byte[flags.size()];
    byte[] lengths = new byte[flags.size()];
    for (int g = 0; g < kinds.length; g++) {
      kinds[g] = flags.get(g);
      lengths[g] = (byte) texts.get(g).length();
    }
    char[] chars = String.join("", texts).toCharArray();
    return new Lexicon(LetterTable.unicode13(), kinds, lengths, chars, named, "");
  }

  private void assertRefused(String message, int... named) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> build(named)).getMessage());
  }

  @Test
  void theLeastLexiconEncodesAnything() {
    GlyphCodec codec = GlyphCodec.of(build());
    assertEquals(258, codec.size());
    assertEquals(Texts.SAMPLE, codec.decode(codec.encode(Texts.SAMPLE)));
  }

  @Test
  void aByteMissingOrTwiceIsRefused() {
    texts.set(7, "\u0006");
    assertRefused("glyphs 6 and 7 have the same text");
    texts.set(7, "\u0100");
    assertRefused("glyph 7 is no byte");
    texts.remove(7);
    flags.remove(7);
    assertRefused("no glyph stands for the byte 7");
  }

  @Test
  void aNeededSeparatorMissingIsRefused() {
    texts.set(257, "-");
    assertRefused("the empty separator or the single space is missing");
    texts.set(257, " ");
    texts.set(256, "-");
    assertRefused("the empty separator or the single space is missing");
  }

  @Test
  void textsThatCannotBeAreRefused() {
    add(WORD, "a");
    add(PIECE, "a");
    assertEquals(260, build().size());
    add(WORD, "a");
    assertRefused("glyphs 258 and 260 have the same text");
    texts.set(260, "");
    assertRefused("glyph 260 has no text");
    texts.set(260, "b\uD83D");
    assertRefused("glyph 260 has a lone surrogate in its text");
    texts.set(260, "b".repeat(65));
    assertRefused("glyph 260 has a text of 65 chars");
  }

  @Test
  void flagsThatCannotBeAreRefused() {
    add(4, "a");
    assertRefused("glyph 258 has the flags 4");
    flags.set(258, Lexicon.flags(GlyphKind.WORD, true));
    assertRefused("glyph 258 has the flags 131");
    flags.set(258, (byte) 0x7F);
    assertRefused("glyph 258 has the flags 127");
  }

  @Test
  void namesOfWhatIsNoSeparatorAreRefused() {
    assertEquals(2, build(256, 257).numNamed());
    assertRefused("separator 2 is glyph 256", 256, 256);
    assertRefused("separator 1 is glyph 7", 7);
    assertRefused("separator 1 is glyph 258", 258);
    assertRefused("separator 1 is glyph -1", -1);
    assertRefused("16 named separators, above 15", new int[16]);
  }
}
