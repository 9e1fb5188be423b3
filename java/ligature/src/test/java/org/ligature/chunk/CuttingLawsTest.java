package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CuttingLawsTest {
  @Provide
  Arbitrary<Cutting> cuttings() {
    return ChunkArbitraries.cuttings();
  }

  @Provide
  Arbitrary<List<Cutting>> pairs() {
    return ChunkArbitraries.alike(2);
  }

  @Provide
  Arbitrary<List<Cutting>> triples() {
    return ChunkArbitraries.alike(3);
  }

  @Property
  void chunksInOrderAreTheUnits(@ForAll("cuttings") Cutting cutting) {
    int end = 0;
    for (int i = 0; i < cutting.numChunks(); i++) {
      assertEquals(end, cutting.start(i));
      assertTrue(cutting.size(i) >= 1);
      end += cutting.size(i);
      assertEquals(end, cutting.end(i));
    }
    assertEquals(cutting.numUnits(), end);
  }

  @Property
  void chunkOfAndSlotOfAgreeWithTheSpans(@ForAll("cuttings") Cutting cutting) {
    int unit = 0;
    for (int chunk = 0; chunk < cutting.numChunks(); chunk++) {
      for (int slot = 0; slot < cutting.size(chunk); slot++, unit++) {
        assertEquals(chunk, cutting.chunkOf(unit));
        assertEquals(slot, cutting.slotOf(unit));
        assertEquals(slot == 0, cutting.isBoundary(unit));
      }
    }
  }

  @Property
  void textSizesEndsAndBitsGiveItBack(@ForAll("cuttings") Cutting cutting) {
    assertEquals(cutting, Cutting.parse(cutting.toString()));
    assertEquals(cutting, Cutting.ofEnds(cutting.numUnits(), cutting.ends()));
    int[] sizes = IntStream.range(0, cutting.numChunks()).map(cutting::size).toArray();
    assertEquals(cutting, Cutting.ofSizes(sizes));
    assertEquals(cutting.hashCode(), Cutting.ofSizes(sizes).hashCode());
    assertEquals(cutting, Cutting.ofBoundaries(cutting.numUnits(), cutting.boundaries()));
    assertEquals(Math.max(0, cutting.numChunks() - 1), cutting.boundaries().cardinality());
  }

  @Property
  void refinesIsInclusionOfBoundaries(@ForAll("pairs") List<Cutting> pair) {
    Cutting a = pair.get(0);
    Cutting b = pair.get(1);
    boolean included =
        IntStream.rangeClosed(0, a.numUnits()).allMatch(i -> a.isBoundary(i) || !b.isBoundary(i));

    assertEquals(included, a.refines(b));
  }

  @Property
  void refinementIsAPartialOrder(@ForAll("triples") List<Cutting> triple) {
    Cutting a = triple.get(0);
    Cutting b = triple.get(1);
    Cutting c = triple.get(2);

    assertTrue(a.refines(a));
    assertEquals(a.equals(b), a.refines(b) && b.refines(a));
    // Meets make the chains that chance seldom gives.
    Cutting ab = a.meet(b);
    Cutting abc = ab.meet(c);
    assertTrue(abc.refines(ab) && ab.refines(a) && abc.refines(a));
    assertTrue(Cutting.singles(a.numUnits()).refines(a));
    assertTrue(a.refines(Cutting.whole(a.numUnits())));
  }

  @Property
  void meetAndJoinAreTheBoundsNearest(@ForAll("triples") List<Cutting> triple) {
    Cutting a = triple.get(0);
    Cutting b = triple.get(1);
    Cutting c = triple.get(2);
    Cutting meet = a.meet(b);
    Cutting join = a.join(b);

    assertTrue(meet.refines(a) && meet.refines(b));
    assertTrue(a.refines(join) && b.refines(join));
    assertEquals(c.refines(a) && c.refines(b), c.refines(meet));
    assertEquals(a.refines(c) && b.refines(c), join.refines(c));
    for (int i = 0; i <= a.numUnits(); i++) {
      assertEquals(a.isBoundary(i) || b.isBoundary(i), meet.isBoundary(i));
      assertEquals(a.isBoundary(i) && b.isBoundary(i), join.isBoundary(i));
    }
    assertEquals(a, a.meet(join));
    assertEquals(a, a.join(meet));
  }

  @Property
  void orderIsThatOfUnitsThenSizes(@ForAll("cuttings") Cutting a, @ForAll("cuttings") Cutting b) {
    assertEquals(sign(slowCompare(a, b)), sign(a.compareTo(b)));
  }

  @Property
  void orderOfEqualUnitsIsThatOfSizes(@ForAll("pairs") List<Cutting> pair) {
    Cutting a = pair.get(0);
    Cutting b = pair.get(1);

    assertEquals(sign(slowCompare(a, b)), sign(a.compareTo(b)));
    assertEquals(a.equals(b), a.compareTo(b) == 0);
  }

  private static int slowCompare(Cutting a, Cutting b) {
    return a.numUnits() != b.numUnits()
        ? a.numUnits() - b.numUnits()
        : Arrays.compare(sizes(a), sizes(b));
  }

  private static int[] sizes(Cutting cutting) {
    return IntStream.range(0, cutting.numChunks()).map(cutting::size).toArray();
  }

  private static int sign(int value) {
    return Integer.signum(value);
  }
}
