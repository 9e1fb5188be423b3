package org.ligature.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.GlyphEncoder;
import org.ligature.codec.GlyphKind;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Unit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Says what the rows of a codec's pair codes are worth: the bits that a word of books costs under a
 * {@link RowModel}, for the codec's own rows and for others of equal size, and what some rows hold.
 */
@Command(
    name = "pair-code-report",
    description = "Measures the rows of a codec file on books that it was not trained on.")
public final class PairCodeReport implements Callable<Integer> {
  private static final int SHOWN_ROWS = 20;
  private static final int SHOWN_WORDS = 12;

  @Option(names = "--codec", required = true, paramLabel = "FILE", description = "The codec.")
  private Path file;

  @Option(
      names = "--train",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Texts in UTF-8 that the counts are taken from: those of the training.")
  private List<Path> train;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER",
      description = "Holds the folders en and ru of texts in UTF-8.")
  private Path data;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Says this.")
  private boolean help;

  private GlyphCodec codec;

  /** The glyphs that are words, the commonest in the training text first. */
  private List<Integer> words;

  private PairCodeReport() {}

  /** Runs the measurement and ends the process. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new PairCodeReport()).execute(args));
  }

  /** Takes a word and the word before it, or -1 where that unit is no word. */
  private interface Pairs {
    void take(int before, int word);
  }

  @Override
  public Integer call() throws IOException {
    codec = GlyphCodec.load(file);
    long[] counts = new long[codec.size()];
    walkTrain((before, word) -> counts[word]++);
    words =
        IntStream.range(0, codec.size())
            .filter(this::isWord)
            .boxed()
            .sorted(Comparator.comparingLong(word -> -counts[word]))
            .toList();
    Map<String, RowModel> models = models();
    walkTrain((before, word) -> models.values().forEach(model -> model.learn(before, word)));
    PrintStream out = System.out;
    table(models).print(out);
    printRows(out);
    return 0;
  }

  private boolean isWord(int glyph) {
    GlyphKind kind = codec.kind(glyph);
    return !kind.joinsLeft() && !kind.joinsRight();
  }

  private void walkTrain(Pairs pairs) throws IOException {
    for (Path text : train) {
      try (Reader reader = Files.newBufferedReader(text)) {
        walk(reader, pairs);
      }
    }
  }

  /** A separator that a unit names counts as a unit of its own, as where each is a glyph. */
  private void walk(Readable text, Pairs pairs) throws IOException {
    GlyphEncoder encoder = codec.encoder();
    CharBuffer part = CharBuffer.allocate(1 << 16);
    int before = -1;
    while (text.read(part) >= 0) {
      encoder.accept(part.flip());
      before = walk(encoder.take(), before, pairs);
      part.clear();
    }
    walk(encoder.finish(), before, pairs);
  }

  private int walk(Glyphs units, int first, Pairs pairs) {
    int before = first;
    for (int i = 0; i < units.length(); i++) {
      int glyph = Unit.glyph(units.unit(i));
      boolean isWord = isWord(glyph);
      if (isWord) {
        pairs.take(before, glyph);
      }
      before = isWord && Unit.separator(units.unit(i)) == 0 ? glyph : -1;
    }
    return before;
  }

  private Map<String, RowModel> models() {
    Map<String, RowModel> models = new LinkedHashMap<>();
    List<Integer> random = new ArrayList<>(words);
    Collections.shuffle(random, new Random(1));
    models.put("random", equalRows(random));
    models.put("by frequency", equalRows(words));
    models.put("alphabetical", equalRows(sorted(codec::text)));
    models.put("by ending", equalRows(sorted(w -> reversed(codec.text(w)))));
    int[] own = noRows();
    words.forEach(word -> own[word] = word / RowModel.ROWS);
    models.put("of the codec", new RowModel(own));
    return models;
  }

  private List<Integer> sorted(Function<Integer, String> key) {
    return words.stream().sorted(Comparator.comparing(key)).toList();
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private int[] noRows() {
    int[] rows = new int[codec.size()];
    Arrays.fill(rows, -1);
    return rows;
  }

  private RowModel equalRows(List<Integer> order) {
    int[] rows = noRows();
    for (int i = 0; i < order.size(); i++) {
      rows[order.get(i)] = (int) ((long) i * RowModel.ROWS / order.size());
    }
    return new RowModel(rows);
  }

  private MarkdownTable table(Map<String, RowModel> models) throws IOException {
    TextSet[] sets = TextSet.read(data);
    MarkdownTable table =
        new MarkdownTable(
            "Bits a word: row behind the row before + column in the row",
            "rows",
            sets[0].name(),
            sets[2].name());
    Map<String, List<String>> cells = new LinkedHashMap<>();
    models.keySet().forEach(name -> cells.put(name, new ArrayList<>(List.of(name))));
    for (TextSet set : new TextSet[] {sets[0], sets[2]}) {
      for (String text : set.texts()) {
        walk(
            new StringReader(text),
            (before, word) -> models.values().forEach(model -> model.measure(before, word)));
      }
      models.forEach((name, model) -> cells.get(name).add(cell(model.bits())));
    }
    cells.values().forEach(row -> table.row(row.toArray(new String[0])));
    return table;
  }

  private static String cell(RowModel.Bits bits) {
    return MarkdownTable.number(bits.row(), 2)
        + " + "
        + MarkdownTable.number(bits.column(), 2)
        + " = "
        + MarkdownTable.number(bits.sum(), 2);
  }

  /** Rows at equal distances, of those that hold words only. */
  private void printRows(PrintStream out) {
    int first =
        IntStream.range(0, codec.size()).filter(g -> !isWord(g)).max().orElse(-1) / RowModel.ROWS
            + 1;
    int end = codec.size() / RowModel.ROWS;
    int shown = Math.min(SHOWN_ROWS, end - first);
    MarkdownTable table = new MarkdownTable("The first words of some rows", "row", "words");
    for (int i = 0; i < shown; i++) {
      int row = first + (end - first) * i / shown;
      table.row(
          String.valueOf(row),
          IntStream.range(0, SHOWN_WORDS)
              .mapToObj(column -> codec.text(row * RowModel.ROWS + column))
              .collect(Collectors.joining(" ")));
    }
    table.print(out);
  }
}
