package org.ligature.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ligature.chunk.BlockMask;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Pattern;
import org.ligature.codec.Glyphs;
import org.ligature.layer.ChunkAttention;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/**
 * Several ways of cutting the same contexts, counted and measured. One unit a chunk is always among
 * them, as what the others are compared with.
 *
 * <p>Counting takes every context. Measuring takes turns, so that a machine that is slow for a
 * while is slow for all: the splits of a context one after the other, that a few times, then the
 * next context, from all parts of the book, until the time is up.
 */
final class Simulation {
  private static final int ROUNDS = 3;

  private final List<Glyphs> contexts;
  private final Pattern pattern;
  private final Map<String, SplitResult> results = new LinkedHashMap<>();
  private int numMeasured;
  private int numRounds;

  Simulation(List<Glyphs> contexts, List<ChunkSplitter> splits, Pattern pattern) {
    this.contexts = contexts;
    this.pattern = pattern;
    SplitResult baseline = new SplitResult(ChunkSplitter.fixed(1), null);
    results.put(baseline.split().toString(), baseline);
    for (ChunkSplitter split : splits) {
      results.computeIfAbsent(split.toString(), name -> new SplitResult(split, baseline));
    }
  }

  int numContexts() {
    return contexts.size();
  }

  /** How many contexts were measured. */
  int numMeasured() {
    return numMeasured;
  }

  /** How often each split was measured, over all contexts. */
  int numRounds() {
    return numRounds;
  }

  SplitResult result(ChunkSplitter split) {
    return results.get(split.toString());
  }

  void count(Progress progress) {
    for (int c = 0; c < contexts.size(); c++) {
      for (SplitResult result : results.values()) {
        ChunkBatch batch = ChunkBatch.of(contexts.get(c), result.split());
        result.count(batch, BlockMask.compile(batch, pattern));
      }
      progress.stepTo(c + 1);
    }
  }

  /**
   * Measures the forward passes of embedding and attention until the time is up; one context
   * anyway, with all its rounds, as a median of fewer says nothing.
   */
  void measure(
      Device device,
      int glyphs,
      int dim,
      ChunkAttention attention,
      double seconds,
      Progress progress) {
    try (Tensor table = table(device, glyphs, dim)) {
      long start = System.nanoTime(); // filling the table is no measurement
      for (int c : spread(numFullContexts())) {
        measure(contexts.get(c), table, attention, start, seconds, progress);
        numMeasured++;
        if (LigatureCommand.seconds(start) >= seconds) {
          return;
        }
      }
    }
  }

  /** The last context may be short: it is measured only where there is no other. */
  private int numFullContexts() {
    int n = contexts.size();
    return n > 1 && contexts.get(n - 1).length() < contexts.get(0).length() ? n - 1 : n;
  }

  /**
   * 0 to n - 1, so that the first of them, however many are taken, come from all parts: in the
   * order of their bits reversed.
   */
  private static int[] spread(int n) {
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparing(i -> Integer.reverse(i) >>> 1))
        .mapToInt(i -> i)
        .toArray();
  }

  /**
   * An embedding table. Its values do not matter, but it is written, so that its pages are real.
   */
  private static Tensor table(Device device, int glyphs, int dim) {
    Tensor table;
    try {
      table = device.tensor(DType.F32, glyphs, dim);
    } catch (OutOfMemoryError e) {
      throw new Failure(
          "no memory for an embedding table of "
              + glyphs
              + " x "
              + dim
              + " floats, "
              + ((long) glyphs * dim * DType.F32.bytes() >> 20)
              + " MB; give a smaller --dim");
    }
    table.fill(0.5f);
    return table;
  }

  private void measure(
      Glyphs context,
      Tensor table,
      ChunkAttention attention,
      long start,
      double seconds,
      Progress progress) {
    List<ForwardPass> passes = new ArrayList<>();
    try {
      for (SplitResult result : results.values()) {
        ForwardPass pass =
            new ForwardPass(ChunkBatch.of(context, result.split()), pattern, table, attention);
        passes.add(pass);
        pass.run(); // a warm-up: caches, pages and branch predictors are no one's merit
      }
      for (int round = 0; round < ROUNDS; round++) {
        int at = 0;
        for (SplitResult result : results.values()) {
          ForwardPass pass = passes.get(at++);
          pass.run();
          result.embedding().add(pass.embeddingMillis());
          result.attention().add(pass.attentionMillis());
        }
        numRounds++;
        progress.stepTo(
            Math.round(Math.min(1000 * LigatureCommand.seconds(start), 1000 * seconds)));
      }
    } finally {
      passes.forEach(ForwardPass::close);
    }
  }
}
