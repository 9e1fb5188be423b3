package org.ligature.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is there whole or not at all: the bytes go to a temporary file beside the target, and
 * {@link #finish} puts that in its place. A process that is killed leaves the target as it was or
 * as it should be, and perhaps a file that ends in {@code .tmp}.
 *
 * <p>The target may be a symbolic link: it stays one, and the file that it names is replaced. The
 * caller closes. Not thread-safe.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private boolean finished;

  private AtomicFile(Path target) throws IOException {
    this.target = target;
    String suffix = "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp";
    temporary = target.resolveSibling(target.getFileName() + suffix);
    channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Begins a file. What stands at the path stays there until {@link #finish}.
   *
   * @throws IOException where no file can be written there, or something that is no file is there
   */
  public static AtomicFile create(Path file) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (target.getFileName() == null || Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(file.toString(), null, "is not a file");
    }
    return new AtomicFile(target);
  }

  /** Where the bytes go. */
  public FileChannel channel() {
    return channel;
  }

  /** Sees to it that all is on the disk, and replaces the target. */
  public void finish() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    forceFolder();
  }

  /**
   * A name is on the disk when its folder is. Not every system opens a folder; then a power cut may
   * bring back the file that was there before, whole too.
   */
  private void forceFolder() {
    try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      return; // the file is in its place all the same
    }
  }

  /** Where the target is, for messages. */
  @Override
  public String toString() {
    return target.toString();
  }

  /**
   * Lets go of the file; where it was not finished, the target is as it was. Closing twice is
   * harmless.
   */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (!finished) {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
