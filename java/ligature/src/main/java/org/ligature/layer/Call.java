package org.ligature.layer;

import java.util.Arrays;
import org.ligature.internal.Handle;
import org.ligature.internal.Handles;
import org.ligature.tensor.Tensor;

/**
 * What one call of a plan holds open while it runs: the plan, its device and the tensors. Closing
 * lets go of all and gives the object back to its plan, so that calls after the first allocate
 * nothing. One thread at a time.
 */
final class Call implements AutoCloseable {
  private static final int MOST_HANDLES = 16;

  /** The tables of an embedding, their addresses and their rows, for the call to fill in. */
  final Tensor[] tables = new Tensor[ChunkEmbedding.MAX_TABLES];

  final long[] tableAddresses = new long[ChunkEmbedding.MAX_TABLES];
  final long[] tableRows = new long[ChunkEmbedding.MAX_TABLES];

  private final CallPool pool;
  private final Handle[] held = new Handle[MOST_HANDLES];
  private int numHeld;
  private long plan;

  Call(CallPool pool) {
    this.pool = pool;
  }

  /** To be called first: the call is one of this native plan on this device. */
  void hold(Handle nativePlan, Handle device) {
    plan = hold(nativePlan);
    hold(device);
  }

  /** The address of the native plan. */
  long plan() {
    return plan;
  }

  /**
   * Holds a tensor open until the end of the call.
   *
   * @return its address
   */
  long hold(Tensor tensor) {
    return hold(Handles.of(tensor));
  }

  private long hold(Handle handle) {
    long address = handle.acquire();
    held[numHeld++] = handle;
    return address;
  }

  @Override
  public void close() {
    for (int i = 0; i < numHeld; i++) {
      held[i].release();
    }
    Arrays.fill(held, 0, numHeld, null); // else what is closed could not be collected
    Arrays.fill(tables, null);
    numHeld = 0;
    pool.giveBack(this);
  }
}
