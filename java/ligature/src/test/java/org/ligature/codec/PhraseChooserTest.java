package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ligature.file.TemporaryFolder;

class PhraseChooserTest {
  private static final String TEXT =
      "King of the hill. Out of the sea; out of the sea. Of the king, however, in England. "
          + "The king, however, in England. Kingliest of men. Kingliest of men. of, of";

  private static final Lexicon BASE =
      GlyphCodec.trainer().add(TEXT.replace("liest", "")).train().lexicon();

  private static List<String> chosen(int most, UnitReplay replay) throws IOException {
    return choose(BASE, replay, most);
  }

  static List<String> choose(Lexicon base, UnitReplay replay, int most) throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.ofSystem()) {
      return PhraseChooser.choose(base, replay, most, folder);
    }
  }

  @Test
  void theCommonestPairComesFirstThenWhatItMakes() throws IOException {
    List<String> phrases = chosen(100, Replays.of(TEXT));
    assertEquals("of the", phrases.get(0));
    assertTrue(phrases.contains("king, however"), phrases.toString());
    assertTrue(phrases.contains("in England"), phrases.toString());
    assertTrue(phrases.contains("out of the sea"), phrases.toString());
    assertTrue(phrases.stream().noneMatch(p -> p.contains(".")), phrases.toString());
    assertEquals(phrases, phrases.stream().distinct().toList());
  }

  @Test
  void noMoreAreChosenThanMayBe() throws IOException {
    List<String> phrases = chosen(100, Replays.of(TEXT));
    assertEquals(phrases.subList(0, 1), chosen(1, Replays.of(TEXT)));
    assertEquals(3, chosen(3, Replays.of(TEXT)).size());
    assertEquals(List.of(), chosen(0, Replays.of(TEXT)));
    assertEquals(List.of(), chosen(100, Replays.of("")));
  }

  @Test
  void whatWasSeenOnceIsNoPhrase() throws IOException {
    assertEquals(List.of(), chosen(100, Replays.of("of the king in England")));
  }

  @Test
  void theOrderOfTheSentencesShowsNowhere() throws IOException {
    for (int seed = 0; seed < 5; seed++) {
      assertEquals(
          chosen(100, Replays.of(TEXT, TEXT)), chosen(100, Replays.shuffled(seed, TEXT, TEXT)));
    }
  }

  @Test
  void aWeightCountsAsSoManyTexts() throws IOException {
    assertEquals(chosen(100, Replays.of(TEXT, TEXT, TEXT)), chosen(100, Replays.weighted(3, TEXT)));
  }

  @Test
  void theBeginningOfAnotherWordIsNoHalf() throws IOException {
    List<String> phrases = chosen(100, Replays.of("the kingliest the kingliest in kingliest of"));
    assertEquals(List.of(), phrases);
  }

  @Test
  void capitalsBeginNoPhrase() throws IOException {
    assertEquals(List.of(), chosen(100, Replays.of("OF the. OF the. OF the")));
    assertEquals(List.of("of the"), chosen(100, Replays.of("Of the. Of the.")));
  }

  @Test
  void aSentenceEndOfNoSeparatorParts() throws IOException {
    int[] units = GlyphCodec.of(BASE).encode("of the of the").toArray();
    Glyphs words = Glyphs.of(units, new int[] {1, 2, 3, 4});
    assertEquals(List.of(), chosen(100, (lexicon, sink) -> sink.accept(words, 5)));
    Glyphs halves = Glyphs.of(units, new int[] {2, 4});
    assertEquals(List.of("of the"), chosen(100, (lexicon, sink) -> sink.accept(halves, 5)));
  }

  @Test
  void partsThatAreListedAsOneWordAreNoPhrase() throws IOException {
    Lexicon base = GlyphCodec.trainer().add("a1 b2 mcDonald mc donald of the").train().lexicon();
    String text = "McDonald of the McDonald";
    assertEquals(5 + 1, GlyphCodec.of(base).encode(text).length());
    assertEquals(List.of(), choose(base, Replays.of("McDonald, McDonald"), 100));
  }

  @Test
  void aReplayThatFailsIsToldOf() {
    UnitReplay fails =
        (lexicon, sink) -> {
          throw new IOException("gone");
        };
    assertEquals("gone", assertThrows(IOException.class, () -> chosen(9, fails)).getMessage());
  }
}
