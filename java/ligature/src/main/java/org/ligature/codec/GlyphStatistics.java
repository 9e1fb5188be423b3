package org.ligature.codec;

/**
 * Counts of an encoding.
 *
 * @param words runs of letters and non-spacing marks, with ' or U+2019 inside where a letter
 *     follows; digits, ideographs, kana and hangul are not letters here; a run of more than 256
 *     chars counts once for each 256
 * @param units units written, separators and bytes too
 * @param byteUnits those of them that stand for one byte of a char that the lexicon does not know
 */
public record GlyphStatistics(long words, long units, long byteUnits) {
  /** Units over words: 0 where there are no words. */
  public double unitsPerWord() {
    return words == 0 ? 0 : (double) units / words;
  }

  /** Byte units over units, from 0 to 1: 0 where there are no units. */
  public double fallbackShare() {
    return units == 0 ? 0 : (double) byteUnits / units;
  }
}
