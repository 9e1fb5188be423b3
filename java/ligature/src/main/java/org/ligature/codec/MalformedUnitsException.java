package org.ligature.codec;

/** Units that no text has: says at which of them. */
public final class MalformedUnitsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final long index;

  MalformedUnitsException(String message, long index) {
    super(message + " (at unit " + index + ")");
    this.index = index;
  }

  /**
   * The index of the unit that is wrong, counted from the beginning of the text; the number of
   * units where the text ends in the middle of a char.
   */
  public long index() {
    return index;
  }
}
