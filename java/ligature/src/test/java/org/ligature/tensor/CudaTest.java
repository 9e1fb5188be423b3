package org.ligature.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * CUDA devices on a machine that has none: each case in a JVM of its own, which finds the tests'
 * fake driver, or no driver. What a real device does is not seen here.
 */
class CudaTest {
  private static final Path FAKE_DRIVER =
      Path.of(System.getProperty("ligature.fakeCuda", "target/cmake-linux-x86_64/test/fake_cuda"));

  private static final String FATBIN = "org/ligature/internal/cuda/ligature.fatbin";

  @TempDir Path folder;

  /** What begins like a fatbin is one for the fake driver, so no nvcc is needed. */
  @BeforeEach
  void makeFatbin() throws IOException {
    ByteBuffer fatbin = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    fatbin.putInt(0xba55ed50).putShort((short) 1).putShort((short) 16).putLong(8);
    Path file = folder.resolve(FATBIN);
    Files.createDirectories(file.getParent());
    Files.write(file, fatbin.array());
  }

  /** Says what a user would see. */
  static final class Reasons {
    public static void main(String[] args) {
      System.out.println(Device.cudaReason());
      String message =
          assertThrows(UnsupportedOperationException.class, () -> Device.cuda(0)).getMessage();
      assertEquals(Device.cudaReason(), message);
      System.out.println(Device.cudaCount());
      try (Device best = Device.best()) {
        System.out.println(best.reason());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FAKE_CUDA_FAIL=cuInit:100 | 0 | cuInit gave CUDA_ERROR_NO_DEVICE (100), no CUDA-capable",
        "FAKE_CUDA_FAIL=cuInit:999 | 0 | cuInit gave an unknown error (999)",
        "FAKE_CUDA_DEVICES=0 | 0 | the CUDA driver (CUDA 13.0) is here, and has no device",
        "FAKE_CUDA_CAPABILITY=75 | 2 | capability 7.5, driver for CUDA 13.0) cannot be used: the",
        "FAKE_CUDA_WRONG_PROBE=1 | 2 | cannot be used: the probe kernel wrote 4294967295 at 191",
        "FAKE_CUDA_FAIL=cuMemAlloc_v2:2 | 2 | cannot be used: no memory for bytes=768",
      })
  void saysWhyADeviceCannotBeUsed(String variable, int count, String part) throws Exception {
    String[] entry = variable.split("=");
    List<String> lines = withFakeDriver(Reasons.class, Map.of(entry[0], entry[1]));
    assertTrue(lines.get(0).contains(part), lines.get(0));
    assertEquals(String.valueOf(count), lines.get(1));
    assertTrue(lines.get(2).endsWith("; layers do not run on CUDA devices yet"), lines.get(2));
  }

  @Test
  void saysThatThereIsNoDriver() throws Exception {
    assumeTrue(Device.cudaCount() == 0, "this machine has a CUDA device");
    List<String> lines = child(Reasons.class, folder + File.pathSeparator + classPath(), Map.of());
    assumeTrue(lines.get(0).contains("no CUDA driver"), "this machine has a CUDA driver");
    assertTrue(lines.get(0).startsWith("there is no CUDA driver here: "), lines.get(0));
    assertEquals("0", lines.get(1));
    assertTrue(lines.get(2).startsWith("the CPU, "), lines.get(2));
  }

  @Test
  void saysThatTheBuildHasNoKernels() throws Exception {
    Path classes = folder.resolve("classes");
    Path from = Path.of(Device.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(file -> !file.endsWith(FATBIN)).toList()) {
        Files.createDirectories(classes.resolve(from.relativize(file)).getParent());
        Files.copy(file, classes.resolve(from.relativize(file)));
      }
    }
    String elsewhere = classPath().replace(from.toString(), classes.toString());
    List<String> lines = child(Reasons.class, elsewhere, Map.of());
    assertEquals(
        "this build of Ligature has no CUDA kernels: it was built where there was no nvcc",
        lines.get(0));
  }

  @Test
  void holdsTensors() throws Exception {
    List<String> lines = withFakeDriver(CudaTensors.class, Map.of());
    assertEquals(List.of("done"), lines);
  }

  private List<String> withFakeDriver(Class<?> main, Map<String, String> variables)
      throws IOException, InterruptedException {
    boolean found = Files.exists(FAKE_DRIVER.resolve("libcuda.so.1"));
    assumeTrue(found, "SKIPPED: no fake driver in " + FAKE_DRIVER);
    Map<String, String> all = new HashMap<>(variables);
    all.put("LD_LIBRARY_PATH", FAKE_DRIVER.toAbsolutePath().toString());
    return child(main, folder + File.pathSeparator + classPath(), all);
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private List<String> child(Class<?> main, String classPath, Map<String, String> variables)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath));
    String library = System.getProperty("org.ligature.library.path");
    if (library != null) {
      command.add("-Dorg.ligature.library.path=" + library);
    }
    command.add(main.getName());
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> text + read(errors));
    return text.lines().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
