package org.ligature.testkit;

import java.util.List;

/** Parts of text at which encoders go wrong. */
final class HurtingText {
  private HurtingText() {}

  /** How many of the parts, the first, are plain text. */
  static final int PLAIN = 9;

  static final List<String> PARTS =
      List.of(
          // Plain text.
          "a",
          " ",
          "the",
          "fox",
          "dog",
          ", ",
          ". ",
          "\n",
          "1",
          // Letter case, inside words too.
          "I",
          "Fox",
          "DOG",
          "iPhone",
          "McDonald",
          "XMLParser",
          "dOn't",
          // Apostrophes and hyphens, of ASCII and not.
          "'",
          "\u2019",
          "-",
          "\u2014",
          "\u00ad",
          // Ends of sentences, blank lines, spaces of every kind.
          "!",
          "?",
          "\u2026",
          "\u3002",
          "  ",
          "\t",
          "\r",
          "\n\n",
          "\r\n\r\n",
          "\u00a0",
          "\u2028",
          "\u200b",
          " ".repeat(20),
          // Numbers.
          "1917",
          "000000",
          "\u0663",
          // Letters whose case is odd: dotted and dotless i, sharp s, titlecase, final sigma,
          // ligature.
          "\u0130",
          "\u0131",
          "\u00df",
          "\u1e9e",
          "\u01c5",
          "\u03a3\u03c2",
          "\ufb01",
          // Marks that combine, before and behind what they combine with.
          "e\u0301",
          "\u0301",
          "\u0439",
          "\u0438\u0306",
          "\ufe0f",
          // Other scripts, one from right to left, and Latin with a Cyrillic letter.
          "\u043c\u0438\u0440",
          "\u041c\u0418\u0420",
          "\u0627\u0644\u0633\u0644\u0627\u0645",
          "\u05e9\u05dc\u05d5\u05dd",
          "\u200f",
          "\u202e",
          "\u4f60\u597d",
          "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
          "\uac00",
          "p\u0430y",
          // Emoji: one, a family joined by ZWJ, a flag, a keycap, a tone of skin, a bare joiner.
          "\uD83D\uDE00",
          "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
          "\uD83C\uDDF7\uD83C\uDDFA",
          "1\ufe0f\u20e3",
          "\uD83D\uDC4D\uD83C\uDFFD",
          "\u200d",
          // A letter outside the basic plane, and halves of one.
          "\uD835\uDD38",
          "\uD83D",
          "\uDE00",
          // What is no text: NUL, noncharacters, byte order mark, private use, replacement.
          "\u0000",
          "\uffff",
          "\ufeff",
          "\ue000",
          "\ufffd",
          // What other tokenizers take for a command, and our own printable form.
          "<|endoftext|>",
          "</s>",
          "\ua016\ua216",
          // Long runs.
          "a".repeat(300),
          "aB".repeat(150),
          "=".repeat(300),
          "don't".repeat(60));
}
