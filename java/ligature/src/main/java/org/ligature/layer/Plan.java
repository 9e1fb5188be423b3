package org.ligature.layer;

import java.util.function.LongConsumer;
import org.ligature.internal.Handle;
import org.ligature.internal.Handles;
import org.ligature.internal.Natives;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/** What the plans share: a native plan of one device, and how a call on it is made safely. */
abstract class Plan implements AutoCloseable {
  private final Device device;
  private final Handle handle;

  /** Writes the address of a new native plan to {@code plan[0]} and gives a status. */
  interface Creation {
    int create(long context, long[] plan);
  }

  /** A native call, made while the plan, its device and the tensors are held open. */
  interface Call {
    int run(long plan, long[] tensors);
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

  final void call(Call call, Tensor... tensors) {
    Handle[] handles = new Handle[tensors.length + 2];
    handles[0] = handle;
    handles[1] = Handles.of(device);
    long[] addresses = new long[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      handles[i + 2] = Handles.of(tensors[i]);
      addresses[i] = handles[i + 2].address();
    }
    Handle.acquireAll(handles);
    try {
      Natives.check(call.run(handle.address(), addresses));
    } finally {
      Handle.releaseAll(handles);
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
