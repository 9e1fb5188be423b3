package org.ligature.chunk;

import java.util.Arrays;
import org.ligature.codec.Glyphs;

/** Cuts sentence by sentence, from left to right, where the next size is known before the units. */
final class SentenceWalk {
  /** Sizes without end. */
  interface Sizes {
    /**
     * The size of the next chunk, at least 1.
     *
     * @param index number of the chunk in its sentence, from 0
     */
    int next(int index);
  }

  private SentenceWalk() {}

  /** Cuts a text; a sentence's end cuts its last chunk short. */
  static Cutting cut(Glyphs text, Sizes sizes) {
    int[] ends = new int[text.length()];
    int n = 0;
    int at = 0;
    for (int s = 0; s < text.numSentences(); s++) {
      int sentenceEnd = text.sentenceEnd(s);
      for (int index = 0; at < sentenceEnd; index++) {
        at += Math.min(sizes.next(index), sentenceEnd - at);
        ends[n++] = at;
      }
    }
    return Cutting.trusted(Arrays.copyOf(ends, n));
  }
}
