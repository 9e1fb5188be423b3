package org.ligature.tensor;

/** The type of a tensor's elements. */
public enum DType {
  /** IEEE binary32, a Java {@code float}. */
  F32(4);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
