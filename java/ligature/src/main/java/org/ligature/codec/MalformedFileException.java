package org.ligature.codec;

import java.io.IOException;

/** A file is not what it must be; says at which byte. */
public final class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  /** What is wrong, and at which byte of the file, counted from 0. */
  public MalformedFileException(String message, long offset) {
    super(message + " (at byte " + offset + ")");
    this.offset = offset;
  }

  /** The offset in bytes of the first byte, field or section that is wrong. */
  public long offset() {
    return offset;
  }
}
