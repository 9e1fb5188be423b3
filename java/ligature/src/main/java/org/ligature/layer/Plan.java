package org.ligature.layer;

import java.util.function.LongConsumer;
import org.ligature.internal.Handle;
import org.ligature.internal.Handles;
import org.ligature.internal.Natives;
import org.ligature.tensor.Device;

/** What the plans share: a native plan of one device, and how a call on it is made safely. */
abstract class Plan implements AutoCloseable {
  private final Device device;
  private final Handle handle;
  private final CallPool calls = new CallPool();

  /** Writes the address of a new native plan to {@code plan[0]} and gives a status. */
  interface Creation {
    int create(long context, long[] plan);
  }

  Plan(Device device, String name, Creation creation, LongConsumer destroy) {
    this.device = device;
    Handle context = Handles.of(device);
    context.acquire();
    try {
      long[] plan = new long[1];
      Natives.check(creation.create(context.address(), plan));
      this.handle = new Handle(name, plan[0], destroy);
    } finally {
      context.release();
    }
  }

  /** The device it runs on. */
  public final Device device() {
    return device;
  }

  /**
   * Begins a call: the plan and its device are held open until the result is closed.
   *
   * @throws IllegalStateException if either is closed
   */
  final Call begin() {
    Call call = calls.take();
    try {
      call.hold(handle, Handles.of(device));
      return call;
    } catch (IllegalStateException closed) {
      call.close();
      throw closed;
    }
  }

  /**
   * Frees the plan.
   *
   * @throws IllegalStateException while a call runs
   */
  @Override
  public final void close() {
    handle.close();
  }
}
