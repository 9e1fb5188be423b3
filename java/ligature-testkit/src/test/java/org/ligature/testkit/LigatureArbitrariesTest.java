package org.ligature.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Shrinkable;
import org.junit.jupiter.api.Test;
import org.ligature.chunk.Cutting;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Unit;
import org.ligature.testkit.internal.GlyphsFormat;

/** The arbitraries give what they say, and texts shrink to the smallest. */
class LigatureArbitrariesTest {
  /** So many samples that what is rare comes too. */
  private static final int MANY = 1000;

  private static <T> void assertSome(Arbitrary<T> arbitrary, Predicate<T> wanted) {
    assertTrue(arbitrary.sampleStream().limit(MANY).anyMatch(wanted));
  }

  @Test
  void textsAreEmptyShortAndLong() {
    assertSome(LigatureArbitraries.texts(), text -> text.length() == 0);
    assertSome(LigatureArbitraries.texts(), text -> text.length() == 1);
    assertSome(LigatureArbitraries.texts(), text -> text.numSentences() == 4);
    assertSome(LigatureArbitraries.texts(), text -> text.length() > 100);
    assertTrue(
        LigatureArbitraries.sentences()
            .sampleStream()
            .limit(MANY)
            .allMatch(text -> text.numSentences() == 1 && text.length() <= 40));
  }

  @Test
  void unitsHaveAllTheirFields() {
    assertSome(LigatureArbitraries.units(), unit -> Unit.letterCase(unit) == Unit.ALL_CAPS);
    assertSome(LigatureArbitraries.units(), unit -> Unit.separator(unit) > 7);
    assertSome(LigatureArbitraries.units(), unit -> Unit.glyph(unit) > 1 << 17);
    LigatureArbitraries.units().sampleStream().limit(MANY).forEach(Glyphs::of);
  }

  @Test
  void allCuttingsOfFourUnitsCome() {
    Set<Cutting> found = new HashSet<>();
    LigatureArbitraries.cuttingsOf(4).sampleStream().limit(MANY).forEach(found::add);
    assertEquals(8, found.size());
    assertEquals(Cutting.whole(1), LigatureArbitraries.cuttingsOf(1).sample());
    assertEquals(Cutting.whole(0), LigatureArbitraries.cuttingsOf(0).sample());
    assertSome(LigatureArbitraries.cuttings(), cutting -> cutting.numUnits() == 40);
  }

  @Test
  void stringsHurt() {
    assertSome(LigatureArbitraries.strings(), s -> s.indexOf('\0') >= 0);
    assertSome(LigatureArbitraries.strings(), s -> s.contains("the fox")); // an implied space
    assertSome(LigatureArbitraries.strings(), s -> s.contains("\n\n"));
    assertSome(LigatureArbitraries.strings(), s -> s.contains("\u200d"));
    assertSome(
        LigatureArbitraries.strings(),
        s -> s.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)); // a lone surrogate
  }

  @Test
  void textsShrinkToTheSmallest() {
    assertEquals("0 0 0 0", shrunk(text -> text.length() % 3 == 1 && text.length() > 1));
    assertEquals("0 | 0", shrunk(text -> text.numSentences() > 1));
    assertEquals("7", shrunk(text -> has(text, 7)));
    assertEquals("262144", shrunk(text -> text.length() > 0 && text.unit(0) >= 1 << 18));
    assertEquals("(empty)", shrunk(text -> true));
  }

  private static boolean has(Glyphs text, int unit) {
    for (int u : text.toArray()) {
      if (u == unit) {
        return true;
      }
    }
    return false;
  }

  /** The first random text of some kind, made smaller for as long as it stays of that kind. */
  private static String shrunk(Predicate<Glyphs> wanted) {
    Random random = new Random(42);
    Shrinkable<Glyphs> text = ShrinkableGlyphs.random(random, 3);
    while (!wanted.test(text.value())) {
      text = ShrinkableGlyphs.random(random, 3);
    }
    Shrinkable<Glyphs> smaller = text;
    while (smaller != null) {
      text = smaller;
      Shrinkable<Glyphs> from = text;
      smaller =
          text.shrink()
              .peek(s -> assertTrue(s.distance().compareTo(from.distance()) < 0))
              .filter(s -> wanted.test(s.value()))
              .findFirst()
              .orElse(null);
    }
    return GlyphsFormat.show(text.value());
  }
}
