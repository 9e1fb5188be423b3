package org.ligature.internal;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The one close rule. A handle owns something native and frees it exactly once:
 *
 * <ul>
 *   <li>closing twice is harmless;
 *   <li>closing while a call runs is refused with an IllegalStateException;
 *   <li>use after close is refused with an IllegalStateException;
 *   <li>a handle that nobody closed and nobody can reach is freed by a Cleaner.
 * </ul>
 *
 * <p>Every native call stands between {@link #acquire} and {@link #release}. Thread-safe.
 *
 * <p>A {@link #part} is the same thing from a later address on. It owns nothing: it is open as long
 * as its owner is, a use of it is a use of the owner, and closing it does nothing.
 */
public final class Handle implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int CLOSED = -1;

  private final String name;
  private final long address;
  private final Handle owner; // itself, where it is no part
  private final BooleanSupplier isLost;
  private final Cleaner.Cleanable cleanable;

  /** Calls that run now, or CLOSED. */
  private final AtomicInteger users;

  /**
   * @param name what messages call it, such as "tensor"
   * @param address what to free
   * @param destroy the native destroy function; must not reach this handle or its owner, but keeps
   *     alive whatever it captures
   */
  public Handle(String name, long address, LongConsumer destroy) {
    this(name, address, destroy, () -> false);
  }

  /**
   * The same over memory that another owns.
   *
   * @param isLost whether the other has freed it; asked at each use; must not reach this handle
   */
  public Handle(String name, long address, LongConsumer destroy, BooleanSupplier isLost) {
    this.name = name;
    this.address = address;
    this.owner = this;
    this.isLost = isLost;
    this.users = new AtomicInteger();
    this.cleanable = CLEANER.register(this, () -> destroy.accept(address));
  }

  private Handle(Handle owner, long address) {
    this.name = owner.name;
    this.address = address;
    this.owner = owner;
    this.isLost = owner.isLost;
    this.users = owner.users;
    this.cleanable = owner.cleanable;
  }

  /** The same from {@code bytes} further on. */
  public Handle part(long bytes) {
    return new Handle(owner, address + bytes);
  }

  /**
   * Begins a use.
   *
   * @return the address
   * @throws IllegalStateException if closed, or if its memory is lost
   */
  public long acquire() {
    if (users.updateAndGet(n -> n == CLOSED ? CLOSED : n + 1) == CLOSED) {
      throw new IllegalStateException("the " + name + " is closed");
    }
    if (isLost.getAsBoolean()) {
      release();
      throw new IllegalStateException("the memory of the " + name + " was freed by its owner");
    }
    return address;
  }

  /** Ends a use. */
  public void release() {
    users.decrementAndGet();
    Reference.reachabilityFence(owner); // else the Cleaner could free during the call
  }

  /** The address; to be asked only between acquire and release. */
  public long address() {
    return address;
  }

  /** Whether {@link #close} has succeeded. */
  public boolean isClosed() {
    return users.get() == CLOSED;
  }

  /**
   * Frees; of a part, does nothing.
   *
   * @throws IllegalStateException while a call runs
   */
  @Override
  public void close() {
    if (owner != this) {
      return;
    }
    int before = users.compareAndExchange(0, CLOSED);
    if (before > 0) {
      throw new IllegalStateException(
          "the " + name + " is in use by " + before + " running call" + (before == 1 ? "" : "s"));
    }
    cleanable.clean();
  }
}
