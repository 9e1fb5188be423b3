package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parts that make no lexicon are refused, whoever brings them. */
class LexiconTest {
  private static final byte WORD = Lexicon.flags(GlyphKind.WORD, false);
  private static final byte PIECE = Lexicon.flags(GlyphKind.PIECE, false);
  private static final byte CASE = Lexicon.flags(GlyphKind.CASE, false);
  private static final byte CONTROL = Lexicon.flags(GlyphKind.CONTROL, false);
  private static final byte SEPARATOR = Lexicon.flags(GlyphKind.SEPARATOR, false);

  private final List<String> texts = new ArrayList<>();
  private final List<Byte> flags = new ArrayList<>();

  /**
   * The 256 bytes, the cases 256 and 257, the empty separator 258 and the space 259: the least
   * there can be.
   */
  LexiconTest() {
    for (int b = 0; b < 256; b++) {
      add(Lexicon.flags(GlyphKind.BYTE, false), String.valueOf((char) b));
    }
    add(CASE, "Capitalised");
    add(CASE, "ALL CAPS");
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
    Lexicon lexicon = new Lexicon(LetterTable.unicode13(), kinds, lengths, chars, named, "");
    lexicon.wordTables().checkDistinct();
    return lexicon;
  }

  private void assertRefused(String message, int... named) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> build(named)).getMessage());
  }

  @Test
  void theLeastLexiconEncodesAnything() {
    GlyphCodec codec = GlyphCodec.of(build());
    assertEquals(260, codec.size());
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
  void aCaseMissingOrUnknownIsRefused() {
    texts.set(257, "capitals");
    assertRefused("glyph 257 is no letter case: capitals");
    texts.set(257, "Capitalised");
    assertRefused("glyphs 256 and 257 have the same text");
    texts.remove(257);
    flags.remove(257);
    assertRefused("a glyph of a letter case is missing");
  }

  @Test
  void controlsAreReachedByName() {
    add(CONTROL, "start");
    add(CONTROL, "end");
    assertEquals(Map.of("start", 260, "end", 261), GlyphCodec.of(build()).controls());
    add(CONTROL, "start");
    assertRefused("glyphs 260 and 262 have the same text");
  }

  @Test
  void aNeededSeparatorMissingIsRefused() {
    texts.set(259, "-");
    assertRefused("the empty separator or the single space is missing");
    texts.set(259, " ");
    texts.set(258, "-");
    assertRefused("the empty separator or the single space is missing");
  }

  @Test
  void textsThatCannotBeAreRefused() {
    add(WORD, "a");
    add(PIECE, "a");
    assertEquals(262, build().size());
    add(WORD, "a");
    assertRefused("glyphs 260 and 262 have the same text");
    texts.set(262, "");
    assertRefused("glyph 262 has no text");
    texts.set(262, "b\uD83D");
    assertRefused("glyph 262 has a lone surrogate in its text");
    texts.set(262, "b".repeat(65));
    assertRefused("glyph 262 has a text of 65 chars");
  }

  @Test
  void flagsThatCannotBeAreRefused() {
    add(8, "a");
    assertRefused("glyph 260 has the flags 8");
    flags.set(260, Lexicon.flags(GlyphKind.WORD, true));
    assertRefused("glyph 260 has the flags 131");
    flags.set(260, (byte) 0x7F);
    assertRefused("glyph 260 has the flags 127");
  }

  @Test
  void namesOfWhatIsNoSeparatorAreRefused() {
    assertEquals(2, build(258, 259).numNamed());
    assertRefused("separator 2 is glyph 258", 258, 258);
    assertRefused("separator 1 is glyph 7", 7);
    assertRefused("separator 1 is glyph 260", 260);
    assertRefused("separator 1 is glyph -1", -1);
    assertRefused("16 named separators, above 15", new int[16]);
  }
}
