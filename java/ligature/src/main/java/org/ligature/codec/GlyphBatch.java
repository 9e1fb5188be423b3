package org.ligature.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * Encoded texts, one behind the other: text t has units [start(t), start(t + 1)) of one array. Made
 * by {@link GlyphCodec#encodeAll}.
 *
 * <p>Immutable, safe to share between threads. Memory is one int for each unit and sentence, and
 * two for each text.
 */
public final class GlyphBatch {
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final int[] units;
  private final int[] starts; // [numTexts + 1]
  private final int[] sentenceEnds; // unit offsets from the beginning of the text
  private final int[] firstSentences; // [numTexts + 1]

  /** Packs these texts. */
  GlyphBatch(Glyphs[] texts) {
    starts = new int[texts.length + 1];
    firstSentences = new int[texts.length + 1];
    for (int t = 0; t < texts.length; t++) {
      if (texts[t].length() > MOST - starts[t]) {
        throw new IllegalArgumentException(
            "a batch holds at most "
                + MOST
                + " units, and ends before text "
                + t
                + ", which has "
                + texts[t].length()
                + " behind "
                + starts[t]);
      }
      starts[t + 1] = starts[t] + texts[t].length();
      firstSentences[t + 1] = firstSentences[t] + texts[t].numSentences();
    }
    units = new int[starts[texts.length]];
    sentenceEnds = new int[firstSentences[texts.length]];
    for (int t = 0; t < texts.length; t++) {
      texts[t].copyTo(units, starts[t], 0, texts[t].length());
      for (int i = 0; i < texts[t].numSentences(); i++) {
        sentenceEnds[firstSentences[t] + i] = texts[t].sentenceEnd(i);
      }
    }
  }

  /** Number of texts. */
  public int numTexts() {
    return starts.length - 1;
  }

  /** Number of units of all texts. */
  public int numUnits() {
    return units.length;
  }

  /**
   * The offset at which text {@code t} begins and text {@code t - 1} ends; for the number of texts,
   * the number of units.
   *
   * @throws IndexOutOfBoundsException where {@code t} is not in [0, numTexts]
   */
  public int start(int t) {
    return starts[Objects.checkIndex(t, starts.length)];
  }

  /**
   * Text {@code t} as a value of its own, with its sentence ends; its units are copied.
   *
   * @throws IndexOutOfBoundsException where {@code t} is not in [0, numTexts)
   */
  public Glyphs text(int t) {
    Objects.checkIndex(t, numTexts());
    return Glyphs.trusted(
        Arrays.copyOfRange(units, starts[t], starts[t + 1]),
        Arrays.copyOfRange(sentenceEnds, firstSentences[t], firstSentences[t + 1]));
  }

  /** A copy of the units of all texts, [numUnits]. */
  public int[] toArray() {
    return units.clone();
  }

  /** A copy of the offsets at which the texts begin, and the number of units, [numTexts + 1]. */
  public int[] starts() {
    return starts.clone();
  }

  /**
   * Copies units [from, to) of the batch to {@code target}, starting at {@code at}.
   *
   * @throws IndexOutOfBoundsException where they are not in the batch or have no room
   */
  public void copyTo(int[] target, int at, int from, int to) {
    Objects.checkFromToIndex(from, to, units.length);
    Objects.checkFromIndexSize(at, to - from, target.length);
    System.arraycopy(units, from, target, at, to - from);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GlyphBatch b
        && Arrays.equals(units, b.units)
        && Arrays.equals(starts, b.starts)
        && Arrays.equals(sentenceEnds, b.sentenceEnds)
        && Arrays.equals(firstSentences, b.firstSentences);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(units) + Arrays.hashCode(starts);
  }

  @Override
  public String toString() {
    return "GlyphBatch[" + numTexts() + " texts, " + numUnits() + " units]";
  }
}
