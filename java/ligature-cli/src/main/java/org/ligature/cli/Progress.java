package org.ligature.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on standard error, or none. By itself it shows only where a person looks on, so
 * that no log is filled with it. Closing it leaves the line as it was.
 */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 78;
  private static final int INTERVAL_MILLIS = 100;

  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  static Progress none() {
    return new Progress(null);
  }

  /** A bar that counts bytes, shown in megabytes. */
  static Progress ofBytes(PrintStream err, String task, long bytes) {
    return start(err, task, bytes, " MB", 1 << 20);
  }

  /** A bar that counts whatever it is. */
  static Progress of(PrintStream err, String task, long steps) {
    return start(err, task, steps, "", 1);
  }

  private static Progress start(PrintStream err, String task, long max, String unit, long size) {
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(max)
            .setUnit(unit, size)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            // A consumer of our own: the library's asks the terminal for its width, and complains
            // in the log where there is none.
            .setConsumer(
                new DelegatingProgressBarConsumer(
                    text -> {
                      err.print('\r' + text);
                      err.flush();
                    },
                    WIDTH) {
                  @Override
                  public void close() {
                    err.print('\r' + " ".repeat(WIDTH) + '\r');
                    err.flush();
                  }
                })
            .build());
  }

  /** Whether a stream is the process's standard error and that is a terminal. */
  static boolean isTerminal(PrintStream err) {
    if (err != System.err) {
      return false;
    }
    Path link = Path.of("/proc/self/fd/2");
    try {
      if (Files.isSymbolicLink(link)) {
        String device = Files.readSymbolicLink(link).toString();
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
      }
    } catch (IOException e) {
      return false;
    }
    return System.console() != null; // systems without /proc; there it tells of standard output
  }

  void stepTo(long n) {
    if (bar != null) {
      bar.stepTo(n);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
