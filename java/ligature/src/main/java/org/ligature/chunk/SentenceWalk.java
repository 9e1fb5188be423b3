package org.ligature.chunk;

import java.util.Arrays;
import org.ligature.codec.Glyphs;

/** Cuts sentence by sentence, from left to right, where the next size is known before the units. */
abstract class SentenceWalk implements HoldingSplitter {
  /** The sizes of the chunks of one text, asked for in order. */
  interface Sizes {
    /**
     * How many units the next chunk should have, at least 1.
     *
     * @param start the unit offset at which it begins
     * @param index its number in the sentence, from 0
     * @param sentenceEnd the unit offset at which the sentence ends
     */
    int next(int start, int index, int sentenceEnd);
  }

  /** The sizes for a text. */
  abstract Sizes sizes(Glyphs text);

  /** Cuts a text; a sentence's end cuts its last chunk short. */
  @Override
  public final Cutting split(Glyphs text, Held held) {
    Sizes sizes = sizes(text);
    int[] ends = new int[text.length()];
    int n = 0;
    int at = 0;
    for (int s = 0; s < text.numSentences(); s++) {
      int sentenceEnd = text.sentenceEnd(s);
      for (int index = 0; at < sentenceEnd; index++) {
        int size = Math.min(sizes.next(at, index, sentenceEnd), sentenceEnd - at);
        at = held.settle(at, at + size, sentenceEnd);
        ends[n++] = at;
      }
    }
    return Cutting.trusted(Arrays.copyOf(ends, n));
  }
}
