package org.ligature.chunk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.codec.MalformedFileException;

/**
 * How well units hold together, learned from text: a list of chunks with the number of times that
 * each was one, when the text was cut into the most likely chunks. A text is taken for chunks drawn
 * one by one from that list (a unigram model of chunks), so the score of a chunk is the logarithm
 * of its share: the cutting that scores most is the likeliest, and minus its score is the length in
 * bits of a code for the text.
 *
 * <pre>{@code
 * try (CohesionTrainer trainer = Cohesion.trainer(codec)) {
 *   Cohesion cohesion = trainer.add(codec.encode(book)).train();
 *   ChunkSplitter splitter = ChunkSplitter.cohesive(cohesion, 1, cohesion.maxSize(), 0);
 * }
 * }</pre>
 *
 * <p>Letter case does not count, what stands between words does: "of course," is another chunk than
 * "of course". Units mean something only with the codec that made them, see {@link #codecIdentity}.
 *
 * <p>The model is that of Deligne and Bimbot, "Language modeling by variable length sequences"
 * (ICASSP 1995), learned by the most likely cutting in place of the sum over all, as in Viterbi
 * training. A chunk that is not listed is spelled by its units, each at its own score, after a mark
 * that counts as seen once; a unit that is not listed counts as seen half a time.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Cohesion implements ChunkScore {
  private final ChunkTrie trie;
  private final long[] counts; // of each node, as a chunk
  private final int maxSize;
  private final byte[] codecIdentity;

  private final long total;
  private final double[] scores; // of each node; NaN where it is no chunk
  private final double unlistedUnit;
  private final double spelled;

  /** What chunks that go on after each node's units count together. */
  private final long[] longer;

  Cohesion(ChunkTrie trie, long[] counts, byte[] codecIdentity) {
    this.trie = trie;
    this.counts = counts;
    this.codecIdentity = codecIdentity;
    this.total = Arrays.stream(counts).sum();
    double all = Bits.log2(Math.max(total, 1));
    unlistedUnit = -1 - all;
    spelled = -all;
    scores = new double[counts.length];
    longer = new long[counts.length];
    int longest = 1;
    for (int node = counts.length - 1; node > ChunkTrie.ROOT; node--) {
      scores[node] = counts[node] == 0 ? Double.NaN : Bits.log2(counts[node]) - all;
      longer[trie.parent(node)] += counts[node] + longer[node];
      longest = counts[node] > 0 ? Math.max(longest, trie.length(node)) : longest;
    }
    maxSize = longest;
  }

  /**
   * Learns from texts that a codec encodes.
   *
   * @param codec the one that makes the units of all texts to come
   */
  public static CohesionTrainer trainer(GlyphCodec codec) {
    return new CohesionTrainer(codec);
  }

  /**
   * Reads what {@link #save} wrote. The whole file is checked.
   *
   * @throws MalformedFileException where the file is not such, or damaged
   * @throws IOException where it cannot be read
   */
  public static Cohesion load(Path file) throws IOException {
    return CohesionFile.read(file);
  }

  /**
   * Saves to a file, whole or not at all; what stood there is replaced.
   *
   * @throws IOException where the file cannot be written
   */
  public void save(Path file) throws IOException {
    CohesionFile.write(this, file);
  }

  /** The most units that a listed chunk has. */
  public int maxSize() {
    return maxSize;
  }

  /** Number of listed chunks, those of one unit included. */
  public int numChunks() {
    return (int) Arrays.stream(counts).filter(n -> n > 0).count();
  }

  /** Number of chunks that the text learned from had, which scores are shares of. */
  public long numLearned() {
    return total;
  }

  /**
   * How many times units [start, end) were a chunk of the text learned from; 0 for what is not
   * listed.
   *
   * @throws IndexOutOfBoundsException where the range is not within the text
   */
  public long count(Glyphs text, int start, int end) {
    int node = node(text, start, end);
    return node == ChunkTrie.NONE || node == ChunkTrie.ROOT ? 0 : counts[node];
  }

  /** The identity of the codec whose units these are: {@link GlyphCodec#identity}. */
  public String codecIdentity() {
    return HexFormat.of().formatHex(codecIdentity);
  }

  byte[] codecIdentityBytes() {
    return codecIdentity.clone();
  }

  ChunkTrie trie() {
    return trie;
  }

  long count(int node) {
    return counts[node];
  }

  private int node(Glyphs text, int start, int end) {
    int node = ChunkTrie.ROOT;
    for (int i = start; i < end && node != ChunkTrie.NONE; i++) {
      node = trie.next(node, text.unit(i));
    }
    return node;
  }

  /**
   * The logarithm of a chunk's share, in bits: finite and at most 0.
   *
   * @throws IndexOutOfBoundsException where the range is not within the text
   */
  @Override
  public double score(Glyphs text, int start, int end) {
    int node = node(text, start, end);
    if (node != ChunkTrie.NONE && counts[node] > 0) {
      return scores[node];
    }
    double sum = 0;
    for (int i = start; i < end; i++) {
      sum += unitScore(text.unit(i));
    }
    return (end - start > 1 ? spelled : 0) + sum;
  }

  private double unitScore(int unit) {
    int node = trie.next(ChunkTrie.ROOT, unit);
    return node == ChunkTrie.NONE || counts[node] == 0 ? unlistedUnit : scores[node];
  }

  /** The same scores, each walk through the tree shared by all chunks that begin there. */
  SpanScores spans() {
    return (text, start, firstEnd, lastEnd, out) -> {
      int node = ChunkTrie.ROOT;
      double sum = 0;
      for (int end = start + 1; end <= lastEnd; end++) {
        node = node == ChunkTrie.NONE ? node : trie.next(node, text.unit(end - 1));
        sum += unitScore(text.unit(end - 1));
        if (end >= firstEnd) {
          boolean listed = node != ChunkTrie.NONE && counts[node] > 0;
          out[end - firstEnd] = listed ? scores[node] : (end - start > 1 ? spelled : 0) + sum;
        }
      }
    };
  }

  /**
   * A rule that looks back only: a chunk ends where, of the listed chunks that begin as it does,
   * fewer than a share of {@code threshold} go on, by the times they were seen. For {@link
   * ChunkSplitter#causal}. Near 0 chunks grow while a longer one is listed; at 1 they are of one
   * unit.
   *
   * @throws IllegalArgumentException where {@code threshold} is not in [0, 1]
   */
  public CausalRule causalRule(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold is " + threshold + ", not in [0, 1]");
    }
    return (text, start, at) -> {
      int node = node(text, start, at);
      if (node == ChunkTrie.NONE || longer[node] == 0) {
        return true;
      }
      return longer[node] < threshold * ((double) longer[node] + counts[node]);
    };
  }

  @Override
  public String toString() {
    return "Cohesion[" + numChunks() + " chunks of at most " + maxSize + " units]";
  }
}
