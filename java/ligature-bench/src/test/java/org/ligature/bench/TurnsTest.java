package org.ligature.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @Test
  void tasksTakeTurns() {
    List<String> order = new ArrayList<>();
    Turns.run(1, () -> order.add("a") ? 1 : 0, () -> order.add("b") ? 1 : 0);
    assertEquals(List.of("a", "b", "a", "b", "a", "b"), order);
  }

  @Test
  void aTaskThatGivesAnotherResultIsRefused() {
    long[] calls = {0};
    assertThrows(IllegalStateException.class, () -> Turns.run(1, () -> calls[0]++));
  }

  @Test
  void theMedianIsTheMiddle() {
    assertEquals(2, Turns.median(new double[] {9, 1, 2}));
    assertEquals(3, Turns.median(new double[] {9, 1, 2, 4}));
  }
}
