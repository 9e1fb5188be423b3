package org.ligature.codec;

import it.unimi.dsi.fastutil.ints.Int2LongOpenCustomHashMap;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntHash;
import java.util.Arrays;

/**
 * Counts in memory, as many as a share of bytes holds. The keys stand one behind the other in pages
 * of chars, and the map goes from the place of a key to its count: so an entry is no object, and to
 * count a text again allocates nothing. One thread.
 *
 * <p>An entry takes {@code 6 + 2 * length} bytes in the pages and at least 24 in the map, which has
 * {@link #BYTES_PER_SLOT} for each slot and at most three entries in four slots.
 */
final class CountTable implements IntHash.Strategy {
  /** The least share: one page, and a map of a few entries. */
  static final int MIN_BYTES = 1 << 14;

  /** A key, a count, and as much as half of both while the map grows. */
  private static final int BYTES_PER_SLOT = 4 + 8 + 6;

  /** A key never lies across two pages. */
  private static final int PAGE_BITS = 11;

  private static final int PAGE = 1 << PAGE_BITS;
  private static final int PAGE_BYTES = 2 * PAGE;

  /** Two chars of the hash, then {@code (kind + 1) << 8 | length}, then the text. */
  private static final int HEADER = 3;

  private static final int LONGEST = HEADER + CountCursor.MAX_TEXT;

  private final int maxEntries;
  private final char[][] pages;
  private final Int2LongOpenCustomHashMap counts;

  /** Where the next key goes. Place 0 is no key's: the map treats it apart. */
  private int top = HEADER;

  /** A table that takes no more than so many bytes, at least {@link #MIN_BYTES}. */
  CountTable(long bytes) {
    long slots = Long.highestOneBit(bytes / 2 / BYTES_PER_SLOT);
    slots = Math.min(slots, 1 << 29);
    long numPages = (bytes - slots * BYTES_PER_SLOT) / PAGE_BYTES;
    this.maxEntries = (int) (slots / 4 * 3);
    this.pages = new char[(int) Math.min(numPages, 1 << 31 - PAGE_BITS)][];
    this.counts = new Int2LongOpenCustomHashMap(16, this);
    pages[0] = new char[PAGE];
  }

  /** Whether another key may be too much. */
  boolean isFull() {
    return counts.size() >= maxEntries
        || top >>> PAGE_BITS == pages.length - 1 && (top & PAGE - 1) > PAGE - LONGEST;
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Adds to the count of text [from, to) as this kind. The table must not be full. */
  void add(int kind, char[] text, int from, int to, long count) {
    int length = to - from;
    if ((top & PAGE - 1) > PAGE - HEADER - length) {
      top = (top >>> PAGE_BITS) + 1 << PAGE_BITS;
    }
    if (pages[top >>> PAGE_BITS] == null) {
      pages[top >>> PAGE_BITS] = new char[PAGE];
    }
    char[] page = pages[top >>> PAGE_BITS];
    int at = top & PAGE - 1;
    int hash = kind;
    for (int i = 0; i < length; i++) {
      char c = text[from + i];
      page[at + HEADER + i] = c;
      hash = hash * 0x01000193 ^ c;
    }
    hash ^= hash >>> 15;
    page[at] = (char) hash;
    page[at + 1] = (char) (hash >>> 16);
    page[at + 2] = (char) (kind + 1 << 8 | length);
    int size = counts.size();
    long before = counts.addTo(top, count);
    if (counts.size() > size) {
      top += HEADER + length;
    } else if (before > Long.MAX_VALUE - count) {
      counts.put(top, Long.MAX_VALUE);
    }
  }

  void clear() {
    counts.clear();
    top = HEADER;
  }

  @Override
  public int hashCode(int place) {
    char[] page = pages[place >>> PAGE_BITS];
    int at = place & PAGE - 1;
    return page[at] | page[at + 1] << 16;
  }

  @Override
  public boolean equals(int a, int b) {
    char[] pageA = pages[a >>> PAGE_BITS];
    char[] pageB = pages[b >>> PAGE_BITS];
    int atA = a & PAGE - 1;
    int atB = b & PAGE - 1;
    return Arrays.equals(
        pageA, atA, atA + HEADER + length(a), pageB, atB, atB + HEADER + length(b));
  }

  private int length(int place) {
    return pages[place >>> PAGE_BITS][(place & PAGE - 1) + 2] & 0xFF;
  }

  private int kind(int place) {
    return (pages[place >>> PAGE_BITS][(place & PAGE - 1) + 2] >>> 8) - 1;
  }

  /** By text, then by kind. */
  private int compare(int a, int b) {
    int atA = (a & PAGE - 1) + HEADER;
    int atB = (b & PAGE - 1) + HEADER;
    int order =
        Arrays.compare(
            pages[a >>> PAGE_BITS],
            atA,
            atA + length(a),
            pages[b >>> PAGE_BITS],
            atB,
            atB + length(b));
    return order != 0 ? order : kind(a) - kind(b);
  }

  /** A walk over what is counted now; nothing may be added meanwhile. */
  CountCursor cursor() {
    int[] order = counts.keySet().toIntArray();
    IntArrays.quickSort(order, this::compare);
    return new CountCursor() {
      private int at;

      @Override
      boolean next() {
        if (at == order.length) {
          return false;
        }
        int place = order[at++];
        length = length(place);
        kind = kind(place);
        count = counts.get(place);
        int from = (place & PAGE - 1) + HEADER;
        System.arraycopy(pages[place >>> PAGE_BITS], from, text, 0, length);
        return true;
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }
}
