package org.ligature.codec;

import java.util.Arrays;
import java.util.Objects;

/** Scans a text that arrives in parts: holds back what the next part could change. */
final class TextFeed {
  /** How many chars are scanned at once. */
  static final int PART = 1 << 13;

  private final WordScanner scanner;
  private final WordScanner.Sink sink;

  private char[] held = new char[0];
  private int numHeld;

  TextFeed(WordScanner scanner, WordScanner.Sink sink) {
    this.scanner = scanner;
    this.sink = sink;
  }

  /** Takes chars [from, to) as the next part of the text. */
  void accept(CharSequence part, int from, int to) {
    Objects.checkFromToIndex(from, to, part.length());
    int at = from;
    while (at < to) {
      int n = Math.min(to - at, PART);
      if (held.length - numHeld < n) {
        held = Arrays.copyOf(held, numHeld + n);
      }
      get(part, at, at + n);
      at += n;
      int done = scanner.scan(held, numHeld, false, sink);
      System.arraycopy(held, done, held, 0, numHeld - done);
      numHeld -= done;
    }
  }

  /** Appends chars [from, to) of the part. */
  private void get(CharSequence part, int from, int to) {
    if (part instanceof String string) {
      string.getChars(from, to, held, numHeld); // many chars a step
      numHeld += to - from;
      return;
    }
    for (int i = from; i < to; i++) {
      held[numHeld++] = part.charAt(i);
    }
  }

  /** Ends the text; the next part begins a new one. */
  void finish() {
    scanner.scan(held, numHeld, true, sink);
    numHeld = 0;
  }
}
