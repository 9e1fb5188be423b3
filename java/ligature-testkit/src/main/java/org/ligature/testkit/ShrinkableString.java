package org.ligature.testkit;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** A random string, and the smaller ones that jqwik tries when a law fails at it. */
final class ShrinkableString implements Shrinkable<String> {
  private final String text;

  private ShrinkableString(String text) {
    this.text = text;
  }

  /** Half of them made of parts that hurt, half of any chars; half of them short. */
  static ShrinkableString random(Random random) {
    int length = random.nextInt(random.nextBoolean() ? 6 : 40);
    boolean likeText = random.nextBoolean();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      if (likeText) {
        // What hurts does so beside what is plain: words, and one space between them.
        int parts = random.nextBoolean() ? HurtingText.PLAIN : HurtingText.PARTS.size();
        text.append(HurtingText.PARTS.get(random.nextInt(parts)));
        text.append(random.nextInt(3) == 0 ? " " : "");
      } else {
        text.append((char) random.nextInt(1 << Character.SIZE));
      }
    }
    return new ShrinkableString(text.toString());
  }

  @Override
  public String value() {
    return text;
  }

  @Override
  public ShrinkingDistance distance() {
    return ShrinkingDistance.of(text.length(), text.chars().mapToLong(c -> oddness(c)).sum());
  }

  /** Nothing is plainer than an a, then a space. */
  private static int oddness(int c) {
    return c == 'a' ? 0 : c == ' ' ? 1 : 2 + c;
  }

  @Override
  public Stream<Shrinkable<String>> shrink() {
    Stream<String> shorter =
        Runs.shorter(text.length(), (from, to) -> text.substring(0, from) + text.substring(to));
    return Stream.of(shorter, plainer('a'), plainer(' '))
        .flatMap(texts -> texts)
        .map(ShrinkableString::new);
  }

  /** With one char that is plainer. */
  private Stream<String> plainer(char c) {
    return IntStream.range(0, text.length())
        .filter(i -> oddness(text.charAt(i)) > oddness(c))
        .mapToObj(i -> text.substring(0, i) + c + text.substring(i + 1));
  }
}
