package org.ligature.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Runs tasks in turns and keeps the CPU time of each. */
public final class Turns {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Rounds that warm up and are not kept. */
  static final int WARM_UP = 2;

  /** Seconds of CPU time: [task][round]. */
  private final double[][] seconds;

  private Turns(double[][] seconds) {
    this.seconds = seconds;
  }

  /** Runs every task once a round, in turns, on this thread. */
  static Turns run(int rounds, LongSupplier... tasks) {
    double[][] seconds = new double[tasks.length][rounds];
    long[] results = new long[tasks.length];
    for (int round = -WARM_UP; round < rounds; round++) {
      for (int t = 0; t < tasks.length; t++) {
        long start = cpuNanos();
        long result = tasks[t].getAsLong();
        double taken = (cpuNanos() - start) * 1e-9;
        if (round > -WARM_UP && result != results[t]) {
          throw new IllegalStateException("task " + t + " gave " + results[t] + ", now " + result);
        }
        results[t] = result;
        if (round >= 0) {
          seconds[t][round] = taken;
        }
      }
    }
    return new Turns(seconds);
  }

  /** CPU time of the calling thread. */
  static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Median seconds of a task. */
  double seconds(int task) {
    return median(seconds[task]);
  }

  /** Median over the rounds of how many times longer one task took than another. */
  double ratio(int slower, int faster) {
    return ratio(seconds[slower], seconds[faster]);
  }

  /** The same of rounds that were measured elsewhere. */
  public static double ratio(double[] slower, double[] faster) {
    double[] ratios = new double[slower.length];
    Arrays.setAll(ratios, round -> slower[round] / faster[round]);
    return median(ratios);
  }

  /** The middle value; of an even number the mean of the two. */
  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
