package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlyphCodecTrainerTest {
  @TempDir Path folder;

  @Test
  void aFileTeachesWhatItsTextDoes() throws IOException {
    String text = (Texts.SAMPLE + "\uD83D\uDE00 ").repeat(300);
    Path file = Files.writeString(folder.resolve("a.txt"), text);
    List<Long> seen = new ArrayList<>();
    byte[] codec = GlyphCodec.trainer().progress(seen::add).add(file).add(file).train().toBytes();
    assertArrayEquals(GlyphCodec.trainer().add(text).add(text).train().toBytes(), codec);
    assertEquals(2 * Files.size(file), seen.get(seen.size() - 1));
  }

  @Test
  void onlySoManyGlyphsAreListedAndTheCommonestFirst() {
    int least = LexiconBuilder.MANDATORY;
    String text = "once twice twice often often often. ".repeat(2) + "\u2026 zebra zebras zebrast";
    for (int max = least; max < least + 20; max++) {
      GlyphCodec codec = GlyphCodec.trainer().maxGlyphs(max).add(text).train();
      assertTrue(codec.size() <= max, codec.size() + " glyphs of " + max);
      assertEquals(text, codec.decode(codec.encode(text)));
    }
    GlyphCodec one = GlyphCodec.trainer().maxGlyphs(least + 1).add(text).train();
    assertEquals(least + 1, one.size());
    assertEquals(1, one.encode("often").length());
    assertTrue(one.encode("twice").length() > 1);
  }

  @Test
  void nothingLearnedStillKnowsAscii() {
    GlyphCodec codec = GlyphCodec.trainer().maxGlyphs(LexiconBuilder.MANDATORY).train();
    assertEquals(LexiconBuilder.MANDATORY, codec.size());
    GlyphEncoder encoder = codec.encoder().accept("Don't panic: 42 = 6 * 7!\r\n\t~");
    encoder.finish();
    assertEquals(0, encoder.statistics().byteUnits());
  }

  @Test
  void piecesAreLearnedFromEndings() {
    StringBuilder text = new StringBuilder("walk talk jump. ".repeat(9));
    text.append("walkness talkness jumpness walkish talkish jumpish ");
    GlyphCodec codec = GlyphCodec.trainer().add(text).add("gleam ".repeat(5)).train();
    Glyphs units = codec.encode("gleamness gleamish");
    assertEquals(4, units.length());
    assertEquals("ness", codec.text(Unit.glyph(units.unit(1))));
    assertEquals(GlyphKind.PIECE, codec.kind(Unit.glyph(units.unit(1))));
  }

  @Test
  void emojiSequencesStayWhole() {
    for (String emoji :
        List.of(
            "\u2764\uFE0F",
            "\uD83D\uDC4D\uD83C\uDFFD",
            "\uD83C\uDDF7\uD83C\uDDFA",
            "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67")) {
      GlyphCodec codec = GlyphCodec.trainer().add("so " + emoji + emoji + "! then").train();
      assertEquals(3, codec.encode(emoji.repeat(3)).length(), emoji);
    }
  }

  @Test
  void aFileThatIsNotUtf8IsRefusedWithTheOffset() throws IOException {
    Path file = folder.resolve("latin1.txt");
    Files.write(file, new byte[] {'a', 'b', (byte) 0xE9, 'c'});
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> GlyphCodec.trainer().add(file));
    assertEquals(2, e.offset());
    assertThrows(NoSuchFileException.class, () -> GlyphCodec.trainer().add(folder.resolve("none")));
  }

  @Test
  void argumentsAreChecked() {
    GlyphCodecTrainer trainer = GlyphCodec.trainer();
    int least = LexiconBuilder.MANDATORY;
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> trainer.maxGlyphs(least - 1));
    assertEquals(
        "maxGlyphs is " + (least - 1) + ", not in [" + least + ", 262144]", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> trainer.maxGlyphs(262_145));
    assertThrows(NullPointerException.class, () -> trainer.add((CharSequence) null));
    assertThrows(NullPointerException.class, () -> trainer.add((Path) null));
    assertThrows(NullPointerException.class, () -> trainer.provenance(null));
    assertThrows(NullPointerException.class, () -> trainer.progress(null));
  }

  @Test
  void aFileThatChangedIsNotReadAgain() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "the quick brown fox");
    GlyphCodecTrainer trainer = GlyphCodec.trainer().add(file);
    Files.writeString(file, "the quick");
    UncheckedIOException e = assertThrows(UncheckedIOException.class, trainer::train);
    assertTrue(e.getMessage().contains("had 19 bytes when it was added and has 9"), e.getMessage());
  }

  @Test
  void phrasesComeOutOfTheSlots() {
    String text = "out of the woods and out of the house. ".repeat(20);
    GlyphCodec codec =
        GlyphCodec.trainer().maxGlyphs(LexiconBuilder.MANDATORY + 8).phrases(3).add(text).train();
    assertTrue(codec.size() <= LexiconBuilder.MANDATORY + 8);
    assertTrue(codec.encode("out of the").length() < 3);
    assertEquals(text, codec.decode(codec.encode(text)));
    GlyphCodecTrainer full = GlyphCodec.trainer().maxGlyphs(LexiconBuilder.MANDATORY).phrases(1);
    assertThrows(IllegalStateException.class, full::train);
    assertThrows(IllegalArgumentException.class, () -> full.phrases(-1));
  }

  @Test
  void wordListsCountAsTexts() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("words.tsv"),
            "zebra\t2.5\nNew York\t900\n000\t900\nok\u0430\t0.49\ndon't\t3\n");
    GlyphCodecTrainer trainer = GlyphCodec.trainer().addWords(list, 2).add("okapi");
    GlyphCodec codec = trainer.train();
    assertEquals(1, codec.encode("Zebra").length());
    assertEquals(1, codec.encode("don't").length());
    assertTrue(codec.encode("york").length() > 1);
    assertEquals(1, codec.encode("ok\u0430").length());
  }

  @Test
  void aLineThatIsNoWordAndCountIsRefusedWithItsNumber() throws IOException {
    for (String line : List.of("zebra", "\t3", "zebra\tmany", "zebra\t-1", "zebra\t1e99", "")) {
      Path list = Files.writeString(folder.resolve("words.tsv"), "fox\t3\n" + line + "\nox\t1\n");
      IOException e =
          assertThrows(IOException.class, () -> GlyphCodec.trainer().addWords(list, 1), line);
      assertTrue(e.getMessage().startsWith("line 2 of "), e.getMessage());
    }
    Path list = folder.resolve("words.tsv");
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class, () -> GlyphCodec.trainer().addWords(list, scale));
    }
  }

  @Test
  void aTextOfMoreWeightCountsAsIfItStoodThereMoreOften() {
    GlyphCodec weighted = GlyphCodec.trainer().weight(3).add(Texts.SAMPLE).train();
    GlyphCodec often =
        GlyphCodec.trainer().add(Texts.SAMPLE).add(Texts.SAMPLE).add(Texts.SAMPLE).train();
    assertEquals(texts(often), texts(weighted)); // the numbers go by sightings, whatever they weigh
    assertThrows(IllegalArgumentException.class, () -> GlyphCodec.trainer().weight(0));
    assertThrows(IllegalArgumentException.class, () -> GlyphCodec.trainer().weight(1_000_001));
  }

  @Test
  void controlsAreNamedAndStandBehindTheBytes() {
    GlyphCodec codec = GlyphCodec.trainer().controls(List.of("user", "tool use")).train();
    assertEquals(Map.of("user", 256, "tool use", 257), codec.controls());
    assertEquals(Map.of(), GlyphCodec.trainer().controls(List.of()).train().controls());
    List<String> many = IntStream.range(0, 1025).mapToObj(i -> "c" + i).toList();
    for (List<String> names :
        List.of(List.of(""), List.of("a", "a"), List.of("x".repeat(65)), List.of("\ud800"), many)) {
      assertThrows(
          IllegalArgumentException.class, () -> GlyphCodec.trainer().controls(names), "" + names);
    }
    GlyphCodecTrainer full =
        GlyphCodec.trainer()
            .maxGlyphs(LexiconBuilder.MANDATORY)
            .controls(many.subList(0, LexiconBuilder.CONTROLS.size() + 1));
    assertThrows(IllegalStateException.class, full::train);
  }

  private static Set<String> texts(GlyphCodec codec) {
    return IntStream.range(0, codec.size())
        .mapToObj(g -> codec.kind(g) + codec.text(g))
        .collect(Collectors.toSet());
  }
}
