package org.ligature.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is there whole or not at all: the bytes go to a temporary file beside the target, and
 * {@link #finish} puts that in its place. Closed without it, the target is as it was.
 */
final class AtomicOutput implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final OutputStream stream;

  private AtomicOutput(Path target) throws IOException {
    this.target = target;
    String suffix = "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp";
    temporary = target.resolveSibling(target.getFileName() + suffix);
    channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    stream =
        new FilterOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
          @Override
          public void write(byte[] bytes, int from, int n) throws IOException {
            out.write(bytes, from, n); // the filter's own way is one byte after the other
          }

          @Override
          public void close() throws IOException {
            out.flush();
          }
        };
  }

  static AtomicOutput create(Path file) throws IOException {
    // A link stays one, and what it names is replaced.
    return new AtomicOutput(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath());
  }

  /** Where the bytes go; closing it leaves the file open. */
  OutputStream stream() {
    return stream;
  }

  /**
   * Sees to it that all is on the disk, and replaces the target.
   *
   * @return the length in bytes
   */
  long finish() throws IOException {
    stream.flush();
    long length = channel.size();
    channel.force(true);
    channel.close();
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    return length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }
}
