package org.ligature.codec;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Strings in which few words come again and again, among any others. */
final class PhraseTexts {
  private PhraseTexts() {}

  static Arbitrary<String> any() {
    Arbitrary<String> words =
        Arbitraries.of(
            "the",
            "quick",
            "fox",
            "dog",
            "over",
            "a",
            "a",
            "stop",
            "don\u2019t",
            "1",
            "19",
            "foxes",
            "\u043c\u0438\u0440",
            "The",
            "Fox",
            "Dog",
            "DOG",
            "A",
            "\u041c\u0438\u0440",
            "zebra");
    Arbitrary<String> gaps =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.just(" ")),
            Tuple.of(
                3, Arbitraries.of(", ", ". ", "", "-", "  ", "\n\n", "! ", "\u2603", "\uD83D")));
    Arbitrary<String> dense =
        Combinators.combine(words, gaps)
            .as((word, gap) -> word + gap)
            .list()
            .ofMaxSize(30)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(dense, Texts.any());
  }
}
