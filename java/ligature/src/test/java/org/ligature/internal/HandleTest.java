package org.ligature.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HandleTest {
  private final AtomicInteger freed = new AtomicInteger();

  private Handle handle() {
    AtomicInteger count = freed; // the destroyer must not reach this test
    return new Handle("thing", 42, address -> count.addAndGet((int) address));
  }

  @Test
  void freesOnceHoweverOftenItIsClosed() {
    Handle handle = handle();
    assertFalse(handle.isClosed());
    handle.close();
    handle.close();
    assertTrue(handle.isClosed());
    assertEquals(42, freed.get());
  }

  @Test
  void refusesToCloseWhileInUse() {
    Handle handle = handle();
    assertEquals(42, handle.acquire());
    assertEquals(42, handle.acquire());
    String message = assertThrows(IllegalStateException.class, handle::close).getMessage();
    assertEquals("the thing is in use by 2 running calls", message);
    handle.release();
    assertThrows(IllegalStateException.class, handle::close);
    handle.release();
    assertEquals(0, freed.get());
    handle.close();
    assertEquals(42, freed.get());
  }

  @Test
  void refusesUseAfterClose() {
    Handle handle = handle();
    handle.close();
    String message = assertThrows(IllegalStateException.class, handle::acquire).getMessage();
    assertEquals("the thing is closed", message);
  }

  @Test
  void aPartIsOpenAsLongAsItsOwner() {
    Handle owner = handle();
    Handle part = owner.part(8).part(4);
    part.close();
    assertEquals(54, part.acquire());
    assertThrows(IllegalStateException.class, owner::close);
    part.release();
    owner.close();
    assertTrue(part.isClosed());
    assertEquals(42, freed.get());
    part.close();
    assertEquals(
        "the thing is closed",
        assertThrows(IllegalStateException.class, part::acquire).getMessage());
  }

  @Test
  void aPartKeepsItsOwnerFromTheCleaner() throws InterruptedException {
    CountDownLatch cleaned = new CountDownLatch(1);
    Handle part = new Handle("thing", 1, address -> cleaned.countDown()).part(8);
    for (int i = 0; i < 5; i++) {
      System.gc();
      assertFalse(cleaned.await(20, TimeUnit.MILLISECONDS));
    }
    assertEquals(9, part.acquire());
    part.release();
  }

  @Test
  void refusesWhatItsOwnerHasFreed() {
    AtomicBoolean lost = new AtomicBoolean();
    Handle handle = new Handle("thing", 42, address -> freed.incrementAndGet(), lost::get);
    handle.acquire();
    handle.release();
    lost.set(true);
    assertEquals(
        "the memory of the thing was freed by its owner",
        assertThrows(IllegalStateException.class, handle::acquire).getMessage());
    handle.close(); // would be refused if a use were left over
    assertEquals(1, freed.get());
  }

  @Test
  void isFreedByTheCleanerWhereNobodyClosesIt() throws InterruptedException {
    CountDownLatch cleaned = new CountDownLatch(1);
    new Handle("thing", 1, address -> cleaned.countDown());
    for (int i = 0; i < 100 && cleaned.getCount() > 0; i++) {
      System.gc();
      cleaned.await(50, TimeUnit.MILLISECONDS);
    }
    assertEquals(0, cleaned.getCount());
  }

  @Test
  void letsOnlyOneOfCloseAndUseWin() throws InterruptedException {
    for (int round = 0; round < 2000; round++) {
      Handle handle = handle();
      AtomicInteger used = new AtomicInteger();
      Thread user =
          new Thread(
              () -> {
                try {
                  handle.acquire();
                  used.set(1);
                } catch (IllegalStateException closedFirst) {
                  used.set(-1);
                }
              });
      user.start();
      boolean closed = true;
      try {
        handle.close();
      } catch (IllegalStateException inUse) {
        closed = false;
      }
      user.join();
      assertEquals(closed ? -1 : 1, used.get());
    }
  }
}
