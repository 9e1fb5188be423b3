package org.ligature.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.ligature.chunk.BlockMask;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;

/** What one way of cutting gave: counts over all contexts, and times of those measured. */
final class SplitResult {
  private final ChunkSplitter split;
  private final SplitResult baseline;
  private long units;
  private long chunks;
  private long pairs;
  private final Times embedding = new Times();
  private final Times attention = new Times();

  /** Milliseconds of calls, by their median. */
  static final class Times {
    private double[] millis = new double[16];
    private int n;

    void add(double time) {
      if (n == millis.length) {
        millis = Arrays.copyOf(millis, 2 * n);
      }
      millis[n++] = time;
    }

    double median() {
      double[] sorted = Arrays.copyOf(millis, n);
      Arrays.sort(sorted);
      return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
  }

  /** A result that compares itself with that of one unit a chunk, or is it, where that is null. */
  SplitResult(ChunkSplitter split, SplitResult baseline) {
    this.split = split;
    this.baseline = baseline == null ? this : baseline;
  }

  ChunkSplitter split() {
    return split;
  }

  Times embedding() {
    return embedding;
  }

  Times attention() {
    return attention;
  }

  void count(ChunkBatch batch, BlockMask mask) {
    units += batch.numUnits();
    chunks += batch.numChunks();
    pairs += mask.keptPairs();
  }

  private double share() {
    return (double) pairs / baseline.pairs;
  }

  private double predicted() {
    return (double) baseline.pairs / pairs;
  }

  private double measured() {
    return baseline.attention.median() / attention.median();
  }

  static Table header() {
    return new Table()
        .row(
            "split",
            "chunks",
            "units each",
            "pairs",
            "of fixed:1",
            "predicted",
            "embedding ms",
            "attention ms",
            "measured",
            "measured/predicted");
  }

  void addTo(Table table) {
    table.row(
        split.toString(),
        Summary.grouped(chunks),
        shown("%.2f", (double) units / chunks),
        Summary.grouped(pairs),
        shown("%.3f", share()),
        shown("%.2fx", predicted()),
        shown("%.3f", embedding.median()),
        shown("%.3f", attention.median()),
        shown("%.2fx", measured()),
        shown("%.2f", measured() / predicted()));
  }

  private static String shown(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  Map<String, Object> asJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("split", split.toString());
    json.put("chunks", chunks);
    json.put("unitsPerChunk", (double) units / chunks);
    json.put("pairs", pairs);
    json.put("pairsShare", share());
    json.put("predictedSaving", predicted());
    json.put("embeddingMillis", embedding.median());
    json.put("attentionMillis", attention.median());
    json.put("measuredSaving", measured());
    json.put("measuredOverPredicted", measured() / predicted());
    return json;
  }
}
