package org.ligature.bench.kernels;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What figures are worth little without.
 *
 * @param cpu its name, family and model
 * @param isa what its CPU offers of what peers and goals depend on
 */
record Machine(String cpu, Isa isa) {
  /** Kinds of machine that goals are set for. */
  enum Isa {
    AVX512,
    AVX2,
    OTHER
  }

  /** Asks /proc/cpuinfo. */
  static Machine here() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    return Files.isReadable(info)
        ? of(Files.readAllLines(info))
        : new Machine(System.getProperty("os.arch"), Isa.OTHER);
  }

  static Machine of(List<String> lines) {
    List<String> flags = List.of(field(lines, "flags").split(" "));
    Isa isa =
        flags.contains("avx512f") ? Isa.AVX512 : flags.contains("avx2") ? Isa.AVX2 : Isa.OTHER;
    String cpu =
        String.format(
            Locale.ROOT,
            "%s (family %s, model %s)",
            field(lines, "model name"),
            field(lines, "cpu family"),
            field(lines, "model"));
    return new Machine(cpu, isa);
  }

  private static String field(List<String> lines, String name) {
    return lines.stream()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2 && pair[0].strip().equals(name))
        .map(pair -> pair[1].strip())
        .findFirst()
        .orElse("unknown");
  }

  /** The OpenBLAS kernels that suit it; what it chooses itself may not, and a wrong name kills. */
  Optional<String> openBlasCore() {
    return switch (isa) {
      case AVX512 -> Optional.of("SkylakeX");
      case AVX2 -> Optional.of("Haswell");
      case OTHER -> Optional.empty();
    };
  }

  /** An allocator that keeps freed pages, where one is installed. */
  static Optional<Path> jemalloc() {
    return Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64")
        .map(folder -> Path.of(folder, "libjemalloc.so.2"))
        .filter(Files::exists)
        .findFirst();
  }

  /** How many threads wanted a CPU of late: above what we start, others are at work. */
  static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** The commit of the current folder, and whether files differ from it; "unknown" without git. */
  static String commit() throws IOException {
    String commit = firstLine("git", "rev-parse", "--short", "HEAD").orElse("unknown");
    boolean changed = firstLine("git", "status", "--porcelain", "-uno").isPresent();
    return changed ? commit + ", with changes" : commit;
  }

  private static Optional<String> firstLine(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        return Optional.ofNullable(in.readLine());
      }
    } catch (IOException e) {
      return Optional.empty(); // no such program
    }
  }
}
