package org.ligature.codec;

import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ligature.file.Cancellation;

/**
 * Counts texts on several threads. One reads and cuts the text into blocks, the others count them.
 * A block begins with a word that has a separator before it: there a scanner stands the same way
 * whatever came before, so the counts are those of the whole text.
 */
final class TextCounter {
  private final LetterTable letters;
  private final int block;
  private final List<TextCounts> counts = new ArrayList<>();

  /** Those that no thread has. */
  private final BlockingQueue<TextCounts> free;

  /**
   * A counter of nothing.
   *
   * @param bytes the memory that the counts may take, all threads together
   * @param block how many chars are counted at once, at least 1
   */
  TextCounter(LetterTable letters, int threads, long bytes, int block, CountRuns runs) {
    this.letters = letters;
    this.block = block;
    this.free = new ArrayBlockingQueue<>(threads);
    for (int i = 0; i < threads; i++) {
      counts.add(new TextCounts(letters, bytes / threads, runs));
    }
    free.addAll(counts);
  }

  /** What is counted in memory, one table a thread. */
  List<CountTable> tables() {
    return counts.stream().map(TextCounts::table).toList();
  }

  /** Sets how many times each word and separator to come is counted. */
  void weight(long times) {
    counts.forEach(c -> c.weight(times));
  }

  /** Counts a word of a list. */
  void addWord(String word, long count) {
    counts.get(0).addWord(word, count);
  }

  /** Counts a text on the calling thread. */
  void add(CharSequence text) {
    counts.get(0).accept(text, 0, text.length());
    counts.get(0).finish();
  }

  /**
   * Counts a text. Where reading fails, what was read before is counted.
   *
   * @param step called after each block was read; what it throws ends the counting
   */
  void add(Reader text, Runnable step) throws IOException {
    ExecutorService threads =
        counts.size() == 1
            ? null
            : Executors.newFixedThreadPool(counts.size(), TextCounter::thread);
    List<Future<?>> tasks = new ArrayList<>();
    try {
      cut(text, step, threads, tasks);
    } finally {
      if (threads != null) {
        threads.shutdown();
        await(tasks);
      }
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "ligature-training");
    thread.setDaemon(true);
    return thread;
  }

  private void cut(Reader text, Runnable step, ExecutorService threads, List<Future<?>> tasks)
      throws IOException {
    char[] chars = new char[block];
    int length = 0;
    // A text in which no block can be cut is counted here, as it comes.
    TextCounts uncut = null;
    try {
      int n;
      while ((n = text.read(chars, length, chars.length - length)) >= 0) {
        length += n;
        if (length < chars.length) {
          continue;
        }
        int cut = lastWord(chars, length);
        if (uncut != null || cut == 0) {
          if (uncut == null) {
            uncut = take();
          }
          int first = cut == 0 ? length : cut;
          uncut.accept(CharBuffer.wrap(chars, 0, first), 0, first);
          if (cut > 0) {
            uncut.finish();
            free.add(uncut);
            uncut = null;
          }
          length = rest(chars, first, length);
        } else {
          count(Arrays.copyOf(chars, cut), threads, tasks);
          length = rest(chars, cut, length);
        }
        step.run();
      }
    } finally {
      if (uncut != null) {
        uncut.accept(CharBuffer.wrap(chars, 0, length), 0, length);
        uncut.finish();
        free.add(uncut);
      } else if (length > 0) {
        count(Arrays.copyOf(chars, length), threads, tasks);
      }
    }
    step.run();
  }

  private static int rest(char[] chars, int from, int length) {
    System.arraycopy(chars, from, chars, 0, length - from);
    return length - from;
  }

  /** Where the last word begins that has a separator before it; 0 where there is none. */
  private int lastWord(char[] chars, int length) {
    for (int i = length - 1; i > 0; i--) {
      boolean apart =
          letters.kind(chars[i - 1]) == LetterTable.OTHER
              && !WordScanner.isApostrophe(chars[i - 1]);
      if (apart && letters.kind(chars[i]) != LetterTable.OTHER) {
        return i;
      }
    }
    return 0;
  }

  private void count(char[] text, ExecutorService threads, List<Future<?>> tasks) {
    TextCounts taken = take();
    Runnable task =
        () -> {
          try {
            taken.accept(CharBuffer.wrap(text), 0, text.length);
            taken.finish();
          } finally {
            free.add(taken);
          }
        };
    if (threads == null) {
      task.run();
    } else {
      tasks.add(threads.submit(task));
    }
  }

  /** Waits until a thread has nothing to count. */
  private TextCounts take() {
    try {
      return free.take();
    } catch (InterruptedException e) {
      throw Cancellation.interrupted();
    }
  }

  /** Waits for all tasks, as they write to the counts; then throws what the first threw. */
  private static void await(List<Future<?>> tasks) {
    boolean interrupted = false;
    Throwable failure = null;
    for (Future<?> task : tasks) {
      while (true) {
        try {
          task.get();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          failure = failure == null ? e.getCause() : failure;
          break;
        }
      }
    }
    if (interrupted) {
      throw Cancellation.interrupted();
    }
    if (failure instanceof RuntimeException cause) {
      throw cause;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }
}
