package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class KeyRangesLawsTest {
  @Provide
  Arbitrary<Set<Integer>> sets() {
    return Arbitraries.integers().between(0, 30).set().ofMaxSize(25);
  }

  @Provide
  Arbitrary<Set<Integer>> largeSets() {
    return Arbitraries.integers().between(0, 400).set().ofMinSize(100).ofMaxSize(300);
  }

  @Property
  void aSmallSetMeetsALargeOne(
      @ForAll("sets") Set<Integer> small,
      @ForAll @IntRange(max = 370) int from,
      @ForAll("largeSets") Set<Integer> large) {
    Set<Integer> shifted = small.stream().map(i -> from + i).collect(Collectors.toSet());
    operationsAreThoseOfSets(shifted, large);
    operationsAreThoseOfSets(large, shifted);
  }

  @Property
  void operationsAreThoseOfSets(
      @ForAll("sets") Set<Integer> left, @ForAll("sets") Set<Integer> right) {
    BitSet both = bits(left);
    both.and(bits(right));
    assertRanges(both, left, right, KeyRanges::intersect);

    BitSet either = bits(left);
    either.or(bits(right));
    assertRanges(either, left, right, KeyRanges::unite);

    BitSet rest = bits(left);
    rest.andNot(bits(right));
    assertRanges(rest, left, right, KeyRanges::subtract);
  }

  private static void assertRanges(
      BitSet expected, Set<Integer> left, Set<Integer> right, KeyRule.Operation operation) {
    KeyRanges out = new KeyRanges();
    out.add(3, 9); // results overwrite
    operation.apply(out, ranges(bits(left)), ranges(bits(right)));
    assertEquals(text(ranges(expected)), text(out));
  }

  private static BitSet bits(Set<Integer> set) {
    BitSet bits = new BitSet();
    set.forEach(bits::set);
    return bits;
  }

  private static KeyRanges ranges(BitSet bits) {
    KeyRanges ranges = new KeyRanges();
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int to = bits.nextClearBit(from);
      ranges.add(from, to);
      from = bits.nextSetBit(to);
    }
    return ranges;
  }

  private static String text(KeyRanges ranges) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ranges.size(); i++) {
      text.append('[').append(ranges.from(i)).append(", ").append(ranges.to(i)).append(") ");
    }
    return text.toString();
  }
}
