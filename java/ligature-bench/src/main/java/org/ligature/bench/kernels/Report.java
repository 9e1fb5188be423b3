package org.ligature.bench.kernels;

import static org.ligature.bench.MarkdownTable.number;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ligature.bench.MarkdownTable;

/** Prints what was measured. */
final class Report {
  private final Machine machine;
  private final String engine;
  private final PrintStream out;

  Report(Machine machine, String engine, PrintStream out) {
    this.machine = machine;
    this.engine = engine;
    this.out = out;
  }

  /** What figures are worth little without. */
  void head(Map<Contender, String> versions, int rounds, int reps) throws IOException {
    out.println(
        "- machine: "
            + machine.cpu()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " CPUs; load average "
            + Machine.load()
            + " before the first case");
    out.println(
        "- engine "
            + engine
            + ", JDK "
            + System.getProperty("java.version")
            + ", commit "
            + Machine.commit());
    out.println("- " + rounds + " rounds of " + reps + " calls, interleaved");
    versions.forEach(
        (contender, version) -> out.println("- " + contender.title() + ": " + version));
    out.println();
  }

  /** All tables. */
  void tables(List<MeasuredCase> cases, boolean noGoals) {
    times(cases, true);
    times(cases, false);
    if (!noGoals) {
      goals(cases);
    }
    notes(cases).forEach(out::println);
    out.println("- load average " + Machine.load() + " after the last case");
  }

  /** Who took no part in what and why, and whose results differ. */
  private static List<String> notes(List<MeasuredCase> cases) {
    Map<String, List<String>> refused = new TreeMap<>();
    List<String> notes = new ArrayList<>();
    for (MeasuredCase one : cases) {
      String title = Suite.title(one.settings);
      one.refused.forEach(
          (who, why) -> {
            String key = who.title() + ", " + why.replaceFirst("^skip ([\\w.]+: )?", "");
            refused.computeIfAbsent(key, k -> new ArrayList<>()).add(title);
          });
      if (one.disagrees()) {
        notes.add("- **results disagree**: " + title);
      }
    }
    refused.forEach(
        (key, titles) -> notes.add("- no figure: " + key + ": " + String.join("; ", titles)));
    return notes;
  }

  private void times(List<MeasuredCase> all, boolean attention) {
    List<MeasuredCase> cases = all.stream().filter(one -> one.isAttention() == attention).toList();
    if (cases.isEmpty()) {
      return;
    }
    List<Contender> contenders = new ArrayList<>(List.of(Contender.values()));
    contenders.removeIf(who -> cases.stream().noneMatch(one -> one.cpu.containsKey(who)));
    List<String> head = new ArrayList<>(List.of("case"));
    contenders.forEach(who -> head.add(who.title()));
    head.addAll(List.of("times the better of PyTorch and DJL", attention ? "GFLOP/s" : "GB/s"));
    head.addAll(
        List.of(attention ? "% of FMA peak" : "% of memory", "best rounds", "sums differ by"));
    MarkdownTable table =
        new MarkdownTable(
            attention
                ? "Attention, ms of CPU time of a call, medians; 8 heads, headDim 64 unless said"
                : "Embedding of bags of 1 to 4 rows by Zipf's law, ms of CPU time of a call, medians",
            head.toArray(new String[0]));
    for (MeasuredCase one : cases) {
      List<String> row = new ArrayList<>(List.of(Suite.title(one.settings)));
      contenders.forEach(who -> row.add(figure(one.median(who), 1)));
      row.add(figure(one.timesBest(Contender.PYTORCH_AND_DJL), 2));
      row.add(figure(one.work() / one.median(Contender.LIGATURE) * 1e-6, 1));
      row.add(figure(100 * one.share(), 0));
      row.add(figure(100 * one.bestShare(), 0));
      row.add(
          Double.isNaN(one.disagreement())
              ? ""
              : String.format(Locale.ROOT, "%.0e", one.disagreement()));
      table.row(row.toArray(new String[0]));
    }
    table.print(out);
  }

  private void goals(List<MeasuredCase> cases) {
    MarkdownTable table =
        new MarkdownTable(
            "Goals on a machine of kind " + machine.isa(),
            "case",
            "what",
            "must",
            "stretch",
            "measured",
            "");
    for (MeasuredCase one : cases) {
      for (Goal goal : Goal.of(machine.isa(), one.settings)) {
        double measured = one.measured(goal.of());
        table.row(
            Suite.title(one.settings),
            goal.of().title,
            number(goal.must(), 2),
            number(goal.stretch(), 2),
            figure(measured, 2),
            goal.verdict(measured));
      }
    }
    table.print(out);
  }

  private static String figure(double value, int decimals) {
    return Double.isNaN(value) ? "" : number(value, decimals);
  }
}
