package org.ligature.codec;

import java.util.Arrays;
import java.util.Objects;

/** Scans a text that arrives in parts: holds back what the next part could change. */
final class TextFeed {
  /** How many chars are scanned at once. */
  static final int PART = 1 << 13;

  private final WordScanner scanner;
  private final WordScanner.Sink sink;

  private char[] held = new char[PART];
  private int numHeld;

  TextFeed(Alphabet alphabet, WordScanner.Sink sink) {
    this.scanner = new WordScanner(alphabet);
    this.sink = sink;
  }

  /** Takes chars [from, to) as the next part of the text. */
  void accept(CharSequence part, int from, int to) {
    Objects.checkFromToIndex(from, to, part.length());
    int at = from;
    while (at < to) {
      int n = Math.min(to - at, PART);
      if (held.length - numHeld < n) {
        held = Arrays.copyOf(held, numHeld + PART);
      }
      for (int i = 0; i < n; i++) {
        held[numHeld++] = part.charAt(at++);
      }
      int done = scanner.scan(held, 0, numHeld, false, sink);
      System.arraycopy(held, done, held, 0, numHeld - done);
      numHeld -= done;
    }
  }

  /** Ends the text; the next part begins a new one. */
  void finish() {
    scanner.scan(held, 0, numHeld, true, sink);
    numHeld = 0;
  }
}
