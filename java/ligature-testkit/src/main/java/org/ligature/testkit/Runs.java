package org.ligature.testkit;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which runs of a text are left out to make it smaller. A list of jqwik's shrinks an element at a
 * time: what goes wrong at each third unit would be shown at forty of them.
 */
final class Runs {
  /** Runs of up to so many elements are left out wherever they stand, longer ones side by side. */
  private static final int SHORT = 6;

  private Runs() {}

  /** Makes a smaller text without elements [from, to). */
  interface Without<T> {
    T leaveOut(int from, int to);
  }

  /** The texts that one run less makes of a text of n elements, the smallest first. */
  static <T> Stream<T> shorter(int n, Without<T> text) {
    return IntStream.iterate(n, length -> length > 0, Runs::next)
        .boxed()
        .flatMap(
            length ->
                IntStream.iterate(0, at -> at + length <= n, at -> at + step(length))
                    .mapToObj(at -> text.leaveOut(at, at + length)));
  }

  private static int next(int length) {
    return length > 2 * SHORT ? length / 2 : length - 1;
  }

  private static int step(int length) {
    return length > SHORT ? length : 1;
  }
}
