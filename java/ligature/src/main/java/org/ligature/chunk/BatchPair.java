package org.ligature.chunk;

/**
 * The batches whose chunks meet: queries of the one, keys of the other. Document d of the queries
 * meets document d of the keys. One batch may be both.
 */
record BatchPair(ChunkBatch queries, ChunkBatch keys) {
  /** Whether two chunks are of documents that meet. */
  boolean together(int query, int key, boolean across) {
    return across || queries.document(query) == keys.document(key);
  }

  /**
   * Refuses batches with different numbers of documents.
   *
   * @param what the pattern that pairs documents, for the message
   */
  void checkDocuments(Object what) {
    if (queries.numDocuments() != keys.numDocuments()) {
      throw new IllegalArgumentException(
          what
              + " pairs document i of the queries with document i of the keys, and the queries have "
              + queries.numDocuments()
              + " documents, the keys "
              + keys.numDocuments());
    }
  }

  /** Refuses batches whose documents cannot be the same texts: their numbers of units differ. */
  void checkPositions(Object what) {
    checkDocuments(what);
    for (int d = 0; d < keys.numDocuments() && queries != keys; d++) {
      refuseUnlessEqual(what, d, "units", numUnits(queries, d), numUnits(keys, d));
    }
  }

  private static int numUnits(ChunkBatch batch, int document) {
    return batch.endUnit(document) - batch.firstUnit(document);
  }

  /** Refuses batches whose documents differ in their number of sentences. */
  void checkSentences(Object what) {
    checkDocuments(what);
    for (int d = 0; d < keys.numDocuments() && queries != keys; d++) {
      refuseUnlessEqual(what, d, "sentences", queries.numSentences(d), keys.numSentences(d));
    }
  }

  private static void refuseUnlessEqual(Object what, int document, String of, int q, int k) {
    if (q != k) {
      throw new IllegalArgumentException(
          what
              + (" compares " + of + " of the same text, and document " + document)
              + (" has " + q + " " + of + " in the queries, " + k + " in the keys"));
    }
  }
}
