package org.ligature.codec;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The commonest texts of all that were counted, no more than so many. */
final class Candidates {
  private static final int CHARS = 1 << 16;

  private final LetterTable letters;
  private final int most;

  /** The worst of the best comes first. */
  private final PriorityQueue<Candidate> best =
      new PriorityQueue<>(Candidate.BEST_FIRST.reversed());

  /** How often each letter occurs, in lower case: listed, a word rarely needs bytes. */
  private final long[] letterCounts = new long[CHARS];

  /** What stands between words as it comes: as a whole first, then inside longer separators. */
  private String between;

  private long betweenCount;
  private long betweenWhole;

  Candidates(LetterTable letters, int most) {
    this.letters = letters;
    this.most = most;
  }

  /** Takes the next count, in the order of {@link CountCursor}. */
  void add(char[] text, int length, int kind, long count) {
    if (kind == CountCursor.WORD) {
      for (int i = 0; i < length; i++) {
        if (letters.isLetter(text[i])) {
          char c = letters.lower(text[i]);
          letterCounts[c] = CountCursor.sum(letterCounts[c], count);
        }
      }
      // A single letter is counted by all its words.
      if (length > 1 || !letters.isLetter(text[0])) {
        offer(text, length, true, count, 0);
      }
      return;
    }
    String same = between;
    if (same == null || !same.contentEquals(CharBuffer.wrap(text, 0, length))) {
      endBetween();
      between = new String(text, 0, length);
    }
    betweenCount = CountCursor.sum(betweenCount, count);
    if (kind == CountCursor.SEPARATOR) {
      betweenWhole = count;
    }
  }

  private void endBetween() {
    if (between != null) {
      char[] text = between.toCharArray();
      if (!Lexicon.hasLoneSurrogate(text, 0, text.length)) {
        offer(text, text.length, false, betweenCount, betweenWhole);
      }
    }
    between = null;
    betweenCount = 0;
    betweenWhole = 0;
  }

  private void offer(char[] text, int length, boolean isWord, long count, long whole) {
    if (best.size() == most && count < best.peek().count()) {
      return;
    }
    best.add(new Candidate(new String(text, 0, length), isWord, count, whole));
    if (best.size() > most) {
      best.remove();
    }
  }

  /** The letters that occur, the commonest first. */
  List<Candidate> letters() {
    List<Candidate> found = new ArrayList<>();
    for (int c = 0; c < CHARS; c++) {
      if (letterCounts[c] > 0) {
        found.add(new Candidate(String.valueOf((char) c), true, letterCounts[c], 0));
      }
    }
    found.sort(Candidate.BEST_FIRST);
    return found;
  }

  /** All that were added, and the letters; nothing more may be added then. */
  List<Candidate> bestFirst() {
    endBetween();
    for (Candidate letter : letters()) {
      offer(letter.text().toCharArray(), 1, true, letter.count(), 0);
    }
    List<Candidate> all = new ArrayList<>(best);
    all.sort(Candidate.BEST_FIRST);
    return all;
  }
}
