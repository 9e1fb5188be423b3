package org.ligature.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ligature.codec.GlyphCodec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the codec beside jtokkit's o200k_base, in one JVM, and prints Markdown tables. The two
 * take turns, so that a machine that others use is as slow for the one as for the other; each round
 * gives one ratio of CPU times of the thread, and the median of the rounds is printed.
 */
@Command(name = "codec-bench", description = "Measures a codec file beside jtokkit's o200k_base.")
public final class CodecBench implements Callable<Integer> {
  /** What can be measured, in the order in which it is. */
  private enum Part {
    UNITS,
    SPEED,
    THREADS,
    LOAD,
    HEAP,
    WORST
  }

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER",
      description = "Holds the folders en and ru of texts in UTF-8.")
  private Path data;

  @Option(names = "--codec", required = true, paramLabel = "FILE", description = "The codec.")
  private Path file;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds that are counted (${DEFAULT-VALUE}); two more warm up.")
  private int rounds = 7;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "What to measure: ${COMPLETION-CANDIDATES}; all where it is not given.")
  private Set<Part> only = EnumSet.allOf(Part.class);

  @Option(names = "--commit", paramLabel = "ID", description = "Is printed with the machine.")
  private String commit = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  private boolean help;

  private final String[] args;

  private CodecBench(String[] args) {
    this.args = args;
  }

  /** Runs the measurements and ends the process. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new CodecBench(args));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    printMachine(out);
    if (only.contains(Part.LOAD) || only.contains(Part.HEAP)) {
      FreshJvm.measure(file, rounds).print(out);
    }
    if (EnumSet.of(Part.LOAD, Part.HEAP).containsAll(only)) {
      return 0;
    }
    Encoders encoders = new Encoders(GlyphCodec.load(file));
    TextSet[] texts = TextSet.read(data);
    if (only.contains(Part.UNITS)) {
      UnitsTable.measure(encoders, texts).print(out);
    }
    if (only.contains(Part.SPEED)) {
      SpeedTable.measure(encoders, texts, rounds).print(out);
    }
    if (only.contains(Part.THREADS)) {
      ThreadsTable.measure(encoders, texts, rounds).print(out);
    }
    if (only.contains(Part.WORST)) {
      WorstTable.measure(encoders, rounds).print(out);
    }
    return 0;
  }

  private void printMachine(PrintStream out) throws IOException {
    out.println(
        "- machine: " + cpu() + ", " + Runtime.getRuntime().availableProcessors() + " CPUs");
    out.println(
        "- JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    out.println("- command: codec-bench " + String.join(" ", args));
    out.println("- codec: " + GlyphCodec.load(file) + ", " + Files.size(file) + " bytes");
    if (!commit.isEmpty()) {
      out.println("- commit: " + commit);
    }
    out.println();
  }

  private static String cpu() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(info)) {
      return lines
          .filter(line -> line.matches("(model name|cpu family|model)\\s*:.*"))
          .limit(3)
          .map(line -> line.replaceAll("\\s*:\\s*", " "))
          .collect(Collectors.joining(", "));
    }
  }
}
