package org.ligature.codec;

/**
 * Finds glyphs of one kind whose texts are folded words or parts of them: by key where the text has
 * one (see {@link KeyTable}), else by its chars.
 */
final class WordTable {
  /** Half a key of chars that are not all in one. */
  private static final long NONE = -1;

  private final Alphabet alphabet;
  private final KeyTable keyed;
  private final GlyphTable others;
  private int longest;

  /**
   * An empty table.
   *
   * @param others finds those that have no key; empty
   * @param size the most glyphs that will be added
   */
  WordTable(Alphabet alphabet, GlyphTable others, int size) {
    this.alphabet = alphabet;
    this.keyed = new KeyTable(size);
    this.others = others;
  }

  /** Adds a glyph whose text is text[from, to); gives the one that has this text, or -1. */
  int add(char[] text, int from, int to, int glyph) {
    longest = Math.max(longest, to - from);
    if (to > from && to - from <= KeyTable.MAX) {
      int middle = Math.min(to, from + KeyTable.HEAD);
      long head = key(text, from, middle);
      long tail = key(text, middle, to);
      if (head != NONE && tail != NONE) {
        return keyed.add(head, tail, glyph);
      }
    }
    return others.add(glyph);
  }

  /** The codes of text[from, to), the first in the lowest bits, or {@link #NONE}. */
  private long key(char[] text, int from, int to) {
    long key = 0;
    for (int i = to - 1; i >= from; i--) {
      int code = alphabet.keyCode(text[i]);
      if (code == Alphabet.OTHER) {
        return NONE;
      }
      key = key << KeyTable.CODE_BITS | code;
    }
    return key;
  }

  /** How many chars at the beginning of text[from, to) a key can stand for. */
  private int numKeyed(char[] text, int from, int to) {
    int limit = Math.min(to, from + KeyTable.MAX);
    int at = from;
    while (at < limit && alphabet.keyCode(text[at]) != Alphabet.OTHER) {
      at++;
    }
    return at - from;
  }

  /** Those that have a key. */
  KeyTable keyed() {
    return keyed;
  }

  /** The glyph of a text that has no key, as any with an upper case letter has none, or -1. */
  int findUnkeyed(char[] text, int from, int to) {
    return others.find(GlyphTable.hash(text, from, to), text, from, to);
  }

  /**
   * The longest text of a glyph that the folded text[from, to) begins with.
   *
   * @return see {@link Prefix}
   */
  long longestPrefix(char[] text, int from, int to) {
    int limit = Math.min(to, from + longest);
    int numKeyed = numKeyed(text, from, limit);
    long unkeyed =
        from + numKeyed < limit ? longestUnkeyed(text, from, limit, numKeyed) : Prefix.NONE;
    return unkeyed != Prefix.NONE ? unkeyed : longestKeyed(text, from, numKeyed);
  }

  /** The longest prefix of more than so many chars. */
  private long longestUnkeyed(char[] text, int from, int to, int above) {
    long best = Prefix.NONE;
    long hash = 0;
    for (int i = from; i < to; i++) {
      hash = GlyphTable.roll(hash, text[i]);
      if (i - from >= above) {
        int glyph = others.find(hash, text, from, i + 1);
        if (glyph >= 0) {
          best = Prefix.of(i + 1 - from, glyph);
        }
      }
    }
    return best;
  }

  /** The longest prefix of at most so many chars: at each step the key loses its last code. */
  private long longestKeyed(char[] text, int from, int most) {
    int middle = Math.min(most, KeyTable.HEAD);
    long head = key(text, from, from + middle);
    long tail = key(text, from + middle, from + most);
    for (int length = most; length > 0; length--) {
      int glyph = keyed.find(head, tail);
      if (glyph >= 0) {
        return Prefix.of(length, glyph);
      }
      if (length > KeyTable.HEAD) {
        tail &= ~(-1L << KeyTable.CODE_BITS * (length - KeyTable.HEAD - 1));
      } else {
        head &= ~(-1L << KeyTable.CODE_BITS * (length - 1));
      }
    }
    return Prefix.NONE;
  }
}
