package org.ligature.layer;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps the {@link Call}s that no call uses now. A place changes hands whole, so nobody waits and
 * no two threads get the same. More calls at once than there are places make objects of their own.
 */
final class CallPool {
  private static final int PLACES = 16;

  private final AtomicReferenceArray<Call> spare = new AtomicReferenceArray<>(PLACES);

  Call take() {
    for (int i = 0; i < PLACES; i++) {
      Call call = spare.get(i) == null ? null : spare.getAndSet(i, null);
      if (call != null) {
        return call;
      }
    }
    return new Call(this);
  }

  void giveBack(Call call) {
    for (int i = 0; i < PLACES; i++) {
      if (spare.get(i) == null && spare.compareAndSet(i, null, call)) {
        return;
      }
    }
  }
}
