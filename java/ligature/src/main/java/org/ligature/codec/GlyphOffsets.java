package org.ligature.codec;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToLongFunction;

/**
 * Where the units of an encoded text stand in it: offsets in chars of the String, and in bytes of
 * its UTF-8 (a lone surrogate is three bytes, as in WTF-8). Made by {@link GlyphCodec#offsets}.
 *
 * <p>The stretches of the units tile the text: unit i stands at [start(i), start(i + 1)), the first
 * begins at 0 and the last ends where the text ends. What stands in a unit's stretch:
 *
 * <ul>
 *   <li>its glyph's text, and behind it the separator that it names, or the space that is implied
 *       between it and the next unit;
 *   <li>nothing, for a unit that writes nothing: the empty separator, a letter case, a control
 *       glyph;
 *   <li>of a char that is written in bytes: one byte each in byte offsets; in char offsets the
 *       whole char stands at its first byte, and the others stand empty behind it.
 * </ul>
 *
 * <p>Immutable, safe to share between threads.
 */
public final class GlyphOffsets {
  private final int[] charStarts; // [numUnits + 1]
  private final long[] byteStarts; // [numUnits + 1]

  private GlyphOffsets(int[] charStarts, long[] byteStarts) {
    this.charStarts = charStarts;
    this.byteStarts = byteStarts;
  }

  static GlyphOffsets of(Lexicon lexicon, Glyphs units) {
    Builder builder = new Builder(lexicon, units.length());
    for (int i = 0; i < units.length(); i++) {
      builder.add(i, units.unit(i));
    }
    return builder.build();
  }

  /** Number of units. */
  public int numUnits() {
    return charStarts.length - 1;
  }

  /** Length of the text in chars. */
  public int numChars() {
    return charStarts[numUnits()];
  }

  /** Length of the text in bytes. */
  public long numBytes() {
    return byteStarts[numUnits()];
  }

  /**
   * The offset in chars at which unit {@code i} begins and unit {@code i - 1} ends; for the number
   * of units, the length of the text.
   *
   * @throws IndexOutOfBoundsException where {@code i} is not in [0, numUnits]
   */
  public int charStart(int i) {
    return charStarts[Objects.checkIndex(i, charStarts.length)];
  }

  /**
   * The offset in bytes at which unit {@code i} begins and unit {@code i - 1} ends; for the number
   * of units, the length of the text.
   *
   * @throws IndexOutOfBoundsException where {@code i} is not in [0, numUnits]
   */
  public long byteStart(int i) {
    return byteStarts[Objects.checkIndex(i, byteStarts.length)];
  }

  /**
   * The unit in whose stretch a char stands, in time O(log numUnits): of the units that begin at or
   * before it, the last. For the length of the text, the number of units.
   *
   * @throws IndexOutOfBoundsException where the offset is not in [0, numChars]
   */
  public int unitAt(int charOffset) {
    Objects.checkIndex(charOffset, numChars() + 1L);
    return last(i -> charStarts[i], charOffset);
  }

  /**
   * The unit in whose stretch a byte stands, as {@link #unitAt} for chars.
   *
   * @throws IndexOutOfBoundsException where the offset is not in [0, numBytes]
   */
  public int unitAtByte(long byteOffset) {
    Objects.checkIndex(byteOffset, numBytes() + 1);
    return last(i -> byteStarts[i], byteOffset);
  }

  /** The last unit, or the number of units, that begins at or before an offset. */
  private int last(IntToLongFunction starts, long offset) {
    int low = 0;
    int high = numUnits();
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (starts.applyAsLong(middle) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  @Override
  public String toString() {
    return "GlyphOffsets["
        + numUnits()
        + " units, "
        + numChars()
        + " chars, "
        + numBytes()
        + " bytes]";
  }

  /** Decodes unit by unit, and keeps of the text where each begins. */
  private static final class Builder {
    private final Lexicon lexicon;
    private final StringBuilder text = new StringBuilder();
    private final UnitReader reader;
    private final int[] charStarts;
    private final long[] byteStarts;
    private int chars;
    private long bytes;

    /** The unit of the first byte of the char that is being read. */
    private int firstByte;

    Builder(Lexicon lexicon, int numUnits) {
      this.lexicon = lexicon;
      this.reader = new UnitReader(lexicon, text);
      this.charStarts = new int[numUnits + 1];
      this.byteStarts = new long[numUnits + 1];
    }

    void add(int i, int unit) {
      boolean open = reader.isOpen();
      firstByte = reader.isComplete() ? i : firstByte;
      text.setLength(0);
      reader.read(unit);
      GlyphKind kind = lexicon.kind(Unit.glyph(unit));
      int from = 0;
      if (open && !kind.joinsLeft()) {
        // The implied space came with this unit and belongs to the one before it.
        from = 1;
        addChars(1);
        bytes++;
      }
      charStarts[i] = chars;
      byteStarts[i] = bytes;
      int name = Unit.separator(unit);
      int to = text.length() - (name == 0 ? 0 : lexicon.length(lexicon.named(name)));
      addChars(to - from);
      if (kind == GlyphKind.BYTE) {
        bytes++;
        if (reader.isComplete()) {
          Arrays.fill(charStarts, firstByte + 1, i + 1, chars);
        }
      } else {
        bytes += byteLength(from, to);
      }
      addChars(text.length() - to);
      bytes += byteLength(to, text.length());
    }

    private void addChars(int more) {
      if (chars > Integer.MAX_VALUE - more) {
        throw new IllegalArgumentException(
            "a text of more than "
                + Integer.MAX_VALUE
                + " chars is no String: take the offsets of its parts");
      }
      chars += more;
    }

    /** Bytes of text[from, to), which is no byte glyph's and so has no lone surrogate. */
    private int byteLength(int from, int to) {
      int length = 0;
      for (int i = from; i < to; i++) {
        char c = text.charAt(i);
        length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
      return length;
    }

    GlyphOffsets build() {
      reader.finish();
      charStarts[charStarts.length - 1] = chars;
      byteStarts[byteStarts.length - 1] = bytes;
      return new GlyphOffsets(charStarts, byteStarts);
    }
  }
}
