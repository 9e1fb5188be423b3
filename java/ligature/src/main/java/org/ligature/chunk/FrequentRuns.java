package org.ligature.chunk;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.util.Arrays;
import org.ligature.file.Cancellation;
import org.ligature.file.UnitSpool;

/**
 * Finds the runs of units that a text has often, and how often, length by length: a run can only be
 * frequent where its beginning and its end are, so few are counted that are not (Agrawal and
 * Srikant, "Fast algorithms for mining association rules", 1994).
 */
final class FrequentRuns {
  private final UnitSpool spool;
  private final long minCount;
  private final int mostRuns;
  private final RangeCounter counter;
  private final ChunkTrie trie = new ChunkTrie(1 << 16);
  private long[] counts = new long[1 << 16]; // of each node

  // Runs of the length at hand that were counted in full.
  private final Long2LongOpenHashMap found = new Long2LongOpenHashMap();
  private long threshold;

  private int[] nodes = new int[1 << 10];

  /**
   * A finder that has not read yet.
   *
   * @param minCount how often a run of several units must stand in the text
   * @param mostRuns how many of one length there may be; where there are more, the rarest go
   * @param memory in bytes, for counting
   */
  FrequentRuns(UnitSpool spool, long minCount, int mostRuns, long memory) {
    this.spool = spool;
    this.minCount = minCount;
    this.mostRuns = mostRuns;
    this.counter = new RangeCounter(memory);
  }

  /** Reads the text: all single units, and frequent runs up to a length. */
  void find(int maxSize) throws IOException {
    for (int size = 1; size <= maxSize; size++) {
      int length = size;
      found.clear();
      threshold = size == 1 ? 1 : minCount;
      do {
        Cancellation.checkInterrupt();
        spool.read((units, n, weight) -> count(units, n, length));
      } while (counter.nextRound(this::keep));
      int before = trie.size();
      addFound();
      if (trie.size() == before) {
        return;
      }
    }
  }

  /** Counts the runs of so many units that may be frequent, sentence by sentence. */
  private int count(int[] units, int n, int length) {
    Cancellation.checkInterrupt();
    nodes = nodes.length <= n ? new int[n + 1] : nodes;
    for (int start = 0, end; start < n; start = end) {
      end = UnitSpool.sentenceEnd(units, start);
      int last = end - length + 1; // the last place where a run shorter by one may begin
      for (int i = start; i <= last; i++) {
        nodes[i] = node(units, i, length - 1);
      }
      for (int i = start; i < last; i++) {
        if (nodes[i] != ChunkTrie.NONE && nodes[i + 1] != ChunkTrie.NONE) {
          counter.add(ChunkTrie.child(nodes[i], key(units[i + length - 1])), 1);
        }
      }
    }
    return n;
  }

  private int node(int[] units, int from, int length) {
    int node = ChunkTrie.ROOT;
    for (int i = from; i < from + length && node != ChunkTrie.NONE; i++) {
      node = trie.next(node, key(units[i]));
    }
    // A single unit may be rare, and then nothing longer can be frequent.
    return node > ChunkTrie.ROOT && counts[node] < minCount ? ChunkTrie.NONE : node;
  }

  private static int key(int unit) {
    return ChunkTrie.key(unit & ~UnitSpool.LAST);
  }

  private void keep(long run, long count) {
    if (count >= threshold) {
      found.put(run, count);
      if (threshold > 1 && found.size() > 2L * mostRuns) {
        raise();
      }
    }
  }

  /** Raises the threshold until no more than {@link #mostRuns} are left. */
  private void raise() {
    long[] sorted = found.values().toLongArray();
    Arrays.sort(sorted);
    threshold = sorted[sorted.length - mostRuns] + 1;
    found.long2LongEntrySet().removeIf(entry -> entry.getLongValue() < threshold);
  }

  private void addFound() {
    if (threshold > 1 && found.size() > mostRuns) {
      raise();
    }
    long[] runs = found.keySet().toLongArray();
    Arrays.sort(runs);
    for (long run : runs) {
      int node = trie.add(run);
      if (node >= counts.length) {
        counts = Arrays.copyOf(counts, Growth.next(counts.length, node + 1L));
      }
      counts[node] = found.get(run);
    }
  }

  /** All runs found. */
  ChunkTrie trie() {
    return trie;
  }

  /** How often the text has each, by node. */
  long[] counts() {
    return Arrays.copyOf(counts, trie.size());
  }
}
