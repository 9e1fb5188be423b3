package org.ligature.codec;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A temporary file of counts in order. An entry is: how many chars its text shares with the one
 * before, how many follow, these chars, the kind, the count, each a number of 7 bits a byte, low
 * bits first, the top bit set on all bytes but the last. The file ends with the byte 255, which
 * begins no entry.
 */
final class CountRun {
  /** Bytes of the buffer that one open run has. */
  static final int BUFFER = 1 << 15;

  private static final int END = 255;

  private CountRun() {}

  /** Writes a new run. */
  static final class Writer implements CountCursor.Sink, Closeable {
    private final OutputStream out;
    private final char[] before = new char[CountCursor.MAX_TEXT];
    private int lengthBefore;

    Writer(Path file) throws IOException {
      out =
          new BufferedOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              BUFFER);
    }

    @Override
    public void accept(char[] text, int length, int kind, long count) throws IOException {
      int shared = Arrays.mismatch(before, 0, lengthBefore, text, 0, length);
      shared = shared < 0 ? length : shared;
      write(shared);
      write(length - shared);
      for (int i = shared; i < length; i++) {
        write(text[i]);
        before[i] = text[i];
      }
      lengthBefore = length;
      write(kind);
      write(count);
    }

    private void write(long number) throws IOException {
      long left = number;
      while (left > 0x7F) {
        out.write((int) (left | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }

    /** Ends the run; one that was not finished is no run. */
    void finish() throws IOException {
      out.write(END);
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** Reads a run that is finished. */
  static CountCursor read(Path file) throws IOException {
    return new Reader(new BufferedInputStream(Files.newInputStream(file), BUFFER));
  }

  private static final class Reader extends CountCursor {
    private final InputStream in;

    Reader(InputStream in) {
      this.in = in;
    }

    @Override
    boolean next() throws IOException {
      int first = in.read();
      if (first == END) {
        return false;
      }
      int shared = (int) number(first);
      length = shared + (int) number(in.read());
      for (int i = shared; i < length; i++) {
        text[i] = (char) number(in.read());
      }
      kind = (int) number(in.read());
      count = number(in.read());
      return true;
    }

    private long number(int first) throws IOException {
      long number = 0;
      int b = first;
      for (int shift = 0; ; shift += 7) {
        if (b < 0) {
          throw new EOFException("a temporary file of counts became shorter");
        }
        number |= (b & 0x7FL) << shift;
        if (b <= 0x7F) {
          return number;
        }
        b = in.read();
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
