package org.ligature.codec;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What stands beside each word in the training text, as a vector of length 1: words that can take
 * one another's place have vectors that point one way.
 *
 * <p>The commonest symbols (words, separators, the beginning of a sentence) are the contexts. A
 * vector has one number for each context on the left and one for each on the right: positive
 * pointwise mutual information, as Church and Hanks ("Word association norms", 1990) have it, less
 * where it rests on one or two sightings. A word seen n times is n parts of its own vector and 12
 * of the mean of all words that end like it, for endings of two, three and four letters in turn; so
 * a word that no text has still gets a place.
 *
 * <p>A text counts once whatever its weight: seen once is seen once, and says little.
 *
 * <p>Two replays; 512 bytes for each word, 134 MB at most. The result is the same for the same
 * texts in any order, in any number of threads and on every JVM.
 */
final class NeighbourVectors {
  private static final int CONTEXTS = 64;
  private static final int LENGTH = 2 * CONTEXTS;

  /** Sightings that make a count worth its full weight. */
  private static final double TRUSTED = 3;

  private static final int SHORTEST_ENDING = 2;
  private static final int LONGEST_ENDING = 4;

  /** How many sightings the ending of a word counts for. */
  private static final double ENDING = 12;

  /** Above so many sightings a word has no more to say about its ending. */
  private static final double LOUDEST = 1000;

  private final Lexicon lexicon;

  /** How often each glyph stands in the text, also where a unit names it; last, sentences. */
  private final long[] counts;

  private final int[] contexts;
  private final float[][] vectors;
  private final int[] byEnding;

  NeighbourVectors(Lexicon lexicon, UnitReplay replay) throws IOException {
    this.lexicon = lexicon;
    int size = lexicon.size();
    counts = new long[size + 1];
    replay.replay(lexicon, (glyphs, weight) -> count(glyphs));
    contexts = new int[size + 1];
    Arrays.fill(contexts, -1);
    int[] symbols = IntStream.rangeClosed(0, size).toArray();
    IntArrays.quickSort(symbols, this::byCount);
    for (int i = 0; i < Math.min(CONTEXTS, symbols.length); i++) {
      contexts[symbols[i]] = i;
    }
    int[][] beside = new int[size][];
    replay.replay(lexicon, (glyphs, weight) -> countNeighbours(glyphs, beside));
    vectors = vectors(beside);
    byEnding = IntStream.range(0, size).filter(g -> isWord(lexicon, g)).toArray();
    IntArrays.quickSort(byEnding, this::compareEndings);
    for (int letters = SHORTEST_ENDING; letters <= LONGEST_ENDING; letters++) {
      backOff(letters);
    }
  }

  /** Whether a glyph is a word, or several: what joins neither of its neighbours. */
  static boolean isWord(Lexicon lexicon, int glyph) {
    GlyphKind kind = lexicon.kind(glyph);
    return !kind.joinsLeft() && !kind.joinsRight();
  }

  /** The vector of a word, or null where nothing is known of it. */
  float[] of(int glyph) {
    return vectors[glyph];
  }

  /** The commoner glyph first, of equal ones that of the lower id. */
  int byCount(int one, int other) {
    int order = Long.compare(counts[other], counts[one]);
    return order != 0 ? order : Integer.compare(one, other);
  }

  /** Compares the last letters of two words, the very last first. */
  int compareEndings(int one, int other) {
    int order = Long.compareUnsigned(ending(one), ending(other));
    return order != 0 ? order : Integer.compare(one, other);
  }

  /** The last four chars of the glyph's text, 16 bits each, the very last on top. */
  private long ending(int glyph) {
    int length = lexicon.length(glyph);
    long key = 0;
    for (int i = 1; i <= LONGEST_ENDING; i++) {
      key = key << 16 | (i <= length ? lexicon.charAt(glyph, length - i) : 0);
    }
    return key;
  }

  private void count(Glyphs glyphs) {
    counts[lexicon.size()] += glyphs.numSentences();
    for (int i = 0; i < glyphs.length(); i++) {
      counts[Unit.glyph(glyphs.unit(i))]++;
      int name = Unit.separator(glyphs.unit(i));
      if (name > 0) {
        counts[lexicon.named(name)]++;
      }
    }
  }

