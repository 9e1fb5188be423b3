package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every String. */
class GlyphCodecLawsTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Property(tries = 5000)
  void decodeGivesBackWhatWasEncoded(@ForAll("texts") String text) {
    assertEquals(text, CODEC.decode(CODEC.encode(text)));
  }

  @Property(tries = 100)
  void soItDoesUnderALexiconLearnedFromTheText(
      @ForAll("texts") String text, @ForAll("texts") String other) {
    GlyphCodec codec = GlyphCodec.trainer().add(text).add(text).train();
    assertEquals(text, codec.decode(codec.encode(text)));
    assertEquals(other, codec.decode(codec.encode(other)));
  }

  @Property(tries = 2000)
  void unitsAreGlyphsOfTheLexicon(@ForAll("texts") String text) {
    Glyphs units = CODEC.encode(text);
    int[] ends = IntStream.range(0, units.numSentences()).map(units::sentenceEnd).toArray();
    assertEquals(units, Glyphs.of(units.toArray(), ends));
    for (int unit : units.toArray()) {
      assertTrue(Unit.glyph(unit) < CODEC.size());
    }
    for (int end : ends) {
      assertTrue(end == units.length() || endsSentence(units.unit(end - 1)));
    }
  }

  /** Said by the texts alone: what the unit writes holds a mark of an end. */
  private static boolean endsSentence(int unit) {
    String written = CODEC.decode(Glyphs.of(unit));
    return written.matches("(?s).*([.!?\u2026\u3002]|\n\n|\r\n\r\n).*");
  }

  @Property(tries = 2000)
  void partsGiveTheUnitsOfTheWhole(
      @ForAll("texts") String text, @ForAll Profile profile, @ForAll long seed) {
    Random random = new Random(seed);
    GlyphEncoder encoder = CODEC.encoder(profile);
    List<Glyphs> taken = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int to = at + 1 + random.nextInt(Math.min(8, text.length() - at));
      encoder.accept(text, at, to);
      at = to;
      if (random.nextBoolean()) {
        taken.add(encoder.take());
      }
    }
    taken.add(encoder.finish());
    Glyphs whole = CODEC.encode(text, profile);
    assertEquals(whole, join(taken));
    assertEquals(whole.length(), encoder.statistics().units());
    assertEquals(
        Arrays.stream(whole.toArray())
            .filter(u -> CODEC.kind(Unit.glyph(u)) == GlyphKind.BYTE)
            .count(),
        encoder.statistics().byteUnits());
  }

  private static Glyphs join(List<Glyphs> parts) {
    int[] units = new int[0];
    List<Integer> ends = new ArrayList<>();
    for (Glyphs part : parts) {
      int from = units.length;
      units = Arrays.copyOf(units, from + part.length());
      part.copyTo(units, from, 0, part.length());
      for (int i = 0; i < part.numSentences(); i++) {
        ends.add(from + part.sentenceEnd(i));
      }
    }
    return Glyphs.of(units, ends.stream().mapToInt(Integer::intValue).toArray());
  }

  @Property(tries = 1000)
  void partsOfUnitsGiveTheTextOfTheWhole(
      @ForAll("texts") String text, @ForAll Profile profile, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Glyphs whole = CODEC.encode(text, profile);
    StringBuilder out = new StringBuilder();
    GlyphDecoder decoder = CODEC.decoder(out);
    for (int at = 0; at < whole.length(); ) {
      int to = at + 1 + random.nextInt(Math.min(4, whole.length() - at));
      decoder.accept(whole.slice(at, to));
      at = to;
    }
    decoder.finish();
    assertEquals(text, out.toString());
  }

  /** A naive scan of the same definition. */
  @Property(tries = 1000)
  void wordsAreRunsOfLetters(@ForAll("texts") String text) {
    LetterTable letters = LetterTable.unicode13();
    int words = 0;
    for (int i = 0; i < text.length(); i++) {
      if (letters.isLetter(text.charAt(i))) {
        boolean inside =
            i > 0 && letters.isLetter(text.charAt(i - 1))
                || i > 1
                    && WordScanner.isApostrophe(text.charAt(i - 1))
                    && letters.isLetter(text.charAt(i - 2));
        words += inside ? 0 : 1;
      }
    }
    GlyphEncoder encoder = CODEC.encoder().accept(text);
    encoder.finish();
    assertEquals(words, encoder.statistics().words());
  }

  @Property(tries = 20)
  void trainingAsksNoOrder(@ForAll("texts") String one, @ForAll("texts") String two) {
    byte[] there = GlyphCodec.trainer().add(one).add(two).train().toBytes();
    byte[] back = GlyphCodec.trainer().add(two).add(one).train().toBytes();
    assertArrayEquals(there, back);
  }
}
