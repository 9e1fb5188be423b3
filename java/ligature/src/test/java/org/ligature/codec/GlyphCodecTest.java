package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** The rules of encoding by example: one line shows units as text, case and separator. */
class GlyphCodecTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  /** Units as {@code text}, {@code Text} or {@code TEXT}, with {@code +} and what they name. */
  private static String show(String text) {
    Glyphs units = CODEC.encode(text);
    assertEquals(text, CODEC.decode(units));
    StringJoiner line = new StringJoiner("|");
    for (int unit : units.toArray()) {
      int cased = Unit.of(Unit.glyph(unit), Unit.letterCase(unit), 0);
      String shown =
          CODEC.kind(Unit.glyph(unit)) == GlyphKind.BYTE
              ? CODEC.text(Unit.glyph(unit))
              : CODEC.decode(Glyphs.of(cased));
      String named =
          Unit.separator(unit) == 0
              ? ""
              : "+" + CODEC.decode(Glyphs.of(unit)).substring(shown.length());
      line.add(shown + named);
    }
    return line.toString().replace("\n", "\\n");
  }

  @Test
  void aWordOfTheLexiconIsOneUnitAndItsSpaceIsImplied() {
    assertEquals("The|quick|brown|fox|jumps|over", show("The quick brown fox jumps over"));
  }

  @Test
  void caseIsAnAttributeOfOneGlyph() {
    Glyphs units = CODEC.encode("fox Fox FOX");
    assertEquals(Unit.glyph(units.unit(0)), Unit.glyph(units.unit(1)));
    assertEquals(Unit.glyph(units.unit(0)), Unit.glyph(units.unit(2)));
    assertEquals(Unit.AS_LISTED, Unit.letterCase(units.unit(0)));
    assertEquals(Unit.CAPITALISED, Unit.letterCase(units.unit(1)));
    assertEquals(Unit.ALL_CAPS, Unit.letterCase(units.unit(2)));
  }

  @Test
  void aSingleCapitalIsCapitalised() {
    assertEquals(Unit.CAPITALISED, Unit.letterCase(CODEC.encode("A").unit(0)));
  }

  @Test
  void commonSeparatorsAreNamedByTheUnitBeforeThem() {
    assertEquals("fox+, |dog+. |the", show("fox, dog. the"));
  }

  @Test
  void otherSeparatorsAreGlyphsOfTheLongestTextKnown() {
    assertEquals("fox|=|dog", show("fox=dog"));
    assertEquals("fox|=+|dog", show("fox=+dog"));
    assertEquals("fox|=+|=+|=|dog", show("fox=+=+=dog"));
  }

  @Test
  void aSpaceBesideNothingOrASeparatorIsAGlyph() {
    assertEquals(" |fox| ", show(" fox "));
    assertEquals("  |fox", show("  fox"));
    assertEquals("fox|  |\u00b6| |fox", show("fox  \u00b6 fox").replaceAll("<C2>.<B6>", "\u00b6"));
  }

  @Test
  void wordsOfMixedCaseAreListedOrCut() {
    assertEquals("McDonald's|iPhone", show("McDonald's iPhone"));
    assertEquals("fox+|Dog", show("foxDog"));
    assertEquals("Fox+|The+|Dog", show("FoxTheDog"));
    assertEquals("FOX+|Dog", show("FOXDog"));
    assertEquals("O|'|Fox", show("O'Fox"));
  }

  @Test
  void anUnknownWordIsItsLongestPrefixAndPieces() {
    assertEquals("fox|e|s", show("foxes"));
    assertEquals("Fox|e|s", show("Foxes"));
    assertEquals("FOX|E|S", show("FOXES"));
  }

  @Test
  void bytesAreForCharsThatNoGlyphHas() {
    assertEquals("fox|<C3>|<BE>", show("fox\u00fe"));
    assertEquals("<C3>|<9E>|o", show("\u00deo"));
    assertEquals("fox| |<C3>|<BE>| |fox", show("fox \u00fe fox"));
  }

  @Test
  void aLoneSurrogateIsThreeBytes() {
    assertEquals("fox|<ED>|<A0>|<80>", show("fox\uD800"));
    assertEquals("<ED>|<B0>|<80>|<F0>|<90>|<80>|<80>", show("\uDC00\uD800\uDC00"));
  }

  @Test
  void numbersAreWordsOfUpToThreeDigitsOrAsListed() {
    assertEquals("7|42|365", show("7 42 365"));
    assertEquals("1917|491|8", show("1917 4918"));
    assertEquals("dog+|42+|fox", show("dog42fox"));
  }

  @Test
  void emojiAndIdeographsAreSymbols() {
    Glyphs units = CODEC.encode("\u4f60\uD83D\uDE00");
    assertEquals(2, units.length());
    assertEquals(GlyphKind.SYMBOL, CODEC.kind(Unit.glyph(units.unit(0))));
    assertEquals(GlyphKind.SYMBOL, CODEC.kind(Unit.glyph(units.unit(1))));
  }

  @Test
  void sentencesEndBehindTheirMarkOrABlankLine() {
    Glyphs units = CODEC.encode("The fox. The dog! Over\n\na dog, a fox");
    assertEquals(4, units.numSentences());
    assertEquals("The fox. ", CODEC.decode(units.slice(0, units.sentenceEnd(0))));
    assertEquals("The fox. The dog! ", CODEC.decode(units.slice(0, units.sentenceEnd(1))));
    assertEquals("a dog, a fox", CODEC.decode(units.slice(units.sentenceEnd(2), units.length())));
    assertEquals(1, CODEC.encode("the fox\nthe dog").numSentences());
    assertEquals(0, CODEC.encode("").numSentences());
  }

  @Test
  void aSentenceWithoutAnEndIsEnded() {
    String words = "fox ".repeat(GlyphCodec.MAX_SENTENCE) + "foxes ".repeat(10);
    Glyphs units = CODEC.encode(words);
    assertEquals(GlyphCodec.MAX_SENTENCE, units.sentenceEnd(0));
    assertEquals(2, units.numSentences());
    GlyphEncoder encoder = CODEC.encoder().accept(words);
    assertEquals(units.slice(0, units.sentenceEnd(0)), encoder.take());
    assertEquals(Glyphs.empty(), encoder.take());
    assertEquals(units.slice(units.sentenceEnd(0), units.length()), encoder.finish());
  }

  @Test
  void aUnitIsTakenOnlyWhenItsSeparatorIsKnown() {
    String words = "fox, ".repeat(GlyphCodec.MAX_SENTENCE + 10);
    GlyphEncoder encoder = CODEC.encoder();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.length(); i += 5) {
      encoder.accept(words, i, i + 5);
      text.append(CODEC.decode(encoder.take()));
    }
    text.append(CODEC.decode(encoder.finish()));
    assertTrue(words.contentEquals(text));
  }

  @Test
  void anEndlessWordIsEncodedInBoundedSteps() {
    String letters = "fox".repeat(200_000);
    assertEquals(letters, CODEC.decode(CODEC.encode(letters)));
    String emoji = "\uD83D\uDE00".repeat(200_000);
    assertEquals(200_000, CODEC.encode(emoji).length());
    String apostrophes = "a'".repeat(200_000);
    assertEquals(apostrophes, CODEC.decode(CODEC.encode(apostrophes)));
  }

  @Test
  void anEncoderBeginsAnewAfterFinish() {
    GlyphEncoder encoder = CODEC.encoder();
    Glyphs first = encoder.accept("The fo").accept("x").finish();
    Glyphs second = encoder.accept("The fox").finish();
    assertEquals(CODEC.encode("The fox"), first);
    assertEquals(first, second);
    assertEquals(Glyphs.empty(), encoder.finish());
    assertEquals(new GlyphStatistics(4, 4, 0), encoder.statistics());
    assertEquals(1.0, encoder.statistics().unitsPerWord());
    assertEquals(0.0, encoder.statistics().fallbackShare());
    assertEquals(0.0, new GlyphStatistics(0, 0, 0).unitsPerWord());
    assertEquals(0.5, new GlyphStatistics(2, 4, 2).fallbackShare());
  }

  @Test
  void unitsOfNoTextAreRefusedWithTheirIndex() {
    int fox = CODEC.encode("fox").unit(0);
    int e2 = 0xE2;
    assertRefused(1, fox, CODEC.size());
    assertRefused(0, 0x80);
    assertRefused(0, 0xC0, 0x80);
    assertRefused(0, 0xFF);
    assertRefused(2, fox, e2, fox);
    assertRefused(2, 0xE0, 0x80, 0x80);
    assertRefused(3, 0xF4, 0x90, 0x80, 0x80);
    assertRefused(5, 0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80);
    // One is missing: the index is that of the unit that should be there.
    assertRefused(2, fox, e2);
    GlyphCodec bare = GlyphCodec.trainer().train();
    assertThrows(MalformedUnitsException.class, () -> bare.decode(Glyphs.of(Unit.of(300, 0, 2))));
  }

  private static void assertRefused(long index, int... units) {
    MalformedUnitsException e =
        assertThrows(MalformedUnitsException.class, () -> CODEC.decode(Glyphs.of(units)));
    assertEquals(index, e.index(), e.getMessage());
  }

  @Test
  void glyphsSayWhatTheyAre() {
    int fox = Unit.glyph(CODEC.encode("fox").unit(0));
    assertEquals(GlyphKind.WORD, CODEC.kind(fox));
    assertEquals("fox", CODEC.text(fox));
    assertEquals("<0A>", CODEC.text(10));
    assertFalse(GlyphKind.PIECE.joinsRight());
    assertTrue(GlyphKind.SEPARATOR.joinsLeft());
    assertThrows(IndexOutOfBoundsException.class, () -> CODEC.kind(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> CODEC.text(CODEC.size()));
  }

  @Test
  void codecsAreEqualByIdentity() {
    assertEquals(CODEC, Texts.sampleCodec());
    assertEquals(CODEC.hashCode(), Texts.sampleCodec().hashCode());
    assertNotEquals(CODEC, GlyphCodec.trainer().add(Texts.SAMPLE).train());
    assertTrue(CODEC.identity().matches("[0-9a-f]{64}"));
  }

  @Test
  void nullAndRangesAreRefused() {
    assertThrows(NullPointerException.class, () -> CODEC.encode(null));
    assertThrows(NullPointerException.class, () -> CODEC.decode(null));
    assertThrows(NullPointerException.class, () -> CODEC.decoder(null));
    assertThrows(NullPointerException.class, () -> CODEC.decoder(new StringBuilder()).accept(null));
    assertThrows(NullPointerException.class, () -> CODEC.encoder().accept(null));
    assertThrows(IndexOutOfBoundsException.class, () -> CODEC.encoder().accept("abc", 2, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> CODEC.encoder().accept("abc", -1, 2));
  }

  @Test
  void flatUnitsAreTheCaseTheWordAndItsSeparator() {
    assertEquals("fox", CODEC.text(CODEC.encode("Fox, DOG", Profile.FLAT).unit(1)));
    StringJoiner line = new StringJoiner("|");
    for (int unit : CODEC.encode("Fox, DOG dog", Profile.FLAT).toArray()) {
      line.add(CODEC.text(unit));
    }
    assertEquals("Capitalised|fox|, |ALL CAPS|dog|dog", line.toString());
  }

  @Test
  void aCaseGivenToNothingIsRefused() {
    int capitals = CODEC.encode("DOG", Profile.FLAT).unit(0);
    int comma = CODEC.encode(",").unit(0);
    assertThrows(MalformedUnitsException.class, () -> CODEC.decode(Glyphs.of(capitals)));
    assertThrows(MalformedUnitsException.class, () -> CODEC.decode(Glyphs.of(capitals, comma)));
    assertThrows(MalformedUnitsException.class, () -> CODEC.decode(Glyphs.of(capitals, capitals)));
  }

  @Test
  void controlsAreNoText() {
    int start = CODEC.controls().get("start");
    int fox = CODEC.encode("fox").unit(0);
    assertEquals(GlyphKind.CONTROL, CODEC.kind(start));
    assertEquals("start", CODEC.text(start));
    assertEquals("foxfox", CODEC.decode(Glyphs.of(start, fox, start, fox, start)));
    for (String name : CODEC.controls().keySet()) {
      for (int unit : CODEC.encode("<" + name + "> " + name).toArray()) {
        assertNotEquals(GlyphKind.CONTROL, CODEC.kind(Unit.glyph(unit)));
      }
    }
  }

  @Test
  void rowAndColumnAreTheGlyph() {
    for (int glyph = 0; glyph < CODEC.size(); glyph += 97) {
      assertEquals(glyph, CODEC.glyph(CODEC.row(glyph), CODEC.column(glyph)));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> CODEC.row(CODEC.size()));
    assertThrows(IndexOutOfBoundsException.class, () -> CODEC.column(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> CODEC.glyph(0, 512));
    assertThrows(IndexOutOfBoundsException.class, () -> CODEC.glyph(511, 511));
  }

  @Test
  void commonSymbolsAreListedWhateverTheText() {
    assertEquals(
        "\u8A9E|\uD83C\uDDEB\uD83C\uDDEE|\uD83D\uDC4D\uD83C\uDFFD",
        show("\u8A9E\uD83C\uDDEB\uD83C\uDDEE\uD83D\uDC4D\uD83C\uDFFD"));
  }
}
