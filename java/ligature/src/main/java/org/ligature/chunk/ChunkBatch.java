package org.ligature.chunk;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.ligature.codec.Glyphs;

/**
 * Texts packed with their chunks, as the kernels take them. A text in a batch is a document. Every
 * document has the same number of views, each a cutting of it; its units are stored once, however
 * many views cut them.
 *
 * <p>Chunks are numbered document by document, in a document view by view, in a view from left to
 * right. So a view of a document is the run of chunks [{@link #firstChunk}, {@link #endChunk}), and
 * a document is a run as well. Offsets are units from the beginning of the batch: document d has
 * units [{@link #firstUnit}, {@link #endUnit}).
 *
 * <p>Immutable, safe to share between threads. Memory is one int per unit and five per chunk.
 */
public final class ChunkBatch {
  private final int numViews;
  private final int[] units;
  private final int[] unitOffsets; // [numDocuments + 1]
  private final int[] chunkOffsets; // [numDocuments * numViews + 1], document by document
  private final int[] chunkStarts;
  private final int[] chunkEnds;
  private final int[] documents;
  private final int[] sentences;
  private final int[] views;

  /** Cuttings of document d and view v stand at d * numViews + v. */
  private ChunkBatch(Glyphs[] texts, int numViews, Cutting[] cuttings) {
    this.numViews = numViews;
    unitOffsets = new int[texts.length + 1];
    for (int d = 0; d < texts.length; d++) {
      unitOffsets[d + 1] = sum(unitOffsets[d], texts[d].length(), "units");
    }
    chunkOffsets = new int[cuttings.length + 1];
    for (int i = 0; i < cuttings.length; i++) {
      chunkOffsets[i + 1] = sum(chunkOffsets[i], cuttings[i].numChunks(), "chunks");
    }
    units = new int[unitOffsets[texts.length]];
    int numChunks = chunkOffsets[cuttings.length];
    chunkStarts = new int[numChunks];
    chunkEnds = new int[numChunks];
    documents = new int[numChunks];
    sentences = new int[numChunks];
    views = new int[numChunks];
    for (int d = 0; d < texts.length; d++) {
      texts[d].copyTo(units, unitOffsets[d], 0, texts[d].length());
      for (int v = 0; v < numViews; v++) {
        pack(texts[d], d, v, cuttings[d * numViews + v]);
      }
    }
  }

  private static int sum(int before, int more, String what) {
    if (before > Integer.MAX_VALUE - more) {
      throw new IllegalArgumentException(
          "a batch holds at most "
              + Integer.MAX_VALUE
              + " "
              + what
              + ", not "
              + ((long) before + more));
    }
    return before + more;
  }

  private void pack(Glyphs text, int document, int view, Cutting cutting) {
    int first = chunkOffsets[document * numViews + view];
    int end = first + cutting.numChunks();
    cutting.copyEnds(chunkEnds, first, unitOffsets[document]);
    Arrays.fill(documents, first, end, document);
    Arrays.fill(views, first, end, view);
    int sentence = 0;
    for (int c = first; c < end; c++) {
      chunkStarts[c] = c == first ? unitOffsets[document] : chunkEnds[c - 1];
      while (text.sentenceEnd(sentence) < chunkEnds[c] - unitOffsets[document]) {
        sentence++;
      }
      sentences[c] = sentence;
    }
  }

  /**
   * One text, cut by each splitter into a view.
   *
   * @throws IllegalArgumentException where there is no view, or a splitter's cutting does not fit
   */
  public static ChunkBatch of(Glyphs text, ChunkSplitter... views) {
    return of(List.of(text), views);
  }

  /**
   * Several texts, each cut by each splitter into a view.
   *
   * @throws IllegalArgumentException where there is no view, a splitter's cutting does not fit, or
   *     there are more than 2,147,483,647 units or chunks
   */
  public static ChunkBatch of(List<Glyphs> texts, ChunkSplitter... views) {
    Glyphs[] documents = texts.toArray(Glyphs[]::new);
    ChunkSplitter[] splitters = views.clone();
    Cutting[] cuttings = new Cutting[size(documents.length, splitters.length)];
    for (int i = 0; i < cuttings.length; i++) {
      cuttings[i] =
          ChunkSplitter.checkedSplit(
              splitters[i % splitters.length], documents[i / splitters.length]);
    }
    return new ChunkBatch(documents, splitters.length, cuttings);
  }

  /**
   * One text and its views, ready cut.
   *
   * @throws IllegalArgumentException where there is no view, or a cutting does not fit the text
   */
  public static ChunkBatch of(Glyphs text, Cutting... views) {
    return of(List.of(text), Arrays.stream(views).map(List::of).toList());
  }

  /**
   * Several texts and their views, ready cut.
   *
   * @param views one list per view, which holds one cutting per text
   * @throws IllegalArgumentException where there is no view, a view has another number of cuttings
   *     than there are texts, a cutting another number of units than its text, or there are more
   *     than 2,147,483,647 units or chunks
   */
  public static ChunkBatch of(List<Glyphs> texts, List<List<Cutting>> views) {
    Glyphs[] documents = texts.toArray(Glyphs[]::new);
    Cutting[][] byView =
        views.stream().map(view -> view.toArray(Cutting[]::new)).toArray(Cutting[][]::new);
    Cutting[] cuttings = new Cutting[size(documents.length, byView.length)];
    for (int v = 0; v < byView.length; v++) {
      if (byView[v].length != documents.length) {
        throw new IllegalArgumentException(
            "view "
                + v
                + " has "
                + byView[v].length
                + " cuttings for "
                + documents.length
                + " texts");
      }
      for (int d = 0; d < documents.length; d++) {
        if (byView[v][d].numUnits() != documents[d].length()) {
          throw new IllegalArgumentException(
              "view "
                  + v
                  + " cuts "
                  + byView[v][d].numUnits()
                  + " units of text "
                  + d
                  + ", which has "
                  + documents[d].length());
        }
        cuttings[d * byView.length + v] = byView[v][d];
      }
    }
    return new ChunkBatch(documents, byView.length, cuttings);
  }

