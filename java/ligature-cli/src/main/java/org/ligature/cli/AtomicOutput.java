package org.ligature.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import org.ligature.file.AtomicFile;

/** A file that is there whole or not at all, as a stream; see {@link AtomicFile}. */
final class AtomicOutput implements AutoCloseable {
  private final AtomicFile file;
  private final OutputStream stream;

  private AtomicOutput(AtomicFile file) {
    this.file = file;
    stream =
        new FilterOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(file.channel()), 1 << 16)) {
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
    return new AtomicOutput(AtomicFile.create(file));
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
    long length = file.channel().size();
    file.finish();
    return length;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
