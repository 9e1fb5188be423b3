package org.ligature.bench;

import static org.ligature.bench.MarkdownTable.number;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * What two threads encode against one. By the clock it is what a user gets, and shows also whoever
 * else uses the machine; by CPU time it shows what the threads cost each other: locks, memory.
 */
final class ThreadsTable {
  private ThreadsTable() {}

  static MarkdownTable measure(Encoders encoders, TextSet[] texts, int rounds) {
    MarkdownTable table =
        new MarkdownTable(
            "Two threads, each with all the documents, against one", "texts", "clock", "CPU time");
    for (TextSet set : texts) {
      TextSet documents = set.documents();
      double[] clock = new double[rounds];
      double[] cpu = new double[rounds];
      for (int round = -Turns.WARM_UP; round < rounds; round++) {
        double[] one = run(encoders, documents, 1);
        double[] two = run(encoders, documents, 2);
        if (round >= 0) {
          clock[round] = 2 * one[0] / two[0];
          cpu[round] = 2 * one[1] / two[1];
        }
      }
      table.row(documents.name(), number(Turns.median(clock), 2), number(Turns.median(cpu), 2));
    }
    return table;
  }

  /** Seconds by the clock until all threads are done, and of CPU of one thread on average. */
  private static double[] run(Encoders encoders, TextSet set, int numThreads) {
    CyclicBarrier start = new CyclicBarrier(numThreads + 1);
    double[] cpu = new double[numThreads];
    Thread[] threads = new Thread[numThreads];
    for (int t = 0; t < numThreads; t++) {
      int me = t;
      threads[t] =
          new Thread(
              () -> {
                await(start);
                long before = Turns.cpuNanos();
                encoders.units(set);
                cpu[me] = (Turns.cpuNanos() - before) * 1e-9;
              });
      threads[t].start();
    }
    await(start);
    long before = System.nanoTime();
    double sum = 0;
    for (int t = 0; t < numThreads; t++) {
      join(threads[t]);
      sum += cpu[t];
    }
    return new double[] {(System.nanoTime() - before) * 1e-9, sum / numThreads};
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
