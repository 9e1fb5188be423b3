package org.ligature.codec;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the words of a list: the word, a tab and how often it occurs on each line. */
final class WordList implements WordScanner.Sink {
  /** More digits before the point are no count, and would be slow to round. */
  private static final int MAX_DIGITS = 18;

  private final WordScanner scanner;
  private final TextCounter counts;

  /** How many chars the first word of the line has, where it begins the line. */
  private int firstWord;

  WordList(LetterTable letters, TextCounter counts) {
    this.scanner = WordScanner.of(letters);
    this.counts = counts;
  }

  /**
   * Adds each word with its number times the scale, rounded half up.
   *
   * @throws MalformedFileException where the file is not UTF-8, with the offset in bytes
   * @throws IOException where a line is no such line, with its number
   */
  void add(Path file, BigDecimal scale) throws IOException {
    try (BufferedReader lines = new BufferedReader(new Utf8Reader(Files.newInputStream(file)))) {
      String line;
      for (long number = 1; (line = lines.readLine()) != null; number++) {
        int tab = line.indexOf('\t');
        if (tab < 1) {
          throw malformed(file, number, "is not a word, a tab and a count: " + line);
        }
        long count = count(file, number, line.substring(tab + 1), scale);
        String word = line.substring(0, tab);
        if (count > 0 && isWord(word) && !isAnyNumber(word)) {
          counts.addWord(word, count);
        }
      }
    }
  }

  private static long count(Path file, long line, String number, BigDecimal scale)
      throws IOException {
    try {
      BigDecimal count = new BigDecimal(number.trim());
      if (count.signum() < 0 || count.precision() - count.scale() > MAX_DIGITS) {
        throw new NumberFormatException();
      }
      return count.multiply(scale).setScale(0, RoundingMode.HALF_UP).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw malformed(file, line, "has no count that can be: " + number);
    }
  }

  private static IOException malformed(Path file, long line, String what) {
    return new IOException("line " + line + " of " + file + " " + what);
  }

  private boolean isWord(String text) {
    firstWord = 0;
    scanner.scan(text.toCharArray(), text.length(), true, this);
    return firstWord == text.length();
  }

  /** Lists write each digit of a longer number as 0. */
  private static boolean isAnyNumber(String text) {
    return text.chars().allMatch(c -> c == '0');
  }

  @Override
  public void word(char[] text, int from, int start, int end, int unit) {
    if (start == 0) {
      firstWord = end;
    }
  }

  @Override
  public int longSeparator(char[] text, int from, int to) {
    return to - from;
  }

  @Override
  public void end(char[] text, int from, int to) {}
}
