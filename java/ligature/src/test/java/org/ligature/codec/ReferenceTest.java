package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ligature.SharedData;

/** The fast encoder gives the very units of the slow one, on real texts and at every limit. */
class ReferenceTest {
  private static final GlyphCodec CODEC =
      GlyphCodec.trainer()
          .add(Texts.SAMPLE)
          .add(Texts.SAMPLE)
          .add("'nevertheless' 'nevertheless' antidisestablishmentarianism McDonald's isn't ")
          .add("the-end; --- " + "x".repeat(64) + " " + "y".repeat(65))
          .add("antidisestablishmentarianism the rock'n'roll rock\u2019n\u2019roll 1917 2026 20261")
          .train();

  private static void assertSame(GlyphCodec codec, ReferenceEncoder reference, String text) {
    Glyphs expected = reference.encode(text);
    Glyphs units = codec.encode(text);
    if (!expected.equals(units)) {
      int at = 0;
      while (at < units.length() && expected.unit(at) == units.unit(at)) {
        at++;
      }
      String same = codec.decode(units.slice(0, at));
      int shown = Math.min(text.length(), same.length() + 60);
      assertEquals(
          expected, units, "unit " + at + " at: " + text.substring(same.length() / 2, shown));
    }
  }

  @Test
  void wordsOfEveryLengthAndPrefix() {
    ReferenceEncoder reference = new ReferenceEncoder(CODEC.lexicon());
    for (String word :
        List.of(
            "antidisestablishmentarianism",
            "nevertheless",
            "rock'n'roll",
            "rock\u2019n\u2019roll",
            "\u0434\u043e\u0431\u0440\u044b\u0439",
            "x".repeat(70),
            "a".repeat(300),
            "a'".repeat(200),
            "20261234567890")) {
      for (int n = 0; n <= word.length(); n++) {
        if (n > 70 && n % 256 > 2 && n % 256 < 254) {
          continue; // nothing begins or ends there
        }
        for (String tail : List.of("", "e", "zz", "Q", "'", "'s", "\u00fe", "\u00e9t", "1", ".")) {
          String text = word.substring(0, n) + tail;
          assertSame(CODEC, reference, text);
          assertSame(CODEC, reference, text.toUpperCase());
          assertSame(CODEC, reference, "fox, " + text + " fox");
          assertSame(CODEC, reference, "Q" + text + "-" + text + "\n\n");
        }
      }
    }
  }

  @Test
  void capitalsAnywhere() {
    ReferenceEncoder reference = new ReferenceEncoder(CODEC.lexicon());
    for (String word : List.of("nevertheless", "antidisestablish", "isn't", "dog", "1917")) {
      for (int one = 0; one < word.length(); one++) {
        for (int two = one; two < word.length(); two++) {
          char[] chars = word.toCharArray();
          chars[one] = Character.toUpperCase(chars[one]);
          chars[two] = Character.toUpperCase(chars[two]);
          assertSame(CODEC, reference, new String(chars) + ", dog");
        }
      }
    }
  }

  @Test
  void separatorsOfEveryLength() {
    ReferenceEncoder reference = new ReferenceEncoder(CODEC.lexicon());
    for (String marks : List.of(" ", ", ", ". ", "-", "\n", "\r\n", "\uD83D\uDE00", "\uDE00")) {
      for (int n = 0; n <= 40; n++) {
        String text = marks.repeat(n);
        assertSame(CODEC, reference, text);
        assertSame(CODEC, reference, "fox" + text + "dog");
        assertSame(CODEC, reference, "fox" + text + "\u0000dog" + text);
        assertSame(CODEC, reference, "1" + text + "\uffff\u00fe" + text + "'");
      }
    }
  }

  @Test
  void everyCodePointAloneAndInsideAWord() {
    ReferenceEncoder reference = new ReferenceEncoder(CODEC.lexicon());
    StringBuilder text = new StringBuilder();
    for (int c = 0; c <= 0x1FFFF; c++) {
      text.appendCodePoint(c).append(' ').appendCodePoint(c).append("fo").appendCodePoint(c);
      text.append(c % 1000 == 0 ? ". " : "x ");
    }
    assertSame(CODEC, reference, text.toString());
  }

  @Test
  void everyEdgeCase() throws IOException {
    ReferenceEncoder reference = new ReferenceEncoder(CODEC.lexicon());
    for (String string : SharedData.edgeCases()) {
      assertSame(CODEC, reference, string);
    }
  }

  /** A part of each file, under a lexicon that was learned from some of them. */
  @Test
  void everyFile() throws IOException {
    Path data = SharedData.folder();
    GlyphCodec codec =
        GlyphCodec.trainer()
            .add(data.resolve("en").resolve("time_machine.txt"))
            .add(data.resolve("ru").resolve("captains_daughter.txt"))
            .add(data.resolve("emoji").resolve("chat_synthetic.txt"))
            .maxGlyphs(20_000)
            .train();
    ReferenceEncoder reference = new ReferenceEncoder(codec.lexicon());
    List<Path> files = new ArrayList<>(SharedData.texts());
    assertTrue(files.size() >= 30, files.size() + " files");
    Random random = new Random(1);
    for (Path file : files) {
      String text = Files.readString(file);
      int n = Math.min(text.length(), 30_000);
      int from = random.nextInt(text.length() - n + 1);
      assertSame(codec, reference, text.substring(from, from + n));
    }
  }
}
