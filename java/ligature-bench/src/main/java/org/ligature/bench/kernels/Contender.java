package org.ligature.bench.kernels;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who takes part: a library in one of the settings that users run it in. */
enum Contender {
  LIGATURE("Ligature", LigatureWorker.class.getName()),
  PYTORCH("PyTorch as it comes", "org.ligature.bench.peers.PyTorchWorker"),
  PYTORCH_BEST("PyTorch, best setting", "org.ligature.bench.peers.PyTorchWorker"),
  PYTORCH_JEMALLOC("PyTorch, best setting and jemalloc", "org.ligature.bench.peers.PyTorchWorker"),
  DJL("DJL", "org.ligature.bench.peers.DjlWorker"),
  ONNX_RUNTIME("ONNX Runtime", "org.ligature.bench.peers.OnnxRuntimeWorker");

  /** The settings whose best one is the 1 of the goals. */
  static final List<Contender> PYTORCH_AND_DJL =
      List.of(PYTORCH, PYTORCH_BEST, PYTORCH_JEMALLOC, DJL);

  private final String title;
  private final String mainClass;

  Contender(String title, String mainClass) {
    this.title = title;
    this.mainClass = mainClass;
  }

  String title() {
    return title;
  }

  /** Whether its libraries are on the class path of this JVM. */
  boolean isBuilt() {
    return Contender.class.getClassLoader().getResource(mainClass.replace('.', '/') + ".class")
        != null;
  }

  /** The same JVM and class path as ours. */
  List<String> command(String engine) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx4g", "-XX:MaxDirectMemorySize=8g", "-XX:+UseSerialGC"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Doffline=true"));
    // JavaCPP counts what the kernel's page cache holds as its own, and refuses work then.
    command.addAll(
        List.of("-Dorg.bytedeco.javacpp.maxBytes=0", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"));
    if (this == LIGATURE && engine != null) {
      command.add("-Dorg.ligature.engine=" + engine);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    return command;
  }

  /** What its environment needs; empty where the setting does not exist on this machine. */
  Optional<Map<String, String>> environment(Machine machine, int threads, Optional<Path> jemalloc) {
    Map<String, String> environment = new TreeMap<>();
    if (this == PYTORCH_BEST || this == PYTORCH_JEMALLOC) {
      environment.put("OMP_NUM_THREADS", Integer.toString(threads));
      environment.put("OPENBLAS_NUM_THREADS", "1");
      machine.openBlasCore().ifPresent(core -> environment.put("OPENBLAS_CORETYPE", core));
    }
    if (this == PYTORCH_JEMALLOC) {
      if (jemalloc.isEmpty()) {
        return Optional.empty();
      }
      environment.put("LD_PRELOAD", jemalloc.get().toString());
      environment.put("MALLOC_CONF", "dirty_decay_ms:-1,muzzy_decay_ms:-1,retain:true");
    }
    return Optional.of(environment);
  }
}
