package org.ligature.bench.kernels;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All processes that take turns. */
final class Field implements AutoCloseable {
  private final Machine machine;
  private final String engine;
  private final int threads;
  private final File log;
  private final Map<Contender, WorkerProcess> workers = new EnumMap<>(Contender.class);
  private final Map<Contender, String> versions = new EnumMap<>(Contender.class);
  private WorkerProcess limits;

  Field(Machine machine, String engine, int threads, File log) {
    this.machine = machine;
    this.engine = engine;
    this.threads = threads;
    this.log = log;
  }

  /**
   * Starts those that can be; {@link #versions} says why one cannot.
   *
   * @param limitsProgram may be null
   */
  void start(Collection<Contender> contenders, Path limitsProgram) throws IOException {
    for (Contender contender : contenders) {
      start(contender);
    }
    if (limitsProgram != null) {
      limits = WorkerProcess.start(List.of(limitsProgram.toString()), Map.of(), log);
    }
  }

  private void start(Contender contender) throws IOException {
    Optional<Map<String, String>> environment =
        contender.environment(machine, threads, Machine.jemalloc());
    if (environment.isEmpty() || !contender.isBuilt()) {
      versions.put(contender, contender.isBuilt() ? "not on this machine" : "not built");
      return;
    }
    try {
      WorkerProcess worker = WorkerProcess.start(contender.command(engine), environment.get(), log);
      workers.put(contender, worker);
      versions.put(contender, worker.version() + settings(environment.get()));
    } catch (IOException e) {
      versions.put(contender, e.getMessage() + "; see " + log);
    }
  }

  private static String settings(Map<String, String> environment) {
    return environment.isEmpty() ? "" : ", " + new TreeMap<>(environment);
  }

  /** What each contender is, or why it takes no part. */
  Map<Contender, String> versions() {
    return versions;
  }

  /** Measures a case; every round goes to {@code raw} as a line. */
  MeasuredCase measure(Settings settings, int rounds, int reps, PrintStream raw)
      throws IOException {
    MeasuredCase measured = new MeasuredCase(settings);
    for (Contender contender : List.copyOf(workers.keySet())) {
      String answer = workers.get(contender).ask("prep " + settings);
      if (!answer.equals("ok")) {
        measured.refused.put(contender, answer);
        replaceDead(contender);
      } else {
        measured.cpu.put(contender, new double[rounds]);
      }
    }
    double work = prepareLimit(measured);
    measured.limitRates = new double[work > 0 ? rounds : 0];
    List<Contender> order = new ArrayList<>(measured.cpu.keySet());
    for (int round = -1; round < rounds; round++) { // the first warms up
      if (work > 0) {
        WorkerProcess.Round limit = limits.run(1);
        if (round >= 0) {
          measured.limitRates[round] = work / limit.cpu();
          line(raw, settings, measured.limit, round, limit);
        }
      }
      for (Contender contender : order) {
        takeTurn(contender, measured, round, reps, raw);
      }
      order.retainAll(measured.cpu.keySet());
      Collections.rotate(order, 1);
    }
    for (Contender contender : order) {
      check(contender, measured);
    }
    return measured;
  }

  /** One that fails takes part no more; the others go on. */
  private void takeTurn(
      Contender contender, MeasuredCase measured, int round, int reps, PrintStream raw)
      throws IOException {
    int calls = contender == Contender.PYTORCH || round < 0 ? 1 : reps;
    try {
      WorkerProcess.Round one = workers.get(contender).run(calls);
      if (round >= 0) {
        measured.cpu.get(contender)[round] = one.cpu();
        line(raw, measured.settings, contender.name(), round, one);
      }
    } catch (IOException e) {
      measured.cpu.remove(contender);
      measured.refused.put(contender, e.getMessage());
      replaceDead(contender);
    }
  }

  private void check(Contender contender, MeasuredCase measured) throws IOException {
    String[] answer = workers.get(contender).ask("check").split(" ");
    if (answer[0].equals("check")) {
      measured.sums.put(
          contender, Arrays.stream(answer).skip(1).mapToDouble(Double::parseDouble).toArray());
    }
    workers.get(contender).ask("free");
  }

  private void replaceDead(Contender contender) throws IOException {
    if (workers.get(contender).isAlive()) {
      workers.get(contender).ask("free");
    } else {
      workers.remove(contender).close();
      start(contender);
    }
  }

  /** Returns the work of a run of the limit that stands beside a case, 0 where there is none. */
  private double prepareLimit(MeasuredCase measured) throws IOException {
    if (limits == null) {
      return 0;
    }
    measured.limit = limit(measured);
    Settings settings = measured.settings.with("op", "limit").with("k", measured.limit);
    if (!limits.ask("prep " + settings).equals("ok")) {
      return 0;
    }
    return Double.parseDouble(limits.ask("work").split(" ")[1]);
  }

  /** Its name: the peak of what the engine multiplies with, or the memory that it waits for. */
  private String limit(MeasuredCase measured) {
    String dtype = measured.settings.word("dtype", "f32");
    if (!measured.isAttention()) {
      return measured.settings.word("dir", "fwd").equals("train") ? "copy" : "gather_zipf";
    }
    if (dtype.equals("bf16") && engine.equals("avx512bf16")) {
      return "dot_bf16";
    }
    if (engine.startsWith("avx512")) {
      return "fma_avx512";
    }
    return engine.equals("avx2") ? "fma_avx2" : "fma_plain";
  }

  private static void line(
      PrintStream raw, Settings settings, String who, int round, WorkerProcess.Round one) {
    raw.println(settings + "\t" + who + "\t" + round + "\t" + one.cpu() + "\t" + one.wall());
  }

  @Override
  public void close() {
    workers.values().forEach(WorkerProcess::close);
    if (limits != null) {
      limits.close();
    }
  }
}
