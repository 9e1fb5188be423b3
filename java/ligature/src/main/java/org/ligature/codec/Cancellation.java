package org.ligature.codec;

import java.util.concurrent.CancellationException;

/** Whether a training was cancelled, by a call or by an interrupt of the thread that trains. */
final class Cancellation {
  private volatile boolean cancelled;

  void cancel() {
    cancelled = true;
  }

  /**
   * Ends what is going on where it was cancelled.
   *
   * @throws CancellationException so; an interrupt stays set
   */
  void check() {
    if (cancelled) {
      throw new CancellationException("the training was cancelled");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
  }

  /** What is thrown where a thread was interrupted; it is so still. */
  static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("the training was interrupted");
  }
}
