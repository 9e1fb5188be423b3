package org.ligature.cli;

import java.util.Arrays;
import org.ligature.codec.Glyphs;

/** Gathers units and sentence ends until there are enough of them for a text. */
final class UnitBuffer {
  private int[] units = new int[1 << 10];
  private int[] ends = new int[1 << 6];
  private int numUnits;
  private int numEnds;

  int size() {
    return numUnits;
  }

  /** Appends units [from, to) of a text, all of one sentence of it, which may end there. */
  void append(Glyphs text, int from, int to, boolean endsSentence) {
    int n = numUnits + to - from;
    if (n > units.length) {
      units = Arrays.copyOf(units, Math.max(n, 2 * units.length));
    }
    text.copyTo(units, numUnits, from, to);
    numUnits = n;
    if (endsSentence) {
      endSentence();
    }
  }

  private void endSentence() {
    if (numEnds == ends.length) {
      ends = Arrays.copyOf(ends, 2 * numEnds);
    }
    ends[numEnds++] = numUnits;
  }

  /** Gives what was gathered, its last sentence ended, and begins anew. */
  Glyphs take() {
    if (numUnits > 0 && (numEnds == 0 || ends[numEnds - 1] < numUnits)) {
      endSentence();
    }
    Glyphs text = Glyphs.of(Arrays.copyOf(units, numUnits), Arrays.copyOf(ends, numEnds));
    numUnits = 0;
    numEnds = 0;
    return text;
  }
}
