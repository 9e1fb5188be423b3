package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A table of keys is a map, however alike they are. */
class KeyTableLawsTest {
  private record Key(long head, long tail) {
    /** Keys that differ in few bits, anywhere: some of them only in one half. */
    static Key random(Random random) {
      long head = 1 | 1L << random.nextInt(8 * KeyTable.CODE_BITS);
      long tail = random.nextInt(3) == 0 ? 0 : 1L << random.nextInt(7 * KeyTable.CODE_BITS);
      return new Key(head, tail);
    }
  }

  @Property(tries = 300)
  void whatWasAddedIsFoundAndNothingElse(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 500) int size) {
    Random random = new Random(seed);
    KeyTable table = new KeyTable(size);
    Map<Key, Integer> glyphs = new HashMap<>();
    for (int i = 0; i < size; i++) {
      Key key = Key.random(random);
      int glyph = Unit.MAX_GLYPHS - 1 - i;
      assertEquals(glyphs.getOrDefault(key, -1), table.add(key.head(), key.tail(), glyph));
      glyphs.putIfAbsent(key, glyph);
    }
    for (int i = 0; i < 1000; i++) {
      Key key = Key.random(random);
      assertEquals(glyphs.getOrDefault(key, -1), table.find(key.head(), key.tail()));
    }
  }
}
