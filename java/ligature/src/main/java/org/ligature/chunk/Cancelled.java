package org.ligature.chunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;

/** Ends a training whose thread was interrupted. */
final class Cancelled {
  private Cancelled() {}

  /**
   * Looks whether this thread was.
   *
   * @throws CancellationException if so; the interrupt stays set
   */
  static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
  }

  private static CancellationException interrupted() {
    return new CancellationException("the training was interrupted");
  }

  /** What is thrown where a file failed: an interrupt closes the file of who reads or writes it. */
  static RuntimeException orUnchecked(IOException e) {
    return e instanceof ClosedByInterruptException ? interrupted() : new UncheckedIOException(e);
  }
}
