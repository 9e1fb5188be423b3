package org.ligature.bench.kernels;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.ligature.tensor.Device;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures our kernels beside other libraries and beside what the machine can do, and prints
 * Markdown tables. Each library has a process of its own; in every round each runs the case once or
 * a few times, so that a machine that others use is as slow for the one as for the other. What
 * counts is CPU time. {@code side-by-side.sh} builds all and starts this.
 */
@Command(
    name = "side-by-side",
    mixinStandardHelpOptions = true,
    description =
        "Measures our kernels beside PyTorch, DJL and ONNX Runtime, interleaved, by CPU time.")
public final class SideBySide implements Callable<Integer> {
  @Option(
      names = "--suite",
      split = ",",
      description = "What to measure: ${COMPLETION-CANDIDATES}; all where it is not given.")
  private Set<Suite> suites = EnumSet.allOf(Suite.class);

  @Option(
      names = "--peers",
      split = ",",
      description =
          "Who takes part beside us: ${COMPLETION-CANDIDATES}; all where it is not given.")
  private Set<Contender> contenders = EnumSet.allOf(Contender.class);

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds (${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--reps",
      paramLabel = "N",
      description = "Calls in a round (${DEFAULT-VALUE}); of PyTorch as it comes always one.")
  private int reps = 2;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(names = "--engine", description = "Our engine; the machine's fastest if not given.")
  private String engine = Device.engines().get(Device.engines().size() - 1);

  @Option(
      names = "--quick",
      description =
          "Two rounds of one call of small cases: shows that all works, and nothing else.")
  private boolean quick;

  @Option(
      names = "--limits",
      paramLabel = "FILE",
      description = "The program ligature_limits; no shares of the machine without it.")
  private Path limits;

  @Option(
      names = "--tsv",
      paramLabel = "FILE",
      description = "Takes every round (${DEFAULT-VALUE}).")
  private Path tsv = Path.of("side-by-side.tsv");

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Takes what libraries print (${DEFAULT-VALUE}).")
  private File log = new File("side-by-side.log");

  /** Starts it; {@code --help} has the options. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new SideBySide());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    contenders.add(Contender.LIGATURE);
    rounds = quick ? 2 : rounds;
    reps = quick ? 1 : reps;
    Machine machine = Machine.here();
    List<MeasuredCase> measured = new ArrayList<>();
    Report report = new Report(machine, engine, System.out);
    Files.deleteIfExists(log.toPath());
    try (Field field = new Field(machine, engine, threads, log);
        PrintStream raw =
            new PrintStream(Files.newOutputStream(tsv), true, StandardCharsets.UTF_8)) {
      field.start(contenders, limits);
      report.head(field.versions(), rounds, reps);
      raw.println("case\tcontender\tround\tcpu_ms\twall_ms");
      for (Suite suite : suites) {
        for (Settings settings : suite.cases(threads, quick)) {
          System.err.println(Suite.title(settings));
          measured.add(field.measure(settings, rounds, reps, raw));
        }
      }
    }
    report.tables(measured, quick || !engine.equals(fastest()));
    return measured.stream().anyMatch(MeasuredCase::disagrees) ? 1 : 0;
  }

  private static String fastest() {
    List<String> engines = Device.engines();
    return engines.get(engines.size() - 1);
  }
}
