package org.ligature.codec;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** Walks over several counts as over one: entries of one key become one, of their sum. */
final class CountMerge {
  private CountMerge() {}

  /**
   * Gives all entries of the cursors in order; the cursors are at their end then.
   *
   * @param check called now and then; what it throws ends the merge
   */
  static void run(List<CountCursor> cursors, Runnable check, CountCursor.Sink sink)
      throws IOException {
    PriorityQueue<CountCursor> queue = new PriorityQueue<>();
    for (CountCursor cursor : cursors) {
      if (cursor.next()) {
        queue.add(cursor);
      }
    }
    char[] text = new char[CountCursor.MAX_TEXT];
    for (int entries = 0; !queue.isEmpty(); entries++) {
      if ((entries & 0xFFF) == 0) {
        check.run();
      }
      CountCursor first = queue.poll();
      int length = first.length;
      int kind = first.kind;
      long count = first.count;
      System.arraycopy(first.text, 0, text, 0, length);
      advance(first, queue);
      while (!queue.isEmpty() && isKey(queue.peek(), text, length, kind)) {
        CountCursor same = queue.poll();
        count = CountCursor.sum(count, same.count);
        advance(same, queue);
      }
      sink.accept(text, length, kind, count);
    }
  }

  private static void advance(CountCursor cursor, PriorityQueue<CountCursor> queue)
      throws IOException {
    if (cursor.next()) {
      queue.add(cursor);
    }
  }

  private static boolean isKey(CountCursor cursor, char[] text, int length, int kind) {
    return cursor.kind == kind && Arrays.equals(cursor.text, 0, cursor.length, text, 0, length);
  }
}
