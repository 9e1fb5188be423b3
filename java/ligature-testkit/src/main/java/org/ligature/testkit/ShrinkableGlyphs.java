package org.ligature.testkit;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Unit;

/** A random text, and the smaller ones that jqwik tries when a law fails at it. */
final class ShrinkableGlyphs implements Shrinkable<Glyphs> {
  private final Glyphs text;

  private ShrinkableGlyphs(Glyphs text) {
    this.text = text;
  }

  /** A text of so many sentences; half of them are short. */
  static ShrinkableGlyphs random(Random random, int numSentences) {
    int[] ends = new int[numSentences];
    int end = 0;
    for (int s = 0; s < numSentences; s++) {
      end += 1 + random.nextInt(random.nextBoolean() ? 6 : 40);
      ends[s] = end;
    }
    int[] units = new int[end];
    Arrays.setAll(units, i -> randomUnit(random));
    return new ShrinkableGlyphs(Glyphs.of(units, ends));
  }

  /** Most are below 10, so that units come again. */
  private static int randomUnit(Random random) {
    return random.nextInt(10) > 0
        ? random.nextInt(10)
        : random.nextInt(Unit.ALL_CAPS + 1) << Unit.GLYPH_BITS
            | random.nextInt(Unit.MAX_GLYPHS)
            | random.nextInt(16) << Unit.GLYPH_BITS + 2;
  }

  @Override
  public Glyphs value() {
    return text;
  }

  /** Fewer units before fewer sentences before smaller units. */
  @Override
  public ShrinkingDistance distance() {
    long sum = Arrays.stream(text.toArray()).asLongStream().sum();
    return ShrinkingDistance.of(text.length(), text.numSentences(), sum);
  }

  @Override
  public Stream<Shrinkable<Glyphs>> shrink() {
    Stream<Glyphs> smaller =
        Stream.of(
                Runs.shorter(text.length(), this::without),
                joined(),
                withUnits(unit -> 0),
                withUnits(unit -> unit / 2),
                withUnits(unit -> unit - 1))
            .flatMap(texts -> texts);
    return smaller.map(ShrinkableGlyphs::new);
  }

  private Glyphs without(int from, int to) {
    int removed = to - from;
    int[] units = text.toArray();
    System.arraycopy(units, to, units, from, units.length - to);
    int[] ends =
        sentenceEnds()
            .map(end -> end <= from ? end : Math.max(from, end - removed))
            .filter(end -> end > 0)
            .distinct()
            .toArray();
    return Glyphs.of(Arrays.copyOf(units, units.length - removed), ends);
  }

  /** With one sentence end less. */
  private Stream<Glyphs> joined() {
    return sentenceEnds()
        .limit(Math.max(0, text.numSentences() - 1))
        .mapToObj(
            joint ->
                Glyphs.of(text.toArray(), sentenceEnds().filter(end -> end != joint).toArray()));
  }

  /** With one unit changed, where that is still a unit. */
  private Stream<Glyphs> withUnits(IntUnaryOperator change) {
    return IntStream.range(0, text.length())
        .filter(i -> text.unit(i) > 0 && Unit.letterCase(change.applyAsInt(text.unit(i))) < 3)
        .mapToObj(
            i -> {
              int[] units = text.toArray();
              units[i] = change.applyAsInt(units[i]);
              return Glyphs.of(units, sentenceEnds().toArray());
            });
  }

  private IntStream sentenceEnds() {
    return IntStream.range(0, text.numSentences()).map(text::sentenceEnd);
  }
}
