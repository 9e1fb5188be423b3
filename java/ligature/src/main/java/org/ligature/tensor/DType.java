package org.ligature.tensor;

/**
 * How a tensor stores its elements. Layers compute and sum in float32 whatever it is. The order of
 * the constants is that of {@code lig_dtype}.
 */
public enum DType {
  /** IEEE binary32, a Java {@code float}. */
  F32(4),

  /**
   * bfloat16, the upper 16 bits of a float: its range, with 8 bits of precision. A float is rounded
   * to the nearest, ties to even; a NaN stays a NaN.
   */
  BF16(2);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
