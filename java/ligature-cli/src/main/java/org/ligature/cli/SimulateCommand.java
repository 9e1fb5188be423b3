package org.ligature.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Pattern;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.layer.ChunkAttention;
import org.ligature.tensor.Device;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "simulate",
    description = {
      "Cuts a book into contexts, each context into chunks, and says what each way of cutting"
          + " leaves of the attention work: counted over the whole book, and measured on as many of"
          + " its contexts as there is time for.",
      "A context is a document: neither chunks nor attention go past it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExample:%n",
    footer = "  ligature simulate book.txt --codec words.codec --pattern causal")
final class SimulateCommand extends LigatureCommand {
  /** A mask of so many chunks, all pairs kept, is 130 MB; its attention takes minutes. */
  private static final int MAX_CONTEXT = 1 << 18;

  /** What an array of Java's can hold. */
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  @Parameters(paramLabel = "BOOK", description = "The text, in UTF-8.")
  private Path book;

  @Option(
      names = "--codec",
      paramLabel = "C",
      description = "The lexicon file that train-codec wrote (the ready English and Russian one).")
  private Path codecFile;

  @Option(
      names = "--splits",
      split = ",",
      paramLabel = "S",
      defaultValue = "fixed:1,fixed:2,fixed:3,pattern:4+2,sampled:4",
      description = "The ways to cut (${DEFAULT-VALUE}).")
  private List<ChunkSplitter> splits;

  @Option(
      names = "--context",
      paramLabel = "UNITS",
      description = "Units of a context (${DEFAULT-VALUE}).")
  private int context = 4096;

  @Option(
      names = "--pattern",
      paramLabel = "P",
      defaultValue = "all",
      description =
          "Which chunk attends to which: all, causal, window:64 or same-view, joined by +"
              + " (${DEFAULT-VALUE}).")
  private Pattern pattern;

  @Option(
      names = "--dim",
      paramLabel = "N",
      description = "Elements of a chunk's vector (${DEFAULT-VALUE}).")
  private int dim = 512;

  @Option(
      names = "--heads",
      paramLabel = "N",
      description = "Attention heads; a divisor of dim (${DEFAULT-VALUE}).")
  private int heads = 8;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to measure with (one for each processor).")
  private Integer threads;

