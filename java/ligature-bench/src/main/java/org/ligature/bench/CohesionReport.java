package org.ligature.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ligature.chunk.ChunkScore;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Cohesion;
import org.ligature.chunk.CohesionTrainer;
import org.ligature.chunk.Cutting;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.GlyphEncoder;
import org.ligature.codec.Glyphs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Says what cohesive chunks are worth: learns a {@link Cohesion} from the training texts, then for
 * each way to cut learns a {@link ChunkCode} from the training text cut so, and prints what books
 * cost under it. Ways are compared at the same mean size, as coarser cuttings cost less or more by
 * themselves; penalties that give it are found on the training text too.
 */
@Command(
    name = "cohesion-report",
    description = "Measures cohesive chunks on books that they were not learned from.")
public final class CohesionReport implements Callable<Integer> {
  private static final int SAMPLE = 200_000; // units on which penalties are found
  private static final int SHOWN = 20;

  @Option(names = "--codec", required = true, paramLabel = "FILE", description = "The codec.")
  private Path file;

  @Option(
      names = "--train-en",
      required = true,
      paramLabel = "FILE",
      description = "English text in UTF-8 to learn from.")
  private Path trainEn;

  @Option(
      names = "--train-ru",
      required = true,
      paramLabel = "FILE",
      description = "Russian text in UTF-8 to learn from.")
  private Path trainRu;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER",
      description = "Holds the folders en and ru of texts in UTF-8.")
  private Path data;

  @Option(names = "--save", paramLabel = "FILE", description = "Where to save what was learned.")
  private Path save;

  @Option(
      names = "--max-size",
      paramLabel = "UNITS",
      description = "The most units of a chunk (${DEFAULT-VALUE}).")
  private int maxSize = 6;

  @Option(
      names = "--min-count",
      paramLabel = "TIMES",
      description = "How often a chunk must have been one (${DEFAULT-VALUE}).")
  private int minCount = 4;

  @Option(
      names = "--max-chunks",
      paramLabel = "N",
      description = "The most chunks that are listed (${DEFAULT-VALUE}).")
  private int maxChunks = 500_000;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  private boolean help;

  private final PrintStream out = System.out;
  private GlyphCodec codec;

  private CohesionReport() {}

  /** Runs the measurement and ends the process. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new CohesionReport()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    codec = GlyphCodec.load(file);
    List<Glyphs> en = encode(trainEn);
    List<Glyphs> ru = encode(trainRu);
    long start = System.nanoTime();
    Cohesion cohesion = train(en, ru);
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    out.println(
        cohesion + ", learned from " + (units(en) + units(ru)) + " units in " + seconds + " s");
    out.println();
    if (save != null) {
      cohesion.save(save);
    }
    TextSet[] sets = TextSet.read(data);
    report(cohesion, en, sets[0]);
    report(cohesion, ru, sets[2]);
    return 0;
  }

  private static long units(List<Glyphs> texts) {
    return texts.stream().mapToLong(Glyphs::length).sum();
  }

  private List<Glyphs> encode(Path text) throws IOException {
    List<Glyphs> parts = new ArrayList<>();
    GlyphEncoder encoder = codec.encoder();
    try (Reader reader = Files.newBufferedReader(text)) {
      CharBuffer part = CharBuffer.allocate(1 << 16);
      while (reader.read(part) >= 0) {
        parts.add(encoder.accept(part.flip()).take());
        part.clear();
      }
    }
    parts.add(encoder.finish());
    return parts;
  }

  private Cohesion train(List<Glyphs> en, List<Glyphs> ru) {
    try (CohesionTrainer trainer = Cohesion.trainer(codec)) {
      trainer.maxSize(maxSize).minCount(minCount).maxChunks(maxChunks);
      en.forEach(trainer::add);
      ru.forEach(trainer::add);
      return trainer.train();
    }
  }

  private void report(Cohesion cohesion, List<Glyphs> train, TextSet set) {
    List<Glyphs> books = set.texts().stream().map(codec::encode).toList();
    PairScore pairs = new PairScore();
    train.forEach(pairs::learn);
    MarkdownTable table =
        new MarkdownTable(
            set.name() + ": what a unit costs under a code of chunks",
            "cut",
            "units a chunk",
            "bits a unit",
            "chunks seen in training");
    ways(cohesion, pairs, sample(train))
        .forEach(
            (name, splitter) -> {
              ChunkCode code = new ChunkCode();
              train.forEach(text -> code.learn(text, splitter.split(text)));
              books.forEach(text -> code.measure(text, splitter.split(text)));
              table.row(
                  name,
                  MarkdownTable.number(code.unitsPerChunk(), 2),
                  MarkdownTable.number(code.bitsPerUnit(), 3),
                  MarkdownTable.number(100 * code.seen(), 1) + " %");
            });
    table.print(out);
    ChunkSplitter likeliest = ChunkSplitter.cohesive(cohesion, 1, maxSize, 0);
    show(set.name(), likeliest, books);
  }

  /** The first units of the training text. */
  private static Glyphs sample(List<Glyphs> train) {
    int[] units = new int[SAMPLE];
    int[] ends = new int[SAMPLE];
    int n = 0;
    int sentences = 0;
    for (Glyphs text : train) {
      int take = Math.min(text.length(), SAMPLE - n);
      text.copyTo(units, n, 0, take);
      for (int s = 0; s < text.numSentences() && text.sentenceEnd(s) <= take; s++) {
        ends[sentences++] = n + text.sentenceEnd(s);
      }
      n += take;
    }
    int end = ends[sentences - 1];
    return Glyphs.of(Arrays.copyOf(units, end), Arrays.copyOf(ends, sentences));
  }

  private Map<String, ChunkSplitter> ways(Cohesion cohesion, PairScore pairs, Glyphs sample) {
    Map<String, ChunkSplitter> ways = new LinkedHashMap<>();
    ways.put("fixed:1", ChunkSplitter.fixed(1));
    ways.put("likeliest, no penalty", ChunkSplitter.cohesive(cohesion, 1, maxSize, 0));
    for (int size = 2; size <= 3; size++) {
      ChunkSplitter fixed = ChunkSplitter.fixed(size);
      double mean = (double) sample.length() / fixed.split(sample).numChunks();
      ways.put(fixed.toString(), fixed);
      ways.put("sampled:" + (2 * size - 1), ChunkSplitter.sampled(2 * size - 1, 1));
      ways.put("pairs, mean of " + fixed, best(pairs, mean, sample));
      ways.put("likeliest, mean of " + fixed, best(cohesion, mean, sample));
      ways.put("causal, mean of " + fixed, causal(cohesion, mean, sample));
    }
    return ways;
  }

  private ChunkSplitter best(ChunkScore score, double mean, Glyphs sample) {
    double penalty = score.penaltyForMean(1, maxSize, mean, sample);
    return ChunkSplitter.cohesive(score, 1, maxSize, penalty);
  }

  /** The threshold of the causal rule that comes nearest to a mean size, by bisection. */
  private ChunkSplitter causal(Cohesion cohesion, double mean, Glyphs sample) {
    double low = 0;
    double high = 1;
    for (int step = 0; step < 20; step++) {
      double middle = (low + high) / 2;
      ChunkSplitter splitter = ChunkSplitter.causal(1, maxSize, cohesion.causalRule(middle));
      if ((double) sample.length() / splitter.split(sample).numChunks() > mean) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return ChunkSplitter.causal(1, maxSize, cohesion.causalRule(low));
  }

  /** Sentences at equal distances, cut. */
  private void show(String name, ChunkSplitter splitter, List<Glyphs> books) {
    out.println(name + ": some sentences, cut into their likeliest chunks");
    out.println();
    List<Glyphs> sentences = new ArrayList<>();
    for (Glyphs book : books) {
      for (int s = 0; s < book.numSentences(); s++) {
        int length = book.sentenceEnd(s) - book.sentenceStart(s);
        if (length >= 8 && length <= 20) {
          sentences.add(book.slice(book.sentenceStart(s), book.sentenceEnd(s)));
        }
      }
    }
    for (int i = 0; i < SHOWN; i++) {
      Glyphs sentence = sentences.get((int) ((i + 0.5) * sentences.size() / SHOWN));
      Cutting cutting = splitter.split(sentence);
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < cutting.numChunks(); c++) {
        String chunk = codec.decode(sentence.slice(cutting.start(c), cutting.end(c)));
        line.append(c == 0 ? "" : " | ").append(chunk.strip().replaceAll("\\s+", " "));
      }
      out.println(line);
    }
    out.println();
  }
}
