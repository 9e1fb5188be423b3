package org.ligature.chunk;

/**
 * Finds the chunks that end at most {@code back} units before the query's end and at most {@code
 * ahead} after it. Chunks of one view of one document stand together and their ends ascend, so two
 * binary searches do.
 */
final class EndsNear implements KeyRule {
  private final ChunkBatch batch;
  private final boolean across;
  private final int back;
  private final int ahead;

  EndsNear(ChunkBatch batch, boolean across, int back, int ahead) {
    this.batch = batch;
    this.across = across;
    this.back = back;
    this.ahead = ahead;
  }

  @Override
  public void keys(int query, KeyRanges out) {
    out.clear();
    int end = batch.chunkEnd(query);
    int least = end - back; // below 0 at worst, as ends are above 0
    int most = (int) Math.min((long) end + ahead, batch.numUnits());
    if (across) {
      addDocuments(least, most, out);
    } else {
      addDocument(batch.document(query), least, most, out);
    }
  }

  /** The documents whose units all lie within are one range; at most one stands out each side. */
  private void addDocuments(int least, int most, KeyRanges out) {
    int first = 0;
    for (int past = batch.numDocuments(); first < past; ) {
      int middle = (first + past) >>> 1;
      if (batch.firstUnit(middle) + 1 < least) {
        first = middle + 1;
      } else {
        past = middle;
      }
    }
    int end = 0;
    for (int past = batch.numDocuments(); end < past; ) {
      int middle = (end + past) >>> 1;
      if (batch.endUnit(middle) <= most) {
        end = middle + 1;
      } else {
        past = middle;
      }
    }
    if (first > 0) {
      addDocument(first - 1, least, most, out);
    }
    if (first < end) {
      out.add(batch.firstChunk(first, 0), batch.endChunk(end - 1, batch.numViews() - 1));
    }
    if (end < batch.numDocuments() && end != first - 1) {
      addDocument(end, least, most, out);
    }
  }

  private void addDocument(int document, int least, int most, KeyRanges out) {
    boolean fromFirst = least <= batch.firstUnit(document) + 1;
    boolean toLast = most >= batch.endUnit(document);
    for (int view = 0; view < batch.numViews(); view++) {
      int first = batch.firstChunk(document, view);
      int end = batch.endChunk(document, view);
      out.add(
          fromFirst ? first : batch.firstEndingFrom(least, first, end),
          toLast ? end : batch.firstEndingFrom(most + 1, first, end));
    }
  }
}