  @Option(
      names = "--engine",
      paramLabel = "E",
      description = "Engine to measure, such as scalar (the fastest of this machine).")
  private String engine;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description =
          "Time to measure for; three rounds of one context are measured anyway (${DEFAULT-VALUE}).")
  private double seconds = 8;

  @Override
  void execute() {
    ChunkAttention attention = attention();
    if (context < 1 || context > MAX_CONTEXT) {
      throw new Failure("--context is " + context + ", not 1 to " + MAX_CONTEXT);
    }
    if ((long) context * dim > MAX_ELEMENTS) {
      throw new Failure(
          "--context "
              + context
              + " by --dim "
              + dim
              + ": more than "
              + MAX_ELEMENTS
              + " elements");
    }
    if (!(seconds >= 0 && seconds <= 1e6)) {
      throw new Failure("--seconds is " + seconds + ", not 0 to 1000000");
    }
    long bytes = FileArguments.checkInput(book);
    GlyphCodec codec = load(codecFile);
    try (Device device = device()) {
      List<Glyphs> contexts = new ArrayList<>();
      Book encoded = encode(bytes, codec, contexts);
      if (contexts.isEmpty()) {
        throw new Failure(book + " is empty: there is nothing to simulate");
      }
      Simulation simulation = new Simulation(contexts, splits, pattern);
      try (Progress progress = progress("count", contexts.size())) {
        simulation.count(progress);
      }
      try (Progress progress = progress("measure", Math.round(1000 * seconds))) {
        simulation.measure(device, codec.size(), dim, attention, seconds, progress);
      }
      print(encoded, codec, device, simulation);
    }
  }

  private ChunkAttention attention() {
    if (heads < 1 || dim < 1 || dim % heads != 0) {
      throw new Failure("--dim " + dim + " does not divide into --heads " + heads);
    }
    try {
      return ChunkAttention.of(heads, dim / heads);
    } catch (IllegalArgumentException e) {
      throw new Failure("--dim " + dim + " by --heads " + heads + ": " + e.getMessage());
    }
  }

  private Device device() {
    try {
      if (engine == null && threads == null) {
        return Device.best();
      }
      List<String> engines = Device.engines();
      return Device.cpu(
          engine != null ? engine : engines.get(engines.size() - 1),
          threads != null ? threads : Runtime.getRuntime().availableProcessors());
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }

  private Book encode(long bytes, GlyphCodec codec, List<Glyphs> contexts) {
    UnitBuffer units = new UnitBuffer();
    try (Progress progress = bytesProgress("encode", bytes)) {
      Book encoded =
          Book.encode(
              book,
              codec,
              progress,
              (text, from, to) -> {
                int at = from;
                while (at < to) {
                  int end = Math.min(to, at + context - units.size());
                  units.append(text, at, end, end == to);
                  at = end;
                  if (units.size() == context) {
                    contexts.add(units.take());
                  }
                }
              });
      if (units.size() > 0) {
        contexts.add(units.take());
      }
      return encoded;
    } catch (IOException e) {
      throw Failure.of("read", book, e);
    }
  }

  private void print(Book encoded, GlyphCodec codec, Device device, Simulation simulation) {
    if (json()) {
      out().println(Json.text(asJson(encoded, codec, device, simulation)));
    } else {
      printTable(encoded, codec, device, simulation);
    }
  }

  private Map<String, Object> asJson(
      Book encoded, GlyphCodec codec, Device device, Simulation simulation) {
    Summary summary = new Summary();
    encoded.addTo(summary);
    Map<String, Object> json = new LinkedHashMap<>(summary.raw());
    json.put("codec", codec.identity());
    json.put("glyphs", codec.size());
    json.put("engine", device.engine());
    json.put("threads", device.numThreads());
    json.put("heads", heads);
    json.put("headDim", dim / heads);
    json.put("dim", dim);
    json.put("dtype", "f32");
    json.put("pattern", pattern.toString());
    json.put("context", context);
    json.put("contexts", simulation.numContexts());
    json.put("measuredContexts", simulation.numMeasured());
    json.put("rounds", simulation.numRounds());
    json.put("clock", "wall");
    List<Object> rows = new ArrayList<>();
    for (ChunkSplitter split : splits) {
      rows.add(simulation.result(split).asJson());
    }
    json.put("splits", rows);
    return json;
  }

  private void printTable(Book encoded, GlyphCodec codec, Device device, Simulation simulation) {
    PrintStream out = out();
    out.printf(
        Locale.ROOT,
        "%s: %,d words, %,d units (%.3f a word), %,d contexts of %,d%n",
        book.getFileName(),
        encoded.statistics().words(),
        encoded.statistics().units(),
        encoded.statistics().unitsPerWord(),
        simulation.numContexts(),
        context);
    out.printf(
        Locale.ROOT,
        "engine %s, %d thread%s; %d heads x %d, f32, dim %d; pattern %s; codec %.12s, %,d glyphs%n%n",
        device.engine(),
        device.numThreads(),
        device.numThreads() == 1 ? "" : "s",
        heads,
        dim / heads,
        dim,
        pattern,
        codec.identity(),
        codec.size());
    Table table = SplitResult.header();
    for (ChunkSplitter split : splits) {
      simulation.result(split).addTo(table);
    }
    table.print(out);
    out.printf(
        Locale.ROOT,
        "%nPairs are the (query, key) pairs kept in all contexts; \"of fixed:1\" is their share of"
            + " those%nof one unit a chunk, and \"predicted\" the saving that it promises. Milliseconds"
            + " are wall time%nfor the forward pass of one context, the median of %,d: %,d of %,d"
            + " contexts measured, all splits%nin turn. \"measured\" is the saving of attention alone;"
            + " a model has other work that saves less.%n",
        simulation.numRounds(),
        simulation.numMeasured(),
        simulation.numContexts());
  }
}