  private void countNeighbours(Glyphs glyphs, int[][] beside) {
    int start = 0;
    for (int s = 0; s < glyphs.numSentences(); s++) {
      int end = glyphs.sentenceEnd(s);
      int left = lexicon.size();
      for (int i = start; i < end; i++) {
        int glyph = Unit.glyph(glyphs.unit(i));
        int name = Unit.separator(glyphs.unit(i));
        int behind = name > 0 ? lexicon.named(name) : glyph;
        if (isWord(lexicon, glyph)) {
          if (beside[glyph] == null) {
            beside[glyph] = new int[LENGTH];
          }
          see(contexts[left], 0, beside[glyph]);
          if (name > 0) {
            see(contexts[behind], CONTEXTS, beside[glyph]);
          } else if (i + 1 < end) {
            see(contexts[Unit.glyph(glyphs.unit(i + 1))], CONTEXTS, beside[glyph]);
          }
        }
        left = behind;
      }
      start = end;
    }
  }

  /** Counts stop at the largest int: what is that common differs no more. */
  private static void see(int context, int side, int[] beside) {
    if (context >= 0) {
      int at = side + context;
      beside[at] += beside[at] < Integer.MAX_VALUE ? 1 : 0;
    }
  }

  /** The counts become vectors one by one, so both are never there in full. */
  private float[][] vectors(int[][] beside) {
    double[] sums = new double[LENGTH];
    double all = 0;
    for (int[] row : beside) {
      for (int c = 0; row != null && c < LENGTH; c++) {
        sums[c] += row[c];
        all += row[c];
      }
    }
    double total = all;
    float[][] result = new float[beside.length][];
    IntStream.range(0, beside.length)
        .parallel()
        .filter(g -> beside[g] != null)
        .forEach(
            g -> {
              result[g] = vector(beside[g], sums, total);
              beside[g] = null;
            });
    return result;
  }

  /** Null where none of the contexts stood beside the word. */
  private static float[] vector(int[] row, double[] sums, double total) {
    double sum = 0;
    for (int n : row) {
      sum += n;
    }
    double[] x = new double[LENGTH];
    for (int c = 0; c < LENGTH; c++) {
      if (row[c] > 0) {
        double information = StrictMath.log(row[c] * total / (sum * sums[c]));
        x[c] = Math.max(0, information) * Math.sqrt(Math.min(1, row[c] / TRUSTED));
      }
    }
    return unit(x);
  }

  private static float[] unit(double[] x) {
    double square = 0;
    for (double v : x) {
      square += v * v;
    }
    if (square == 0) {
      return null;
    }
    double length = Math.sqrt(square);
    float[] unit = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      unit[i] = (float) (x[i] / length);
    }
    return unit;
  }

  /** Mixes each word with the words that share its last so many letters, and have more of them. */
  private void backOff(int letters) {
    int shift = 16 * (LONGEST_ENDING - letters);
    int from = 0;
    while (from < byEnding.length) {
      long ending = ending(byEnding[from]) >>> shift;
      int to = from + 1;
      while (to < byEnding.length && ending(byEnding[to]) >>> shift == ending) {
        to++;
      }
      mix(IntStream.range(from, to).map(i -> byEnding[i]), letters);
      from = to;
    }
  }

  private void mix(IntStream alike, int letters) {
    int[] words = alike.filter(g -> lexicon.length(g) > letters).toArray();
    double[] sum = new double[LENGTH];
    for (int g : words) {
      float[] own = vectors[g];
      if (own != null) {
        double loudness = Math.sqrt(Math.min(counts[g], LOUDEST));
        for (int c = 0; c < LENGTH; c++) {
          sum[c] += loudness * own[c];
        }
      }
    }
    float[] mean = unit(sum);
    if (mean != null) {
      Arrays.stream(words).parallel().forEach(g -> vectors[g] = mixed(vectors[g], mean, counts[g]));
    }
  }

  private static float[] mixed(float[] own, float[] mean, long count) {
    if (own == null) {
      return mean;
    }
    double share = ENDING / (count + ENDING);
    double[] x = new double[LENGTH];
    for (int c = 0; c < LENGTH; c++) {
      x[c] = (1 - share) * own[c] + share * mean[c];
    }
    return unit(x);
  }
}
