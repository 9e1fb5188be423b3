package org.ligature.bench.kernels;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ligature.bench.Turns;

/** The rounds of a case. A figure that cannot be had is NaN. */
final class MeasuredCase {
  final Settings settings;

  /** Milliseconds of CPU time of a call, for each round. */
  final Map<Contender, double[]> cpu = new EnumMap<>(Contender.class);

  /** Why a contender did not take part. */
  final Map<Contender, String> refused = new EnumMap<>(Contender.class);

  /** Sum, sum of amounts and weighted sum of the results. */
  final Map<Contender, double[]> sums = new EnumMap<>(Contender.class);

  /** The limit that stands beside it, and its work a millisecond in each round. */
  String limit = "";

  double[] limitRates = {};

  MeasuredCase(Settings settings) {
    this.settings = settings;
  }

  boolean isAttention() {
    return settings.word("op", "").equals("attn");
  }

  /** Floating point operations, or bytes of an embedding. */
  double work() {
    return isAttention() ? Work.flops(settings) : Work.bytes(settings);
  }

  double median(Contender contender) {
    return cpu.containsKey(contender) ? Turns.median(cpu.get(contender)) : Double.NaN;
  }

  /** How many times longer another takes than we, round by round. */
  double times(Contender other) {
    return cpu.containsKey(other) && cpu.containsKey(Contender.LIGATURE)
        ? Turns.ratio(cpu.get(other), cpu.get(Contender.LIGATURE))
        : Double.NaN;
  }

  /** The least of them: how many times longer the best of these takes. */
  double timesBest(List<Contender> others) {
    return others.stream()
        .mapToDouble(this::times)
        .filter(times -> !Double.isNaN(times))
        .min()
        .orElse(Double.NaN);
  }

  /** Our share of the limit, round by round. */
  double share() {
    double[] ours = cpu.get(Contender.LIGATURE);
    if (ours == null || limitRates.length == 0) {
      return Double.NaN;
    }
    double[] needed = Arrays.stream(limitRates).map(rate -> work() / rate).toArray();
    return Turns.ratio(needed, ours);
  }

  /** The share of the limit's best round that our best round has. */
  double bestShare() {
    double[] ours = cpu.get(Contender.LIGATURE);
    if (ours == null || limitRates.length == 0) {
      return Double.NaN;
    }
    double best = Arrays.stream(ours).min().orElse(Double.NaN);
    return work() / best / Arrays.stream(limitRates).max().orElse(Double.NaN);
  }

  double measured(Goal.Of of) {
    return switch (of) {
      case BEST -> timesBest(Contender.PYTORCH_AND_DJL);
      case DJL -> times(Contender.DJL);
      case PYTORCH -> times(Contender.PYTORCH);
      case JEMALLOC -> times(Contender.PYTORCH_JEMALLOC);
      case ONNX_RUNTIME -> times(Contender.ONNX_RUNTIME);
      case PEAK -> 100 * bestShare();
    };
  }

  /** The most by which a sum of anybody's results differs from ours, as part of all amounts. */
  double disagreement() {
    double[] ours = sums.get(Contender.LIGATURE);
    double most = Double.NaN;
    for (Map.Entry<Contender, double[]> other : sums.entrySet()) {
      for (int i = 0; ours != null && other.getKey() != Contender.LIGATURE && i < 3; i++) {
        double part = Math.abs(other.getValue()[i] - ours[i]) / ours[1];
        most = Double.isNaN(most) ? part : Math.max(most, part);
      }
    }
    return most;
  }

  /** Whether it is more than rounding explains. */
  boolean disagrees() {
    return disagreement() > (settings.word("dtype", "f32").equals("f32") ? 1e-4 : 1e-2);
  }
}
