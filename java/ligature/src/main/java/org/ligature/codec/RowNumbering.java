package org.ligature.codec;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Numbers the glyphs so that the row of a pair code, {@code id >> 9}, means something: the words of
 * a row stand in the same places of a sentence.
 *
 * <p>The bytes come first, by value, then all other glyphs that are no words, as they were. Words
 * fill the rest. One of the commonest words heads each row. Scripts have heads by the square root
 * of their words: by the words themselves, the language of many forms would leave the other too few
 * rows to tell anything apart. Then the words, the commonest first, go each to the row of the
 * nearest head that has room (see {@link NeighbourVectors}). So columns are by count behind the
 * head. Words of which nothing is known fill what is left by their endings.
 *
 * <p>A row is led by its commonest words and completed by rare ones, which clustering proper does
 * not give: it puts common words together, and then the column of a word is hard to guess.
 */
final class RowNumbering {
  /** How many words are compared with the heads before places are given out. */
  private static final int BATCH = 4096;

  private final Lexicon draft;
  private final NeighbourVectors vectors;

  /** The commonest first. */
  private final int[] words;

  private final int[] others;
  private final IntList[] rows;

  private RowNumbering(Lexicon draft, NeighbourVectors vectors) {
    this.draft = draft;
    this.vectors = vectors;
    int[] glyphs = IntStream.range(0, draft.size()).toArray();
    words = Arrays.stream(glyphs).filter(g -> isWord(g)).toArray();
    IntArrays.quickSort(words, vectors::byCount);
    others = Arrays.stream(glyphs).filter(g -> !isWord(g)).toArray();
    IntArrays.quickSort(others, (one, other) -> Long.compare(rank(one), rank(other)));
    int first = others.length / Unit.SIDE;
    int end = words.length == 0 ? first : (draft.size() + Unit.SIDE - 1) / Unit.SIDE;
    rows = new IntList[end - first];
    Arrays.setAll(rows, row -> new IntArrayList());
  }

  /**
   * The same lexicon under the new numbers.
   *
   * @throws IOException where the replay fails
   */
  static Lexicon renumber(Lexicon draft, UnitReplay replay) throws IOException {
    int[] order = order(draft, replay);
    LexiconParts parts = new LexiconParts();
    int[] numbers = new int[order.length];
    for (int glyph = 0; glyph < order.length; glyph++) {
      parts.add(draft, order[glyph]);
      numbers[order[glyph]] = glyph;
    }
    int[] named =
        IntStream.rangeClosed(1, draft.numNamed())
            .map(name -> numbers[draft.named(name)])
            .toArray();
    return parts.build(draft.letters(), named, draft.provenance());
  }

  /**
   * The new numbers of a lexicon's glyphs: for each new id the old one.
   *
   * @throws IOException where the replay fails
   */
  static int[] order(Lexicon draft, UnitReplay replay) throws IOException {
    RowNumbering numbering = new RowNumbering(draft, new NeighbourVectors(draft, replay));
    numbering.placeHeads();
    numbering.placeNearHeads();
    numbering.placeByEnding();
    return numbering.order();
  }

  private boolean isWord(int glyph) {
    return NeighbourVectors.isWord(draft, glyph);
  }

  private long rank(int glyph) {
    return draft.kind(glyph) == GlyphKind.BYTE ? draft.charAt(glyph, 0) : 256L + glyph;
  }

  private boolean hasRoom(int row) {
    int start = (others.length / Unit.SIDE + row) * Unit.SIDE;
    int from = Math.max(start, others.length);
    int to = Math.min(start + Unit.SIDE, draft.size());
    return rows[row].size() < to - from;
  }

  private void placeHeads() {
    Int2IntOpenHashMap share = new Int2IntOpenHashMap();
    for (int word : words) {
      share.addTo(script(word), 1);
    }
    double sum = share.values().intStream().mapToDouble(Math::sqrt).sum();
    share.replaceAll((script, n) -> (int) Math.ceil(rows.length * Math.sqrt(n) / sum));
    int row = 0;
    for (int i = 0; row < rows.length; i++) {
      if (share.addTo(script(words[i]), -1) > 0) {
        rows[row++].add(words[i]);
      }
    }
  }

  /** Latin with all that stands below it, else the 256 chars that the first letter is one of. */
  private int script(int word) {
    char first = draft.charAt(word, 0);
    return first < '\u0370' ? 0 : first >> 8;
  }

  private void placeNearHeads() {
    float[][] heads = new float[rows.length][];
    Arrays.setAll(heads, row -> vectors.of(rows[row].getInt(0)));
    int[] rest = Arrays.stream(left()).filter(w -> vectors.of(w) != null).toArray();
    for (int from = 0; from < rest.length; from += BATCH) {
      int to = Math.min(from + BATCH, rest.length);
      float[][] near =
          IntStream.range(from, to)
              .parallel()
              .mapToObj(i -> likenesses(vectors.of(rest[i]), heads))
              .toArray(float[][]::new);
      for (int i = from; i < to; i++) {
        rows[nearest(near[i - from])].add(rest[i]);
      }
    }
  }

  private static float[] likenesses(float[] word, float[][] heads) {
    float[] likenesses = new float[heads.length];
    for (int row = 0; row < heads.length; row++) {
      float sum = 0;
      for (int i = 0; heads[row] != null && i < word.length; i++) {
        sum += word[i] * heads[row][i];
      }
      likenesses[row] = sum;
    }
    return likenesses;
  }

  /** The row of the greatest likeness among those with room, of equal ones the first. */
  private int nearest(float[] likenesses) {
    int best = -1;
    for (int row = 0; row < rows.length; row++) {
      if ((best < 0 || likenesses[row] > likenesses[best]) && hasRoom(row)) {
        best = row;
      }
    }
    return best;
  }

  private void placeByEnding() {
    int[] left = left();
    IntArrays.quickSort(left, vectors::compareEndings);
    int row = 0;
    for (int word : left) {
      while (!hasRoom(row)) {
        row++;
      }
      rows[row].add(word);
    }
  }

  /** The words that are in no row yet, the commonest first. */
  private int[] left() {
    BitSet placed = new BitSet();
    for (IntList row : rows) {
      row.forEach(placed::set);
    }
    return Arrays.stream(words).filter(w -> !placed.get(w)).toArray();
  }

  private int[] order() {
    IntArrayList order = new IntArrayList(others);
    for (IntList row : rows) {
      order.addAll(row);
    }
    return order.toIntArray();
  }
}
