package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnitSpoolTest {
  private static final Glyphs SHORT = Glyphs.of(new int[] {3, 1, 2}, new int[] {1, 3});

  /** More than a buffer holds. */
  private static final Glyphs LONG = Glyphs.of(IntStream.range(0, 100_000).toArray());

  private final List<String> seen = new ArrayList<>();

  private int see(int[] units, int length, long weight) {
    seen.add(weight + " x " + Arrays.toString(Arrays.copyOf(units, length)));
    return length;
  }

  private static UnitSpool filled() throws IOException {
    UnitSpool spool = new UnitSpool(TemporaryFolder.ofSystem());
    spool.fill(
        null,
        (lexicon, sink) -> {
          sink.accept(SHORT, 7);
          sink.accept(LONG, 1L << 40);
          sink.accept(SHORT, 1);
        });
    return spool;
  }

  private static String text(long weight, int... units) {
    return weight + " x " + Arrays.toString(units);
  }

  @Test
  void allPartsComeBackAsOftenAsAsked() throws IOException {
    int[] units = {3 | UnitSpool.LAST, 1, 2 | UnitSpool.LAST};
    int[] many = LONG.toArray();
    many[many.length - 1] |= UnitSpool.LAST;
    List<String> all = List.of(text(7, units), text(1L << 40, many), text(1, units));
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
