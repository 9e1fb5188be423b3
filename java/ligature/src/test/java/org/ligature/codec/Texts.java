package org.ligature.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Strings for the laws: any UTF-16 at all, and such as look like text. */
final class Texts {
  /** Learned by every codec of these tests; the laws hold for other texts just as well. */
  static final String SAMPLE =
      "The quick brown fox jumps over a dog. Don\u2019t stop, McDonald's iPhone rings; don't answer!\n\n"
          + "McDonald's iPhone: \u0434\u043e\u0431\u0440\u044b\u0439 \u0434\u0435\u043d\u044c, \u041c\u0438\u0440. \u4f60\u597d\u3002 \uD83D\uDE00 - 1234 in 1917.\n";

  private Texts() {}

  static GlyphCodec sampleCodec() {
    return GlyphCodec.trainer().add(SAMPLE).add("dog, fox. dog\nquick, quick - over").train();
  }

  /** Half of them any chars, lone surrogates included; half made of what the rules care about. */
  static Arbitrary<String> any() {
    Arbitrary<String> anything = Arbitraries.chars().all().list().ofMaxSize(40).map(Texts::join);
    return Arbitraries.oneOf(anything, likeText());
  }

  private static Arbitrary<String> likeText() {
    Arbitrary<String> parts =
        Arbitraries.of(
            "the",
            "quick",
            "fox",
            "dog",
            "Fox",
            "DOG",
            "McDonald",
            "iPhone",
            "dOn't",
            "a",
            "I",
            "x",
            "Q",
            "'",
            "\u2019",
            " ",
            " ",
            " ",
            "  ",
            ", ",
            ". ",
            "\n",
            "\n\n",
            "\r\n\r\n",
            "-",
            "\t",
            "!",
            "?",
            "1",
            "19",
            "1917",
            "000000",
            "\u043c\u0438\u0440",
            "\u041c\u0418\u0420",
            "\u0451",
            "\u0130",
            "\u00df",
            "\u1e9e",
            "\u01c5",
            "\u0301",
            "\ufe0f",
            "\u200d",
            "\u4f60",
            "\u3002",
            "\uD83D",
            "\uDE00",
            "\uD83D\uDE00",
            "\uD83C\uDDF7\uD83C\uDDFA",
            "\u0000",
            "\uffff",
            "\u0622",
            " ".repeat(20),
            "=".repeat(300));
    return parts.list().ofMaxSize(40).map(list -> String.join("", list));
  }

  /** The bytes of a text in UTF-8, and of a lone surrogate as if it were any other char. */
  static byte[] wtf8(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            c -> {
              if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                bytes.write(0xED);
                bytes.write(0x80 | c >> 6 & 0x3F);
                bytes.write(0x80 | c & 0x3F);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  private static String join(Iterable<Character> chars) {
    StringBuilder text = new StringBuilder();
    chars.forEach(text::append);
    return text.toString();
  }
}
