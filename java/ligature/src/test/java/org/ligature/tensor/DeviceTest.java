package org.ligature.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeviceTest {
  @Test
  void listsItsEnginesSlowestFirst() {
    assertEquals("scalar", Device.engines().get(0));
    try (Device best = Device.best()) {
      assertEquals(Device.engines().get(Device.engines().size() - 1), best.engine());
      assertEquals(Runtime.getRuntime().availableProcessors(), best.numThreads());
      assertTrue(best.reason().contains(best.engine()), best.reason());
    }
  }

  @Test
  void obeysItsProperties() {
    System.setProperty(Device.ENGINE_PROPERTY, "scalar");
    System.setProperty(Device.THREADS_PROPERTY, "3");
    try (Device forced = Device.best()) {
      assertEquals("Device[scalar, 3 threads]", forced.toString());
      System.setProperty(Device.THREADS_PROPERTY, "many");
      assertThrows(IllegalArgumentException.class, Device::best);
      System.setProperty(Device.THREADS_PROPERTY, "1");
      System.setProperty(Device.ENGINE_PROPERTY, "abacus");
      assertThrows(IllegalArgumentException.class, Device::best);
    } finally {
      System.clearProperty(Device.ENGINE_PROPERTY);
      System.clearProperty(Device.THREADS_PROPERTY);
    }
  }

  @Test
  void refusesWhatItCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> Device.cpu("scalar", 0));
    assertThrows(IllegalArgumentException.class, () -> Device.cpu("scalar", -1));
    assertThrows(IllegalArgumentException.class, () -> Device.cpu("scalar", 1025));
    assertThrows(NullPointerException.class, () -> Device.cpu(null, 1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Device.cpu("abacus", 1)).getMessage();
    assertEquals("no engine \"abacus\" on this machine, which has " + Device.engines(), message);
  }
}
