package org.ligature.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.function.IntUnaryOperator;

/**
 * Units in a temporary file, for what reads a training text many times: four bytes a unit, where
 * encoding the text once more would take longer. The file is gone when the spool is closed.
 */
public final class UnitSpool implements Closeable {
  /** Set on the last unit of a sentence. */
  public static final int LAST = 1 << 31;

  private static final int BUFFER = 1 << 16;

  /** Before each part stand its length and its weight. */
  private static final int HEADER = Integer.BYTES + Long.BYTES;

  /** What is done with some sentences. */
  public interface Part {
    /**
     * Takes units [0, length), which it may change and make fewer; they stand for {@code weight}
     * such texts.
     *
     * @return how many there are now, at least 1
     */
    int take(int[] units, int length, long weight);
  }

  private FileChannel from;
  private FileChannel to;
  private final ByteBuffer read = ByteBuffer.allocateDirect(BUFFER);
  private final ByteBuffer written = ByteBuffer.allocateDirect(BUFFER);
  private int[] units = new int[BUFFER];

  /** An empty spool, whose files are in this folder. */
  public UnitSpool(TemporaryFolder folder) throws IOException {
    from = open(folder);
    try {
      to = open(folder);
    } catch (IOException e) {
      from.close();
      throw e;
    }
  }

  private static FileChannel open(TemporaryFolder folder) throws IOException {
    return FileChannel.open(
        folder.newFile(),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** {@link #write} of a text, whose sentences end at these offsets; the array is changed. */
  public void writeText(int[] units, int numSentences, IntUnaryOperator sentenceEnd, long weight)
      throws IOException {
    for (int s = 0; s < numSentences; s++) {
      units[sentenceEnd.applyAsInt(s) - 1] |= LAST;
    }
    write(units, units.length, weight);
  }

  /** Where the sentence that begins at {@code start} ends. */
  public static int sentenceEnd(int[] units, int start) {
    int end = start;
    while ((units[end] & LAST) == 0) {
      end++;
    }
    return end + 1;
  }

  /** Writes the next part; {@link #endWriting} must come before any is read. */
  public void write(int[] units, int length, long weight) throws IOException {
    ensureRoom(HEADER);
    written.putInt(length).putLong(weight);
    for (int at = 0; at < length; ) {
      ensureRoom(Integer.BYTES);
      int n = Math.min(length - at, written.remaining() / Integer.BYTES);
      written.asIntBuffer().put(units, at, n);
      written.position(written.position() + n * Integer.BYTES);
      at += n;
    }
  }

  /** Makes what was written what is read, in place of what was. */
  public void endWriting() throws IOException {
    flush();
    FileChannel full = to;
    to = from.truncate(0);
    from = full;
    to.position(0);
  }

  /** Shows every part; what is done to it is forgotten. */
  public void read(Part part) throws IOException {
    pass(part, false);
  }

  /** Shows every part, and keeps what is made of it. */
  public void rewrite(Part part) throws IOException {
    pass(part, true);
  }

  private void pass(Part part, boolean keep) throws IOException {
    from.position(0);
    read.clear().limit(0);
    written.clear();
    while (read.hasRemaining() || refill()) {
      ensureRead(HEADER);
      int length = read.getInt();
      long weight = read.getLong();
      ensure(length);
      for (int at = 0; at < length; ) {
        ensureRead(Integer.BYTES);
        int n = Math.min(length - at, read.remaining() / Integer.BYTES);
        read.asIntBuffer().get(units, at, n);
        read.position(read.position() + n * Integer.BYTES);
        at += n;
      }
      int left = part.take(units, length, weight);
      if (keep) {
        write(units, left, weight);
      }
    }
    if (keep) {
      endWriting();
    }
  }

  private void ensure(int length) {
    if (units.length < length) {
      units = new int[length];
    }
  }

  private void ensureRead(int bytes) throws IOException {
    while (read.remaining() < bytes) {
      if (!refill()) {
        throw new IOException("the temporary file of units became shorter");
      }
    }
  }

  private boolean refill() throws IOException {
    read.compact();
    int n = from.read(read);
    read.flip();
    return n > 0;
  }

  private void ensureRoom(int bytes) throws IOException {
    if (written.remaining() < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    written.flip();
    while (written.hasRemaining()) {
      to.write(written);
    }
    written.clear();
  }

  @Override
  public void close() throws IOException {
    try {
      from.close();
    } finally {
      to.close();
    }
  }
}
