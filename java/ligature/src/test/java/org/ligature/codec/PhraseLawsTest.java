package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every String under a lexicon with phrases. */
class PhraseLawsTest {
  private static final List<String> PHRASES =
      List.of(
          "the quick",
          "the quick fox",
          "quick fox",
          "fox, dog",
          "dog the",
          "fox, dog the quick",
          "over a Dog",
          "a dog",
          "dog Fox over",
          "a a",
          "a a a",
          "1 fox",
          "fox 19",
          "don\u2019t stop",
          "\u043c\u0438\u0440 \u041c\u0438\u0440",
          "stop DOG");

  private static final Lexicon BASE = Texts.sampleCodec().lexicon();
  private static final Lexicon LEXICON = PhraseChooser.withPhrases(BASE, PHRASES);
  private static final GlyphCodec PLAIN = GlyphCodec.of(BASE);
  private static final GlyphCodec CODEC = GlyphCodec.of(LEXICON);
  private static final List<int[]> ROWS =
      PHRASES.stream().map(phrase -> PLAIN.encode(phrase).toArray()).toList();

  @Provide
  Arbitrary<String> texts() {
    return PhraseTexts.any();
  }

  @Property(tries = 2000)
  void decodeGivesBackWhatWasEncoded(@ForAll("texts") String text) {
    assertEquals(text, CODEC.decode(CODEC.encode(text)));
  }

  /** A phrase is nothing but the units it stands for: so no sentence end moves either. */
  @Property(tries = 2000)
  void takenApartThePhrasesAreTheUnitsOfThePlainLexicon(@ForAll("texts") String text) {
    Glyphs merged = CODEC.encode(text);
    int[] units = new int[0];
    int[] ends = new int[merged.numSentences()];
    for (int s = 0, i = 0; s < ends.length; s++) {
      for (; i < merged.sentenceEnd(s); i++) {
        int[] row = takenApart(merged.unit(i));
        int from = units.length;
        units = Arrays.copyOf(units, from + row.length);
        System.arraycopy(row, 0, units, from, row.length);
      }
      ends[s] = units.length;
    }
    assertEquals(PLAIN.encode(text), Glyphs.of(units, ends));
  }

  private static int[] takenApart(int unit) {
    int glyph = Unit.glyph(unit);
    if (LEXICON.kind(glyph) != GlyphKind.PHRASE) {
      return new int[] {unit};
    }
    int[] row = ROWS.get(glyph - BASE.size()).clone();
    row[0] |= Unit.of(0, Unit.letterCase(unit), 0);
    row[row.length - 1] |= Unit.of(0, 0, Unit.separator(unit));
    return row;
  }

  /** By trying every phrase at every place. */
  @Property(tries = 1000)
  void thereAreAsFewUnitsAsCanBe(@ForAll("texts") String text) {
    Glyphs plain = PLAIN.encode(text);
    int fewest = 0;
    for (int s = 0, start = 0; s < plain.numSentences(); s++) {
      int[] units = plain.slice(start, plain.sentenceEnd(s)).toArray();
      start = plain.sentenceEnd(s);
      int[] best = new int[units.length + 1];
      for (int i = units.length - 1; i >= 0; i--) {
        best[i] = best[i + 1] + 1;
        for (int p = BASE.size(); p < LEXICON.size(); p++) {
          int n = takenApart(p).length;
          if (stands(p, n, units, i)) {
            best[i] = Math.min(best[i], best[i + n] + 1);
          }
        }
      }
      fewest += best[0];
    }
    assertEquals(fewest, CODEC.encode(text).length());
  }

  private static boolean stands(int phrase, int n, int[] units, int at) {
    if (at + n > units.length || Unit.letterCase(units[at]) > Unit.CAPITALISED) {
      return false;
    }
    if (at + n < units.length) {
      GlyphKind next = BASE.kind(Unit.glyph(units[at + n]));
      if (next == GlyphKind.PIECE || next == GlyphKind.BYTE) {
        return false;
      }
    }
    int unit = Unit.of(phrase, Unit.letterCase(units[at]), Unit.separator(units[at + n - 1]));
    return Arrays.equals(takenApart(unit), Arrays.copyOfRange(units, at, at + n));
  }

  @Property(tries = 1000)
  void partsGiveTheUnitsOfTheWhole(@ForAll("texts") String text, @ForAll long seed) {
    Random random = new Random(seed);
    GlyphEncoder encoder = CODEC.encoder();
    List<Integer> units = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int to = at + 1 + random.nextInt(Math.min(8, text.length() - at));
      encoder.accept(text, at, to);
      at = to;
      Arrays.stream(encoder.take().toArray()).forEach(units::add);
    }
    Arrays.stream(encoder.finish().toArray()).forEach(units::add);
    int[] whole = CODEC.encode(text).toArray();
    assertArrayEquals(whole, units.stream().mapToInt(u -> u).toArray());
    assertEquals(whole.length, encoder.statistics().units());
  }

  /** The last word may begin a sentence, and the separator before it end the one before. */
  @Property(tries = 1000)
  void moreTextChangesNoSentenceBeforeTheLastTwo(
      @ForAll("texts") String text, @ForAll("texts") String more) {
    Glyphs part = CODEC.encode(text);
    Glyphs whole = CODEC.encode(text + more);
    int sentences = Math.max(0, part.numSentences() - 2);
    int end = sentences == 0 ? 0 : part.sentenceEnd(sentences - 1);
    assertEquals(part.slice(0, end), whole.slice(0, end));
  }

  @Property(tries = 1000)
  void bothProfilesHavePhrases(@ForAll("texts") String text) {
    Glyphs units = CODEC.encode(text);
    Glyphs flat = CODEC.convert(units, Profile.FLAT);
    assertEquals(text, CODEC.decode(flat));
    assertEquals(units, CODEC.convert(flat, Profile.ATTRIBUTE));
  }

  @Property(tries = 200)
  void aLexiconThatWasSavedGivesTheSameUnits(@ForAll("texts") String text) throws IOException {
    GlyphCodec loaded = GlyphCodec.read(ByteBuffer.wrap(CODEC.toBytes()));
    assertEquals(CODEC.encode(text), loaded.encode(text));
  }
}
