package org.ligature.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ligature.Engines;

class DeviceTest {
  @Test
  void namesEveryEngineOfItsLibrary() {
    List<String> expected =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> List.of("scalar", "avx2", "avx512", "avx512bf16");
          case "aarch64", "arm64" -> List.of("scalar", "neon");
          default -> List.of("scalar");
        };
    assertEquals(expected, Engines.all());
    assertEquals(expected.stream().filter(Engines.tested()::contains).toList(), Engines.tested());
  }

  @Test
  void listsItsEnginesSlowestFirst() {
    assertEquals("scalar", Device.engines().get(0));
    try (Device best = Device.best()) {
      assertEquals(Device.engines().get(Device.engines().size() - 1), best.engine());
      assertEquals(Runtime.getRuntime().availableProcessors(), best.numThreads());
      assertTrue(best.reason().contains(best.engine()), best.reason());
    }
  }

  @ParameterizedTest
  @MethodSource("org.ligature.Engines#all")
  void isTheEngineThatIsAskedForOrNone(String engine) {
    System.setProperty(Device.ENGINE_PROPERTY, engine);
    try {
      if (!Engines.tested().contains(engine)) {
        assertThrows(IllegalArgumentException.class, () -> Device.cpu(engine, 1));
        assertThrows(IllegalArgumentException.class, Device::best);
        return;
      }
      try (Device asked = Device.cpu(engine, 2);
          Device forced = Device.best()) {
        assertEquals(engine, asked.engine());
        assertEquals(2, asked.numThreads());
        assertEquals("the CPU, " + engine + ": the caller asked for it", asked.reason());
        assertEquals(engine, forced.engine());
        assertEquals("the CPU, " + engine + ": org.ligature.engine asks for it", forced.reason());
      }
    } finally {
      System.clearProperty(Device.ENGINE_PROPERTY);
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
