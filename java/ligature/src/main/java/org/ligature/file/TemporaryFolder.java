package org.ligature.file;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of temporary files, made when the first file is asked for. It is gone when this is
 * closed; where that is forgotten, when this is unreachable or the JVM ends. Thread-safe.
 */
public final class TemporaryFolder implements AutoCloseable {
  private final Path parent;
  private Remains remains;
  private Cleaner.Cleanable cleanable;
  private int numFiles;

  /** A folder inside this one. */
  public TemporaryFolder(Path parent) {
    this.parent = parent;
  }

  /** A folder inside the one that the system has for such. */
  public static TemporaryFolder ofSystem() {
    return new TemporaryFolder(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** A path at which no file is yet. */
  public synchronized Path newFile() throws IOException {
    if (remains == null) {
      remains = new Remains(Files.createTempDirectory(parent, "ligature-"));
      cleanable = Remains.CLEANER.register(this, remains);
    }
    return remains.folder.resolve(Integer.toString(numFiles++));
  }

  /** Removes the folder and all that is in it; the next file is in a new one. */
  @Override
  public synchronized void close() {
    if (cleanable != null) {
      cleanable.clean();
      cleanable = null;
      remains = null;
    }
  }

  /** What is to be removed; it must not know whom it serves. */
  private static final class Remains implements Runnable {
    static final Cleaner CLEANER = Cleaner.create();

    private final Path folder;
    private final Thread atExit = new Thread(this::delete, "ligature-temporary-files");

    Remains(Path folder) {
      this.folder = folder;
      Runtime.getRuntime().addShutdownHook(atExit);
    }

    @Override
    public void run() {
      delete();
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        // The JVM ends already.
      }
    }

    private void delete() {
      List<Path> files = new ArrayList<>();
      try (Stream<Path> content = Files.list(folder)) {
        content.forEach(files::add);
      } catch (IOException e) {
        // It is gone.
      }
      files.add(folder);
      for (Path file : files) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          // An open file of some systems: what cannot be removed stays.
        }
      }
    }
  }
}
