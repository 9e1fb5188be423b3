package org.ligature.chunk;

/**
 * Finds the chunks that end at most {@code back} units before the query's end and at most {@code
 * ahead} after it. Chunks of one view of one document stand together and their ends ascend, so two
 * binary searches do.
 */
final class EndsNear implements KeyRule {
  private final ChunkBatch queries;
  private final ChunkBatch keys;
  private final boolean across;
  private final int back;
  private final int ahead;

  EndsNear(BatchPair pair, boolean across, int back, int ahead) {
    this.queries = pair.queries();
    this.keys = pair.keys();
    this.across = across;
    this.back = back;
    this.ahead = ahead;
  }

  @Override
  public KeyRanges keys(int query, KeyRanges scratch) {
    scratch.clear();
    int end = queries.chunkEnd(query);
    int least = end - back; // below 0 at worst, as ends are above 0
    int most = (int) Math.min((long) end + ahead, keys.numUnits());
    if (across) {
      addDocuments(least, most, scratch);
    } else {
      addDocument(queries.document(query), least, most, scratch);
    }
    return scratch;
  }

  /** The documents whose units all lie within are one range; at most one stands out each side. */
  private void addDocuments(int least, int most, KeyRanges out) {
    int first = 0;
    for (int past = keys.numDocuments(); first < past; ) {
      int middle = (first + past) >>> 1;
      if (keys.firstUnit(middle) + 1 < least) {
        first = middle + 1;
      } else {
        past = middle;
      }
    }
    int end = 0;
    for (int past = keys.numDocuments(); end < past; ) {
      int middle = (end + past) >>> 1;
      if (keys.endUnit(middle) <= most) {
        end = middle + 1;
      } else {
        past = middle;
      }
    }
    if (first > 0) {
      addDocument(first - 1, least, most, out);
    }
    if (first < end) {
      out.add(keys.firstChunk(first, 0), keys.endChunk(end - 1, keys.numViews() - 1));
    }
    if (end < keys.numDocuments() && end != first - 1) {
      addDocument(end, least, most, out);
    }
  }

  private void addDocument(int document, int least, int most, KeyRanges out) {
    boolean fromFirst = least <= keys.firstUnit(document) + 1;
    boolean toLast = most >= keys.endUnit(document);
    for (int view = 0; view < keys.numViews(); view++) {
      int first = keys.firstChunk(document, view);
      int end = keys.endChunk(document, view);
      out.add(
          fromFirst ? first : keys.firstEndingFrom(least, first, end),
          toLast ? end : keys.firstEndingFrom(most + 1, first, end));
    }
  }
}
