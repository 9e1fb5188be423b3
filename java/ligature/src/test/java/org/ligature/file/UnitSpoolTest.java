package org.ligature.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnitSpoolTest {
  private static final int[] SHORT = {3 | UnitSpool.LAST, 1, 2 | UnitSpool.LAST};

  /** More than a buffer holds. */
  private static final int[] LONG = IntStream.range(0, 100_000).toArray();

  private final List<String> seen = new ArrayList<>();

  private int see(int[] units, int length, long weight) {
    seen.add(weight + " x " + Arrays.toString(Arrays.copyOf(units, length)));
    return length;
  }

  private static UnitSpool filled() throws IOException {
    UnitSpool spool = new UnitSpool(TemporaryFolder.ofSystem());
    spool.write(SHORT, 3, 7);
    spool.write(LONG, LONG.length, 1L << 40);
    spool.write(SHORT, 3, 1);
    spool.endWriting();
    return spool;
  }

  private static String text(long weight, int... units) {
    return weight + " x " + Arrays.toString(units);
  }

  @Test
  void allPartsComeBackAsOftenAsAsked() throws IOException {
    List<String> all = List.of(text(7, SHORT), text(1L << 40, LONG), text(1, SHORT));
    try (UnitSpool spool = filled()) {
      spool.read(this::see);
      assertEquals(all, seen);
      seen.clear();
      spool.read(
          (u, n, w) -> {
            u[0] = 99;
            return 1;
          });
      spool.read(this::see);
      assertEquals(all, seen);
    }
  }

  @Test
  void whatIsMadeOfThePartsIsKept() throws IOException {
    try (UnitSpool spool = filled()) {
      for (int times = 0; times < 3; times++) {
        spool.rewrite(
            (u, n, w) -> {
              u[0]++;
              return n - 1 > 0 ? n - 1 : n;
            });
      }
      spool.read((u, n, w) -> see(u, Math.min(n, 1), w));
      int first = 3 + 3 | UnitSpool.LAST;
      assertEquals(List.of(text(7, first), text(1L << 40, 3), text(1, first)), seen);
    }
  }

  @Test
  void afterCloseThereIsNothing() throws IOException {
    UnitSpool spool = filled();
    spool.close();
    assertThrows(IOException.class, () -> spool.read(this::see));
  }
}
