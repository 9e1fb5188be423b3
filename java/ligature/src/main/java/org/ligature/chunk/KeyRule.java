package org.ligature.chunk;

/**
 * A pattern applied to a batch: finds the keys that a query keeps, as ranges of chunks and with no
 * look at single pairs. It may have scratch memory: one thread.
 */
interface KeyRule {
  /** {@code out} becomes the keys that {@code query} keeps. */
  void keys(int query, KeyRanges out);

  /** Every chunk of the query's document, or of the batch. */
  static KeyRule everything(ChunkBatch batch, boolean across) {
    int lastView = batch.numViews() - 1;
    return (query, out) -> {
      out.clear();
      if (across) {
        out.add(0, batch.numChunks());
      } else {
        int document = batch.document(query);
        out.add(batch.firstChunk(document, 0), batch.endChunk(document, lastView));
      }
    };
  }

  /** The chunks of the query's view, in its document or in every one. */
  static KeyRule ownView(ChunkBatch batch, boolean across) {
    return (query, out) -> {
      out.clear();
      int view = batch.view(query);
      int first = across ? 0 : batch.document(query);
      int end = across ? batch.numDocuments() : first + 1;
      for (int document = first; document < end; document++) {
        out.add(batch.firstChunk(document, view), batch.endChunk(document, view));
      }
    };
  }

  /** The chunks of the query's sentence, of every view. */
  static KeyRule ownSentence(ChunkBatch batch) {
    return (query, out) -> {
      out.clear();
      int document = batch.document(query);
      int sentence = batch.sentence(query);
      for (int view = 0; view < batch.numViews(); view++) {
        int first = batch.firstChunk(document, view);
        int end = batch.endChunk(document, view);
        out.add(
            batch.firstInSentenceFrom(sentence, first, end),
            batch.firstInSentenceFrom(sentence + 1, first, end));
      }
    };
  }

  /** The chunks that share a unit with the query, of every view of its document. */
  static KeyRule sharingUnits(ChunkBatch batch) {
    return (query, out) -> {
      out.clear();
      int document = batch.document(query);
      for (int view = 0; view < batch.numViews(); view++) {
        int first = batch.firstChunk(document, view);
        int end = batch.endChunk(document, view);
        // Chunks of a view leave no unit out, so the one that reaches the query's end is the last.
        out.add(
            batch.firstEndingFrom(batch.chunkStart(query) + 1, first, end),
            batch.firstEndingFrom(batch.chunkEnd(query), first, end) + 1);
      }
    };
  }

  /** The first so many chunks of each view of the query's document, or of every one. */
  static KeyRule firsts(ChunkBatch batch, int chunks, boolean across) {
    return (query, out) -> {
      out.clear();
      int from = across ? 0 : batch.document(query);
      int to = across ? batch.numDocuments() : from + 1;
      for (int document = from; document < to; document++) {
        for (int view = 0; view < batch.numViews(); view++) {
          int first = batch.firstChunk(document, view);
          out.add(first, first + Math.min(chunks, batch.endChunk(document, view) - first));
        }
      }
    };
  }

  /** Says of one pair whether it is kept. */
  interface Pair {
    boolean keeps(int query, int key);
  }

  /** Of the keys of a rule those that are kept pair by pair. */
  static KeyRule filter(KeyRule rule, Pair pair) {
    KeyRanges keys = new KeyRanges();
    return (query, out) -> {
      rule.keys(query, keys);
      out.clear();
      for (int i = 0; i < keys.size(); i++) {
        for (int key = keys.from(i); key < keys.to(i); key++) {
          if (pair.keeps(query, key)) {
            out.add(key, key + 1);
          }
        }
      }
    };
  }

  /** What two sets of keys become together. */
  interface Operation {
    void apply(KeyRanges out, KeyRanges left, KeyRanges right);
  }

  /** The keys of two rules, put together. */
  static KeyRule combine(KeyRule left, KeyRule right, Operation operation) {
    KeyRanges leftKeys = new KeyRanges();
    KeyRanges rightKeys = new KeyRanges();
    return (query, out) -> {
      left.keys(query, leftKeys);
      right.keys(query, rightKeys);
      operation.apply(out, leftKeys, rightKeys);
    };
  }
}
