package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RangeCounterLawsTest {
  @Property(tries = 200)
  void countsAreExactInAnyMemory(
      @ForAll @Size(max = 2000) List<@IntRange(min = 0, max = 700) Integer> keys,
      @ForAll @IntRange(min = 1, max = 64) int kibibytes) {
    RangeCounter counter = new RangeCounter(1024L * kibibytes);
    for (int again = 0; again < 2; again++) {
      Map<Long, Long> expected = new HashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        expected.merge(key(keys, i), i + 1L, Long::sum);
      }
      Map<Long, Long> found = new HashMap<>();
      do {
        for (int i = 0; i < keys.size(); i++) {
          counter.add(key(keys, i), i + 1L);
        }
      } while (counter.nextRound((key, count) -> assertNull(found.put(key, count))));

      assertEquals(expected, found);
    }
  }

  private static long key(List<Integer> keys, int i) {
    return keys.get(i) * 0x0123_4567_89ABL;
  }
}
