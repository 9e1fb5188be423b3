package org.ligature.codec;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Encodes many texts on several threads, of which the caller's is one. Threads take texts in order,
 * so when one fails all before it are taken: the first text that fails is the same for any number
 * of threads.
 */
final class BatchEncoder {
  private final Function<CharSequence, Glyphs> encode;
  private final CharSequence[] texts;
  private final Glyphs[] encoded;
  private final AtomicInteger next = new AtomicInteger();

  /** The first text that failed, and how. */
  private int failed;

  private Throwable failure;

  BatchEncoder(Function<CharSequence, Glyphs> encode, CharSequence[] texts) {
    this.encode = encode;
    this.texts = texts;
    this.encoded = new Glyphs[texts.length];
    this.failed = texts.length;
  }

  GlyphBatch encode(int threads) {
    Thread[] others = new Thread[Math.max(Math.min(threads, texts.length) - 1, 0)];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Thread(this::work, "ligature-encode-" + (i + 1));
      others[i].setDaemon(true);
      others[i].start();
    }
    work();
    join(others);
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalArgumentException(
          "text " + failed + " cannot be encoded: " + failure, failure);
    }
    return new GlyphBatch(encoded);
  }

  private void work() {
    for (int t = next.getAndIncrement(); t < texts.length; t = next.getAndIncrement()) {
      try {
        encoded[t] = encode.apply(texts[t]);
      } catch (Throwable e) {
        fail(t, e);
      }
    }
  }

  private synchronized void fail(int text, Throwable e) {
    // No more texts are handed out.
    next.set(texts.length);
    if (text < failed) {
      failed = text;
      failure = e;
    }
  }

  /** Waits for threads that end by themselves; an interrupt is kept for the caller. */
  private static void join(Thread[] threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (true) {
        try {
          thread.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
