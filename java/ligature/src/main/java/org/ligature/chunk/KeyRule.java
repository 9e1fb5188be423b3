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
