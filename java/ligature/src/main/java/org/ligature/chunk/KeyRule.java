package org.ligature.chunk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A pattern applied to two batches: finds the keys that a query keeps, as ranges of chunks and with
 * no look at single pairs. It may have scratch memory: one thread.
 */
interface KeyRule {
  /**
   * The keys that {@code query} keeps: {@code scratch}, overwritten, or a set that is shared by all
   * the queries that keep it and never changes.
   */
  KeyRanges keys(int query, KeyRanges scratch);

  /** Every chunk of the query's document, or of all keys. */
  static KeyRule everything(BatchPair pair, boolean across) {
    ChunkBatch keys = pair.keys();
    if (across) {
      KeyRanges all = new KeyRanges();
      all.add(0, keys.numChunks());
      return (query, scratch) -> all;
    }
    int lastView = keys.numViews() - 1;
    return (query, scratch) -> {
      int document = pair.queries().document(query);
      scratch.clear();
      scratch.add(keys.firstChunk(document, 0), keys.endChunk(document, lastView));
      return scratch;
    };
  }

  /** The chunks of the query's view, in its document or in every one. */
  static KeyRule ownView(BatchPair pair, boolean across) {
    ChunkBatch keys = pair.keys();
    KeyRanges[] ofView = new KeyRanges[Math.max(pair.queries().numViews(), keys.numViews())];
    Arrays.setAll(ofView, view -> new KeyRanges()); // of one that the keys lack: none
    for (int view = 0; view < keys.numViews() && across; view++) {
      for (int document = 0; document < keys.numDocuments(); document++) {
        ofView[view].add(keys.firstChunk(document, view), keys.endChunk(document, view));
      }
    }
    return (query, scratch) -> {
      int view = pair.queries().view(query);
      if (across || view >= keys.numViews()) {
        return ofView[view];
      }
      int document = pair.queries().document(query);
      scratch.clear();
      scratch.add(keys.firstChunk(document, view), keys.endChunk(document, view));
      return scratch;
    };
  }

  /** The chunks of the query's sentence, of every view. */
  static KeyRule ownSentence(BatchPair pair) {
    ChunkBatch keys = pair.keys();
    return (query, scratch) -> {
      int document = pair.queries().document(query);
      int sentence = pair.queries().sentence(query);
      scratch.clear();
      for (int view = 0; view < keys.numViews(); view++) {
        int first = keys.firstChunk(document, view);
        int end = keys.endChunk(document, view);
        scratch.add(
            keys.firstInSentenceFrom(sentence, first, end),
            keys.firstInSentenceFrom(sentence + 1, first, end));
      }
      return scratch;
    };
  }

  /** The chunks that share a unit with the query, of every view of its document. */
  static KeyRule sharingUnits(BatchPair pair) {
    ChunkBatch queries = pair.queries();
    ChunkBatch keys = pair.keys();
    return (query, scratch) -> {
      int document = queries.document(query);
      scratch.clear();
      for (int view = 0; view < keys.numViews(); view++) {
        int first = keys.firstChunk(document, view);
        int end = keys.endChunk(document, view);
        // Chunks of a view leave no unit out, so the one that reaches the query's end is the last.
        scratch.add(
            keys.firstEndingFrom(queries.chunkStart(query) + 1, first, end),
            keys.firstEndingFrom(queries.chunkEnd(query), first, end) + 1);
      }
      return scratch;
    };
  }

  /** The first so many chunks of each view of the query's document, or of every one. */
  static KeyRule firsts(BatchPair pair, int chunks, boolean across) {
    ChunkBatch keys = pair.keys();
    if (across) {
      KeyRanges all = new KeyRanges();
      for (int document = 0; document < keys.numDocuments(); document++) {
        addFirsts(keys, document, chunks, all);
      }
      return (query, scratch) -> all;
    }
    return (query, scratch) -> {
      scratch.clear();
      addFirsts(keys, pair.queries().document(query), chunks, scratch);
      return scratch;
    };
  }

  private static void addFirsts(ChunkBatch keys, int document, int chunks, KeyRanges out) {
    for (int view = 0; view < keys.numViews(); view++) {
      int first = keys.firstChunk(document, view);
      out.add(first, first + Math.min(chunks, keys.endChunk(document, view) - first));
    }
  }

  /** Says of one pair whether it is kept. */
  interface Pair {
    boolean keeps(int query, int key);
  }

  /** Of the keys of a rule those that are kept pair by pair. */
  static KeyRule filter(KeyRule rule, Pair pair) {
    KeyRanges own = new KeyRanges();
    return (query, scratch) -> {
      KeyRanges keys = rule.keys(query, own);
      scratch.clear();
      for (int i = 0; i < keys.size(); i++) {
        for (int key = keys.from(i); key < keys.to(i); key++) {
          if (pair.keeps(query, key)) {
            scratch.add(key, key + 1);
          }
        }
      }
      return scratch;
    };
  }

  /** What two sets of keys become together. */
  interface Operation {
    void apply(KeyRanges out, KeyRanges left, KeyRanges right);
  }

  /** Two sets, the same as others where they are the very objects. */
  record Operands(KeyRanges left, KeyRanges right) {}

  /** The keys of two rules, put together. What two shared sets become is shared as well. */
  static KeyRule combine(KeyRule left, KeyRule right, Operation operation) {
    KeyRanges ownLeft = new KeyRanges();
    KeyRanges ownRight = new KeyRanges();
    Map<Operands, KeyRanges> shared = new HashMap<>();
    return (query, scratch) -> {
      KeyRanges leftKeys = left.keys(query, ownLeft);
      KeyRanges rightKeys = right.keys(query, ownRight);
      if (leftKeys == ownLeft || rightKeys == ownRight) {
        operation.apply(scratch, leftKeys, rightKeys);
        return scratch;
      }
      return shared.computeIfAbsent(
          new Operands(leftKeys, rightKeys),
          operands -> {
            KeyRanges keys = new KeyRanges();
            operation.apply(keys, leftKeys, rightKeys);
            return keys;
          });
    };
  }
}
