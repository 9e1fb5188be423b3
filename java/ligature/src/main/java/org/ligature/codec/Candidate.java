package org.ligature.codec;

import java.util.Comparator;

/**
 * A text that may become a glyph.
 *
 * @param count how often it stands in the texts
 * @param wholeCount how often it is all that stands between two words; 0 where it is a word
 */
record Candidate(String text, boolean isWord, long count, long wholeCount) {
  static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingLong(Candidate::count)
          .reversed()
          .thenComparing(c -> !c.isWord())
          .thenComparing(Candidate::text);

  static final Comparator<Candidate> MOST_OFTEN_WHOLE =
      Comparator.comparingLong(Candidate::wholeCount).reversed().thenComparing(Candidate::text);
}
