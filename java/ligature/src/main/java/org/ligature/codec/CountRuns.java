package org.ligature.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ligature.file.TemporaryFolder;

/** Counts that memory had no room for, in temporary files, each in order. Thread-safe. */
final class CountRuns implements AutoCloseable {
  /** So many files become one, as a process can have only so many open. */
  static final int MOST = 64;

  private final TemporaryFolder folder;
  private final List<Path> runs = new ArrayList<>();

  CountRuns(TemporaryFolder folder) {
    this.folder = folder;
  }

  /** Moves all counts of a table to a file. */
  void add(CountTable table) throws IOException {
    if (table.isEmpty()) {
      return;
    }
    Path run = folder.newFile();
    try (CountRun.Writer writer = new CountRun.Writer(run);
        CountCursor cursor = table.cursor()) {
      CountMerge.run(List.of(cursor), () -> {}, writer);
      writer.finish();
    }
    table.clear();
    synchronized (this) {
      runs.add(run);
      if (runs.size() == MOST) {
        mergeRuns();
      }
    }
  }

  private void mergeRuns() throws IOException {
    Path merged = folder.newFile();
    try (CountRun.Writer writer = new CountRun.Writer(merged)) {
      forEach(List.of(), () -> {}, writer);
      writer.finish();
    }
    for (Path run : runs) {
      Files.delete(run);
    }
    runs.clear();
    runs.add(merged);
  }

  /**
   * Gives the sums of all files and of these tables, in order of their keys.
   *
   * @param check called now and then; what it throws ends the walk
   */
  synchronized void forEach(List<CountTable> tables, Runnable check, CountCursor.Sink sink)
      throws IOException {
    List<CountCursor> cursors = new ArrayList<>();
    try {
      for (Path run : runs) {
        cursors.add(CountRun.read(run));
      }
      for (CountTable table : tables) {
        cursors.add(table.cursor());
      }
      CountMerge.run(cursors, check, sink);
    } finally {
      for (CountCursor cursor : cursors) {
        cursor.close();
      }
    }
  }

  /** Removes the files. */
  @Override
  public void close() {
    folder.close();
  }
}