  /** Number of (document, view) pairs. */
  private static int size(int numDocuments, int numViews) {
    if (numViews == 0) {
      throw new IllegalArgumentException("a batch needs at least one view");
    }
    long size = (long) numDocuments * numViews;
    if (size >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          numDocuments + " texts in " + numViews + " views are too many for a batch");
    }
    return (int) size;
  }

  /** Number of documents, empty ones included. */
  public int numDocuments() {
    return unitOffsets.length - 1;
  }

  /** Number of views that each document has; at least 1. */
  public int numViews() {
    return numViews;
  }

  /** Number of units of all documents together. */
  public int numUnits() {
    return units.length;
  }

  /** Number of chunks of all documents and views together. */
  public int numChunks() {
    return chunkEnds.length;
  }

  /**
   * The unit offset at which a document begins.
   *
   * @throws IndexOutOfBoundsException where {@code document} is not in [0, numDocuments)
   */
  public int firstUnit(int document) {
    return unitOffsets[Objects.checkIndex(document, numDocuments())];
  }

  /**
   * The unit offset at which a document ends.
   *
   * @throws IndexOutOfBoundsException where {@code document} is not in [0, numDocuments)
   */
  public int endUnit(int document) {
    return unitOffsets[Objects.checkIndex(document, numDocuments()) + 1];
  }

  /**
   * The first chunk of a view of a document.
   *
   * @throws IndexOutOfBoundsException where {@code document} is not in [0, numDocuments) or {@code
   *     view} not in [0, numViews)
   */
  public int firstChunk(int document, int view) {
    return chunkOffsets[cuttingIndex(document, view)];
  }

  /**
   * The chunk behind the last one of a view of a document.
   *
   * @throws IndexOutOfBoundsException where {@code document} is not in [0, numDocuments) or {@code
   *     view} not in [0, numViews)
   */
  public int endChunk(int document, int view) {
    return chunkOffsets[cuttingIndex(document, view) + 1];
  }

  private int cuttingIndex(int document, int view) {
    return Objects.checkIndex(document, numDocuments()) * numViews
        + Objects.checkIndex(view, numViews);
  }

  /**
   * The unit offset at which a chunk begins.
   *
   * @throws IndexOutOfBoundsException where {@code chunk} is not in [0, numChunks)
   */
  public int chunkStart(int chunk) {
    return chunkStarts[Objects.checkIndex(chunk, chunkStarts.length)];
  }

  /**
   * The unit offset at which a chunk ends.
   *
   * @throws IndexOutOfBoundsException where {@code chunk} is not in [0, numChunks)
   */
  public int chunkEnd(int chunk) {
    return chunkEnds[Objects.checkIndex(chunk, chunkEnds.length)];
  }

  /**
   * The document of a chunk.
   *
   * @throws IndexOutOfBoundsException where {@code chunk} is not in [0, numChunks)
   */
  public int document(int chunk) {
    return documents[Objects.checkIndex(chunk, documents.length)];
  }

  /**
   * The sentence of a chunk, numbered in its document from 0. A chunk that crosses sentence ends
   * belongs to the sentence of its last unit.
   *
   * @throws IndexOutOfBoundsException where {@code chunk} is not in [0, numChunks)
   */
  public int sentence(int chunk) {
    return sentences[Objects.checkIndex(chunk, sentences.length)];
  }

  /**
   * The view of a chunk.
   *
   * @throws IndexOutOfBoundsException where {@code chunk} is not in [0, numChunks)
   */
  public int view(int chunk) {
    return views[Objects.checkIndex(chunk, views.length)];
  }

  /** Number of sentences of a document: its last chunk is of the last. */
  int numSentences(int document) {
    int end = endChunk(document, 0);
    return firstChunk(document, 0) == end ? 0 : sentences[end - 1] + 1;
  }

  /** The first of the chunks [first, end) of one view that ends at {@code offset} or later. */
  int firstEndingFrom(int offset, int first, int end) {
    return firstFrom(chunkEnds, offset, first, end);
  }

  /** The first of the chunks [first, end) of one view that is of a sentence or a later one. */
  int firstInSentenceFrom(int sentence, int first, int end) {
    return firstFrom(sentences, sentence, first, end);
  }

  /** The first index in [first, end) whose element, of ascending ones, is not below a value. */
  private static int firstFrom(int[] ascending, int value, int first, int end) {
    int low = first;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A copy of the units, [numUnits]. */
  public int[] units() {
    return units.clone();
  }

  /** A copy of the unit offsets at which the chunks begin, [numChunks]. */
  public int[] chunkStarts() {
    return chunkStarts.clone();
  }

  /** A copy of the unit offsets at which the chunks end, [numChunks]. */
  public int[] chunkEnds() {
    return chunkEnds.clone();
  }

  @Override
  public String toString() {
    return "ChunkBatch["
        + (numDocuments() + " documents, " + numViews + " views, ")
        + (numUnits() + " units, " + numChunks() + " chunks]");
  }
}
