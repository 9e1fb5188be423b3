package org.ligature.chunk;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ligature.file.Cancellation;
import org.ligature.file.UnitSpool;

/**
 * Learns how often runs of units are chunks: cuts the text into its most likely chunks, counts
 * them, and again, a stated number of times. Counts are whole numbers, so they do not depend on the
 * order of the text's parts.
 */
final class LikelyChunks {
  private final UnitSpool spool;
  private final ChunkTrie trie;
  private final long minCount;

  /** Of each node as a chunk; where it begins, how often the text has the run. */
  private long[] counts;

  private double[] scores;
  private long[] counted;

  // Of the sentence at hand: the best cutting up to each offset, and its last chunk.
  private double[] best = new double[1 << 10];
  private int[] lastNode = new int[1 << 10];
  private int[] lastStart = new int[1 << 10];

  LikelyChunks(UnitSpool spool, ChunkTrie trie, long[] counts, long minCount) {
    this.spool = spool;
    this.trie = trie;
    this.counts = counts;
    this.minCount = minCount;
  }

  /** Cuts and counts once more. Chunks of several units that are seldom one are none any more. */
  void learn() throws IOException {
    // The first time counts are those of runs, and their shares are of all units of the text.
    long total = 0;
    for (int node = 1; node < counts.length; node++) {
      total += counted == null && trie.parent(node) != ChunkTrie.ROOT ? 0 : counts[node];
    }
    scores = new double[counts.length];
    double all = Bits.log2(Math.max(total, 1));
    for (int node = 1; node < counts.length; node++) {
      boolean single = trie.parent(node) == ChunkTrie.ROOT;
      scores[node] =
          counts[node] > 0
              ? Bits.log2(counts[node]) - all
              : single ? -1 - all : Double.NEGATIVE_INFINITY;
    }
    counted = new long[counts.length];
    spool.read((units, n, weight) -> cut(units, n));
    for (int node = 1; node < counted.length; node++) {
      if (counted[node] < minCount && trie.parent(node) != ChunkTrie.ROOT) {
        counted[node] = 0;
      }
    }
    counts = counted;
  }

  private int cut(int[] units, int n) {
    Cancellation.checkInterrupt();
    for (int start = 0, end; start < n; start = end) {
      end = UnitSpool.sentenceEnd(units, start);
      cut(units, start, end);
    }
    return n;
  }

  private void cut(int[] units, int start, int end) {
    int length = end - start;
    if (best.length <= length) {
      int room = Growth.next(length, length + 1L);
      best = new double[room];
      lastNode = new int[room];
      lastStart = new int[room];
    }
    Arrays.fill(best, 1, length + 1, Double.NEGATIVE_INFINITY);
    best[0] = 0;
    for (int from = 0; from < length; from++) {
      int node = ChunkTrie.ROOT;
      for (int to = from + 1; to <= length; to++) {
        node = trie.next(node, units[start + to - 1] & ~UnitSpool.LAST);
        if (node == ChunkTrie.NONE) {
          break;
        }
        double score = best[from] + scores[node];
        if (score > best[to]) {
          best[to] = score;
          lastNode[to] = node;
          lastStart[to] = from;
        }
      }
    }
    for (int at = length; at > 0; at = lastStart[at]) {
      counted[lastNode[at]]++;
    }
  }

  /** Leaves the commonest chunks of several units, so many, and all of one unit. */
  void keep(int most) {
    int[] several =
        IntStream.range(1, counts.length)
            .filter(node -> counts[node] > 0 && trie.parent(node) != ChunkTrie.ROOT)
            .toArray();
    if (several.length > most) {
      long[] sorted = Arrays.stream(several).mapToLong(node -> counts[node]).sorted().toArray();
      long least = sorted[sorted.length - most];
      // Of those seen equally often at the border the first in order stay.
      long room = most - Arrays.stream(sorted).filter(count -> count > least).count();
      for (int node : several) {
        if (counts[node] < least || counts[node] == least && room-- <= 0) {
          counts[node] = 0;
        }
      }
    }
  }

  /** What was learned, without runs that are no chunks and begin none. */
  Cohesion result(byte[] codecIdentity) {
    boolean[] used = new boolean[counts.length];
    for (int node = counts.length - 1; node > ChunkTrie.ROOT; node--) {
      used[node] |= counts[node] > 0;
      used[trie.parent(node)] |= used[node];
    }
    ChunkTrie small =
        new ChunkTrie((int) IntStream.range(0, used.length).filter(i -> used[i]).count());
    int[] renamed = new int[counts.length];
    long[] smallCounts = new long[counts.length];
    for (int node = 1; node < counts.length; node++) {
      if (used[node]) {
        renamed[node] = small.add(ChunkTrie.child(renamed[trie.parent(node)], trie.unit(node)));
        smallCounts[renamed[node]] = counts[node];
      }
    }
    return new Cohesion(small, Arrays.copyOf(smallCounts, small.size()), codecIdentity);
  }
}
