package org.ligature.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Reads UTF-8 and nothing else: what is malformed (overlong forms, surrogates, a char cut off) is
 * refused with its offset, never replaced, and a byte order mark stays the char that it is. So the
 * chars always give the very bytes back. Not thread-safe.
 */
public final class Utf8Reader extends Reader {
  private final InputStream in;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).limit(0);

  /** Bytes of the file that were before those in the buffer. */
  private long before;

  private boolean atEnd;

  /** The low half of a pair whose high half filled the caller's array, or 0. */
  private char held;

  /** Reads from a stream, which {@link #close} closes; it needs no buffer of its own. */
  public Utf8Reader(InputStream in) {
    this.in = Objects.requireNonNull(in, "in");
  }

  /**
   * Reads up to {@code length} chars.
   *
   * @return how many, at least 1 where length is not 0, or -1 at the end
   * @throws MalformedFileException where the next bytes are not UTF-8, with the offset of the first
   *     byte of the char that is wrong; all before it was given to the caller
   */
  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (held != 0) {
      target[offset] = held;
      held = 0;
      return 1;
    }
    if (length == 1) {
      // A decoder cannot write half a pair: it gets room for both.
      char[] pair = new char[2];
      int n = decode(CharBuffer.wrap(pair).limit(1));
      if (n == 0) {
        n = decode(CharBuffer.wrap(pair));
        held = n == 2 ? pair[1] : 0;
      }
      target[offset] = pair[0];
      return n < 0 ? -1 : 1;
    }
    return decode(CharBuffer.wrap(target, offset, length));
  }

  /**
   * Decodes until something is there: the number of chars, -1 at the end, 0 where a pair has no
   * room.
   */
  private int decode(CharBuffer out) throws IOException {
    int from = out.position();
    while (true) {
      CoderResult result = decoder.decode(bytes, out, atEnd);
      if (out.position() > from) {
        return out.position() - from;
      }
      if (result.isError()) {
        throw new MalformedFileException("not UTF-8", bytesRead());
      }
      if (result.isOverflow()) {
        return 0;
      }
      if (atEnd) {
        return -1;
      }
      fill();
    }
  }

  private void fill() throws IOException {
    before += bytes.position();
    bytes.compact();
    int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
    atEnd = n < 0;
    bytes.position(bytes.position() + Math.max(n, 0)).flip();
  }

  /** How many bytes of the file were decoded so far. */
  public long bytesRead() {
    return before + bytes.position();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
