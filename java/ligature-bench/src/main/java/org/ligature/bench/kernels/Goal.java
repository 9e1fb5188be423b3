package org.ligature.bench.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a figure of a case shall reach on a kind of machine, for one thread.
 *
 * @param of what is counted
 * @param must below it the kernel fell short
 * @param stretch what is hoped for
 */
record Goal(Of of, double must, double stretch) {
  /** What can be counted. */
  enum Of {
    BEST("times the better of PyTorch and DJL"),
    DJL("times DJL"),
    PYTORCH("times PyTorch as it comes"),
    JEMALLOC("times PyTorch with jemalloc"),
    ONNX_RUNTIME("times ONNX Runtime"),
    PEAK("% of the FMA peak, best rounds");

    final String title;

    Of(String title) {
      this.title = title;
    }
  }

  private static final Map<String, Goal> AVX512 =
      Map.ofEntries(
          goal("attn f32 fwd none", Of.BEST, 1.4, 1.55),
          goal("attn f32 fwd causal", Of.BEST, 1.5, 1.7),
          goal("attn f32 fwd bs25", Of.BEST, 7, 7.5),
          goal("attn f32 fwd bs10", Of.BEST, 16, 17),
          goal("attn f32 train causal", Of.BEST, 1.7, 1.8),
          goal("attn f32 train bs25", Of.BEST, 6, 6.5),
          goal("attn bf16 fwd none", Of.DJL, 4.5, 5),
          goal("attn bf16 fwd causal", Of.DJL, 5.5, 6),
          goal("attn bf16 fwd bs25", Of.DJL, 18, 20),
          goal("emb f32 fwd", Of.PYTORCH, 5.5, 5.5),
          goal("emb f32 train", Of.PYTORCH, 9, 9),
          goal("emb f32 trainsparse", Of.PYTORCH, 5, 5));

  private static final Map<String, Goal> AVX2 =
      Map.ofEntries(
          goal("attn f32 fwd none", Of.BEST, 1.4, 1.5),
          goal("attn f32 fwd causal", Of.BEST, 1.6, 1.75),
          goal("attn f32 fwd bs25", Of.BEST, 6.5, 7),
          goal("attn f32 fwd bs10", Of.BEST, 14, 15.5),
          goal("attn f32 train causal", Of.BEST, 1.7, 1.8),
          goal("attn f32 train bs25", Of.BEST, 6, 6.5),
          goal("emb f32 fwd", Of.PYTORCH, 4.7, 4.7),
          goal("emb f32 train", Of.PYTORCH, 8.5, 8.5),
          goal("emb f32 trainsparse", Of.PYTORCH, 5, 5));

  private static Map.Entry<String, Goal> goal(String key, Of of, double must, double stretch) {
    return Map.entry(key, new Goal(of, must, stretch));
  }

  /** The goals of a case on such a machine. */
  static List<Goal> of(Machine.Isa isa, Settings settings) {
    List<Goal> goals = new ArrayList<>();
    if (isa == Machine.Isa.OTHER || settings.number("t", 1) != 1) {
      return goals;
    }
    boolean avx512 = isa == Machine.Isa.AVX512;
    boolean attention = settings.word("op", "").equals("attn");
    String dtype = settings.word("dtype", "f32");
    String dir = settings.word("dir", "fwd");
    String key = settings.word("op", "") + " " + dtype + " " + dir;
    Goal first =
        (avx512 ? AVX512 : AVX2).get(attention ? key + " " + settings.word("mask", "none") : key);
    if (first != null) {
      goals.add(first);
    }
    if (!dtype.equals("f32")) {
      return goals;
    }
    if (attention && settings.number("n", 0) >= 2048) {
      boolean wide = settings.number("d", 64) == 128;
      goals.add(
          avx512
              ? new Goal(Of.PEAK, 80, 85)
              : wide ? new Goal(Of.PEAK, 86, 89) : new Goal(Of.PEAK, 82, 86));
    }
    if (!attention && dir.equals("fwd")) {
      double times = avx512 ? 1.0 : 1.1;
      goals.add(new Goal(Of.JEMALLOC, times, times));
    }
    if (!avx512) {
      goals.add(new Goal(Of.ONNX_RUNTIME, 1, 1));
    }
    return goals;
  }

  /** What a figure is beside it; "not measured" where it is no number. */
  String verdict(double measured) {
    if (Double.isNaN(measured)) {
      return "not measured";
    }
    if (measured < must) {
      return "**missed**";
    }
    return measured < stretch ? "met" : must == stretch ? "met" : "met, stretch too";
  }
}
