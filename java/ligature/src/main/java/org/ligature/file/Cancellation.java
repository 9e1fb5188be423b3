package org.ligature.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;

/** Whether a training was cancelled, by a call or by an interrupt of the thread that trains. */
public final class Cancellation {
  private volatile boolean cancelled;

  /** Says that it is. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Ends what is going on where it was cancelled.
   *
   * @throws CancellationException so; an interrupt stays set
   */
  public void check() {
    if (cancelled) {
      throw new CancellationException("the training was cancelled");
    }
    checkInterrupt();
  }

  /**
   * Ends what is going on where this thread was interrupted.
   *
   * @throws CancellationException so; the interrupt stays set
   */
  public static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
  }

  /** What is thrown where a thread was interrupted; it is so still. */
  public static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("the training was interrupted");
  }

  /** What is thrown where a file failed: an interrupt closes the file of who reads or writes it. */
  public static RuntimeException orUnchecked(IOException e) {
    return e instanceof ClosedByInterruptException ? interrupted() : new UncheckedIOException(e);
  }
}
