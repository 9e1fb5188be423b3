package org.ligature.chunk;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * One way to cut n units into chunks of adjacent units, written by its sizes: "4+2". In mathematics
 * this is a composition of n. Zero units have one cutting, the empty one, written "".
 *
 * <p>A value: immutable, equal by content, safe to share between threads. It holds one int per
 * chunk. Offsets and sizes count units.
 *
 * <p>Cuttings of the same units are partly ordered by {@link #refines}: finer stands below. The
 * total order of {@link #compareTo} is another thing; it is the order of {@link Cuttings#rank}.
 */
public final class Cutting implements Comparable<Cutting> {
  private static final Cutting EMPTY = new Cutting(new int[0]);

  private final int[] ends;

  private Cutting(int[] ends) {
    this.ends = ends;
  }

  /** Wraps an array that the caller gives up and vouches for. */
  static Cutting trusted(int[] ends) {
    return ends.length == 0 ? EMPTY : new Cutting(ends);
  }

  /**
   * The cutting with chunks of these sizes, in order. No sizes give the empty cutting.
   *
   * @throws IllegalArgumentException where a size is below 1, or the sizes add up past
   *     2,147,483,647
   */
  public static Cutting ofSizes(int... sizes) {
    int[] ends = new int[sizes.length];
    long end = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] < 1) {
        throw new IllegalArgumentException("size " + i + " is " + sizes[i] + ", below 1");
      }
      end += sizes[i];
      if (end > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "sizes 0 to " + i + " add up to " + end + ", above " + Integer.MAX_VALUE);
      }
      ends[i] = (int) end;
    }
    return trusted(ends);
  }

  /**
   * The cutting whose chunks end at these unit offsets; the array is copied.
   *
   * @param ends strictly ascending, above 0; the last is {@code numUnits}
   * @throws IllegalArgumentException where the ends are not such
   */
  public static Cutting ofEnds(int numUnits, int... ends) {
    checkUnits(numUnits);
    int[] copy = ends.clone();
    int last = 0;
    for (int i = 0; i < copy.length; i++) {
      if (copy[i] <= last || copy[i] > numUnits) {
        throw new IllegalArgumentException(
            "chunk end " + i + " is " + copy[i] + ", not in (" + last + ", " + numUnits + "]");
      }
      last = copy[i];
    }
    if (last != numUnits) {
      throw new IllegalArgumentException(
          "the last chunk ends at " + last + ", not at the number of units, " + numUnits);
    }
    return trusted(copy);
  }

  /**
   * Every unit a chunk of its own: the finest cutting.
   *
   * @throws IllegalArgumentException where {@code numUnits} is negative
   */
  public static Cutting singles(int numUnits) {
    checkUnits(numUnits);
    int[] ends = new int[numUnits];
    Arrays.setAll(ends, i -> i + 1);
    return trusted(ends);
  }

  /**
   * All units in one chunk: the coarsest cutting.
   *
   * @throws IllegalArgumentException where {@code numUnits} is negative
   */
  public static Cutting whole(int numUnits) {
    checkUnits(numUnits);
    return numUnits == 0 ? EMPTY : new Cutting(new int[] {numUnits});
  }

  /**
   * Reads what {@link #toString} writes: sizes in decimal digits joined by '+', such as "4+2", with
   * no spaces and no leading zeros. The empty text is the empty cutting.
   *
   * @throws IllegalArgumentException where the text is not such, with the character's index
   */
  public static Cutting parse(String text) {
    return ofSizes(SizesText.parse(text, 0));
  }

  /**
   * The cutting with inner boundaries at these unit offsets: the inverse of {@link #boundaries}.
   *
   * @throws IllegalArgumentException where {@code numUnits} is negative, or an offset is 0 or not
   *     below {@code numUnits}
   */
  public static Cutting ofBoundaries(int numUnits, BitSet offsets) {
    checkUnits(numUnits);
    if (offsets.get(0) || offsets.length() > numUnits) {
      int wrong = offsets.get(0) ? 0 : offsets.length() - 1;
      throw new IllegalArgumentException(
          "offset " + wrong + " is not inside the " + numUnits + " units");
    }
    if (numUnits == 0) {
      return EMPTY;
    }
    int[] ends = new int[offsets.cardinality() + 1];
    int n = 0;
    for (int at = offsets.nextSetBit(0); at >= 0; at = offsets.nextSetBit(at + 1)) {
      ends[n++] = at;
    }
    ends[n] = numUnits;
    return trusted(ends);
  }

  private static void checkUnits(int numUnits) {
    if (numUnits < 0) {
      throw new IllegalArgumentException("number of units is negative: " + numUnits);
    }
  }

  /** Number of units that are cut. */
  public int numUnits() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /** Number of chunks; 0 only where there are no units. */
  public int numChunks() {
    return ends.length;
  }

  /**
   * The unit offset at which chunk {@code i} begins.
   *
   * @throws IndexOutOfBoundsException where {@code i} is not in [0, numChunks)
   */
  public int start(int i) {
    Objects.checkIndex(i, ends.length);
    return i == 0 ? 0 : ends[i - 1];
  }

  /**
   * The unit offset at which chunk {@code i} ends; the unit there belongs to the next one.
   *
   * @throws IndexOutOfBoundsException where {@code i} is not in [0, numChunks)
   */
  public int end(int i) {
    return ends[Objects.checkIndex(i, ends.length)];
  }

  /**
   * Number of units in chunk {@code i}.
   *
   * @throws IndexOutOfBoundsException where {@code i} is not in [0, numChunks)
   */
  public int size(int i) {
    return end(i) - start(i);
  }

  /** A copy of the unit offsets at which the chunks end, [numChunks], ascending. */
  public int[] ends() {
    return ends.clone();
  }

  /** The unit offsets at which one chunk ends and another begins, as a bit mask; a fresh one. */
  public BitSet boundaries() {
    BitSet offsets = new BitSet(numUnits());
    for (int i = 0; i + 1 < ends.length; i++) {
      offsets.set(ends[i]);
    }
    return offsets;
  }

  /** Copies the ends, each raised by {@code offset}, to {@code target} from {@code at} on. */
  void copyEnds(int[] target, int at, int offset) {
    for (int i = 0; i < ends.length; i++) {
      target[at + i] = ends[i] + offset;
    }
  }

  /**
   * The chunk that holds a unit, by binary search.
   *
   * @throws IndexOutOfBoundsException where {@code unit} is not in [0, numUnits)
   */
  public int chunkOf(int unit) {
    Objects.checkIndex(unit, numUnits());
    int found = Arrays.binarySearch(ends, unit);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /**
   * The place of a unit inside its chunk, from 0.
   *
   * @throws IndexOutOfBoundsException where {@code unit} is not in [0, numUnits)
   */
  public int slotOf(int unit) {
    return unit - start(chunkOf(unit));
  }

  /**
   * Whether a chunk begins or ends at a unit offset. Offsets 0 and numUnits are always boundaries.
   *
   * @throws IndexOutOfBoundsException where {@code offset} is not in [0, numUnits]
   */
  public boolean isBoundary(int offset) {
    if (offset < 0 || offset > numUnits()) {
      throw new IndexOutOfBoundsException(
          "offset " + offset + " is not in [0, " + numUnits() + "]");
    }
    return offset == 0 || Arrays.binarySearch(ends, offset) >= 0;
  }

  /**
   * Whether every boundary of {@code other} is one of this cutting too: this one is as fine or
   * finer. A partial order with {@link #meet} and {@link #join}.
   *
   * @throws IllegalArgumentException where the numbers of units differ
   */
  public boolean refines(Cutting other) {
    checkSameUnits(other);
    int at = 0;
    for (int end : other.ends) {
      while (ends[at] < end) {
        at++;
      }
      if (ends[at] != end) {
        return false;
      }
    }
    return true;
  }

  /**
   * The coarsest cutting that refines both: its boundaries are those of either.
   *
   * @throws IllegalArgumentException where the numbers of units differ
   */
  public Cutting meet(Cutting other) {
    checkSameUnits(other);
    int[] a = ends;
    int[] b = other.ends;
    int[] out = new int[(int) Math.min((long) a.length + b.length, numUnits())];
    int n = 0;
    for (int i = 0, j = 0; i < a.length; n++) {
      out[n] = Math.min(a[i], b[j]);
      // Both lists close with the same offset, so neither runs out before the other.
      i += a[i] == out[n] ? 1 : 0;
      j += b[j] == out[n] ? 1 : 0;
    }
    return trusted(Arrays.copyOf(out, n));
  }

  /**
   * The finest cutting that both refine: its boundaries are those of both.
   *
   * @throws IllegalArgumentException where the numbers of units differ
   */
  public Cutting join(Cutting other) {
    checkSameUnits(other);
    int[] out = new int[Math.min(ends.length, other.ends.length)];
    int n = 0;
    int at = 0;
    for (int end : ends) {
      while (other.ends[at] < end) {
        at++;
      }
      if (other.ends[at] == end) {
        out[n++] = end;
      }
    }
    return trusted(Arrays.copyOf(out, n));
  }

  private void checkSameUnits(Cutting other) {
    if (numUnits() != other.numUnits()) {
      throw new IllegalArgumentException(
          "cuttings of " + numUnits() + " and of " + other.numUnits() + " units do not compare");
    }
  }

  /**
   * Orders by number of units, then by the sizes read from the left, smaller first: 1+1+1, 1+2,
   * 2+1, 3. Consistent with equals.
   */
  @Override
  public int compareTo(Cutting other) {
    int byUnits = Integer.compare(numUnits(), other.numUnits());
    // Up to the first difference the ends agree, so the smaller end there is the smaller size.
    return byUnits != 0 ? byUnits : Arrays.compare(ends, other.ends);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cutting c && Arrays.equals(ends, c.ends);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ends);
  }

  /** The sizes joined by '+', such as "4+2"; "" for the empty cutting. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ends.length; i++) {
      text.append(i == 0 ? "" : "+").append(size(i));
    }
    return text.toString();
  }
}
