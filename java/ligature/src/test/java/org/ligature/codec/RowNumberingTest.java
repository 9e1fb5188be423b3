package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A small language of nouns and verbs: 261 glyphs that are no words, then three rows of words. */
class RowNumberingTest {
  private static final int OTHERS = 261;
  private static final int ROW = 512;

  private static final String OTHER = "abized 7 the bbness.";

  private final List<String> words = new ArrayList<>(List.of("the"));
  private final StringBuilder text = new StringBuilder();

  private RowNumberingTest() {
    IntStream.range(0, ROW - OTHERS - 1).forEach(i -> words.add(name(i) + "qq"));
    IntStream.range(0, ROW).forEach(i -> words.add(name(i) + "ness"));
    IntStream.range(0, ROW).forEach(i -> words.add(name(i) + "ized"));
    Random random = new Random(1);
    Collections.shuffle(words.subList(1, words.size()), random);
    for (int i = 0; i < 6 * ROW; i++) {
      text.append("the " + name(pick(i, random)) + "ness " + name(pick(i, random)) + "ized the. ");
    }
  }

  /** The first of each kind are sure to be heads, the second are common; the last twenty rest. */
  private static int pick(int i, Random random) {
    return i % 8 < 4 ? 0 : i % 8 < 6 ? 1 : random.nextInt(1 + i % (ROW - 20));
  }

  private static String name(int i) {
    return "" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
  }

  private Lexicon draft() {
    LexiconParts parts = new LexiconParts();
    parts.add(GlyphKind.SEPARATOR, false, "");
    parts.add(GlyphKind.SEPARATOR, false, " ");
    parts.add(GlyphKind.SEPARATOR, true, ". ");
    for (char b = 0; b < 256; b++) {
      parts.add(GlyphKind.BYTE, false, String.valueOf(b));
    }
    for (int letterCase = 1; letterCase < Lexicon.CASE_TEXTS.size(); letterCase++) {
      parts.add(GlyphKind.CASE, false, Lexicon.CASE_TEXTS.get(letterCase));
    }
    words.forEach(word -> parts.add(GlyphKind.WORD, false, word));
    return parts.build(LetterTable.unicode13(), new int[] {2}, "");
  }

  private List<String> numbered(UnitReplay replay) throws IOException {
    Lexicon draft = draft();
    int[] order = RowNumbering.order(draft, replay);
    assertArrayEquals(
        IntStream.range(0, draft.size()).toArray(), IntStream.of(order).sorted().toArray());
    return IntStream.of(order).mapToObj(draft::text).toList();
  }

  private static Set<String> endings(List<String> row) {
    return row.stream().map(w -> w.substring(w.length() - 4)).collect(Collectors.toSet());
  }

  @Test
  void bytesComeFirstThenWhatIsNoWordThenWords() throws IOException {
    List<String> glyphs = numbered(Replays.of(text.toString()));
    for (int b = 0; b < 256; b++) {
      assertEquals(String.valueOf((char) b), glyphs.get(b));
    }
    assertEquals(
        List.of("", " ", ". ", "Capitalised", "ALL CAPS", "the"), glyphs.subList(256, 262));
  }

  @Test
  void aRowHoldsWhatStandsInTheSamePlaces() throws IOException {
    List<String> glyphs = numbered(Replays.of(text.toString()));
    Set<String> one = endings(glyphs.subList(ROW, 2 * ROW));
    Set<String> two = endings(glyphs.subList(2 * ROW, 3 * ROW));
    assertEquals(Set.of("ness", "ized"), Set.of(String.join("", one), String.join("", two)));
  }

  @Test
  void neighboursSayMoreThanEndings() throws IOException {
    String odd = name(1) + "ness";
    String swapped = text.toString().replace(odd, "#").replace(name(1) + "ized", odd);
    List<String> glyphs = numbered(Replays.of(swapped.replace("#", name(1) + "ized")));
    int row = glyphs.indexOf(odd) / ROW;
    assertTrue(glyphs.subList(row * ROW, row * ROW + 20).contains(name(2) + "ized"));
    assertFalse(glyphs.subList(row * ROW, row * ROW + 20).contains(name(2) + "ness"));
  }

  @Test
  void columnsAreByCountBehindTheHead() throws IOException {
    List<String> glyphs = numbered(Replays.of(text.toString()));
    for (int row = 1; row < 3; row++) {
      int before = Integer.MAX_VALUE;
      for (String word : glyphs.subList(row * ROW, (row + 1) * ROW)) {
        int count = text.toString().split(" " + word + " ", -1).length - 1;
        assertTrue(count <= before, word);
        before = count;
      }
    }
  }

  @Test
  void theOrderOfTheSentencesShowsNowhere() throws IOException {
    List<String> glyphs = numbered(Replays.of(text.toString(), OTHER));
    assertEquals(glyphs, numbered(Replays.shuffled(1, OTHER, text.toString())));
    assertEquals(glyphs, numbered(Replays.shuffled(2, text.toString(), OTHER)));
  }

  @Test
  void aWeightCountsAsSoManyTexts() throws IOException {
    String part = text.substring(0, text.length() / 2);
    assertEquals(numbered(Replays.of(part, part, part)), numbered(Replays.weighted(3, part)));
  }

  @Test
  void eachScriptHasRowsByItsWords() throws IOException {
    for (int i = 1; i < ROW - OTHERS; i++) {
      words.set(i, "\u0436" + words.get(i));
    }
    IntStream.range(0, ROW).forEach(i -> words.add("\u0448" + name(i)));
    List<String> glyphs = numbered(Replays.of(text.toString()));
    int others = 0;
    for (int row = 0; row < 4; row++) {
      others += glyphs.get(Math.max(OTHERS, row * ROW)).charAt(0) >= 0x400 ? 1 : 0;
    }
    assertEquals(1, others);
  }

  @Test
  void withNoTextTheEndingsDecide() throws IOException {
    List<String> glyphs = numbered(Replays.of());
    List<String> words = glyphs.subList(ROW, 3 * ROW);
    long changes =
        IntStream.range(1, words.size())
            .filter(
                i ->
                    !words
                        .get(i)
                        .endsWith(words.get(i - 1).substring(words.get(i - 1).length() - 2)))
            .count();
    assertTrue(changes <= 5, changes + " changes between three endings and two heads");
  }

  @Test
  void aTextIsTheSameGlyphsUnderNewNumbers() throws IOException {
    GlyphCodec draft = GlyphCodec.of(draft());
    Lexicon renumbered = RowNumbering.renumber(draft(), Replays.of(text.toString()));
    GlyphCodec codec = GlyphCodec.of(renumbered);
    String any = Texts.SAMPLE + text.substring(0, 1000);
    Glyphs old = draft.encode(any);
    Glyphs units = codec.encode(any);
    assertEquals(any, codec.decode(units));
    assertEquals(old.length(), units.length());
    assertEquals(old.numSentences(), units.numSentences());
    for (int i = 0; i < old.length(); i++) {
      assertEquals(draft.text(Unit.glyph(old.unit(i))), codec.text(Unit.glyph(units.unit(i))));
      assertEquals(Unit.separator(old.unit(i)), Unit.separator(units.unit(i)));
    }
    assertFalse(old.equals(units));
  }

  @Test
  void aLexiconOfNoWordsIsOnlyPutInOrder() throws IOException {
    words.clear();
    assertEquals("", numbered(Replays.of(OTHER)).get(256));
  }
}
