package org.ligature.bench.kernels;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of this process. Linux only. */
final class CpuClock {
  private CpuClock() {}

  /**
   * Nanoseconds of all threads that live, those of native libraries too. The caller's own are
   * exact; of a thread that runs meanwhile the kernel tells what it had at its last tick.
   */
  static long nanos() throws IOException {
    long sum = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Path own = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        if (!thread.getFileName().equals(own)) {
          sum += nanos(thread);
        }
      }
    }
    return sum;
  }

  private static long nanos(Path thread) {
    try {
      return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
    } catch (IOException e) {
      return 0; // it ended meanwhile
    }
  }
}
