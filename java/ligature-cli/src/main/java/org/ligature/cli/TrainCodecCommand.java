package org.ligature.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.GlyphCodecTrainer;
import org.ligature.codec.GlyphKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "train-codec",
    description = "Makes a lexicon of the commonest words, pieces and separators of texts.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExample:%n",
    footer = "  ligature train-codec one.txt two.txt -o words.codec --max-glyphs 100000")
final class TrainCodecCommand extends LigatureCommand {
  @Parameters(arity = "0..*", paramLabel = "FILE", description = "The texts, in UTF-8.")
  private List<Path> texts = List.of();

  @Option(
      names = "--weighted",
      paramLabel = "FILE=N",
      description = "A text of which each word counts N times.")
  private Map<Path, Integer> weighted = new LinkedHashMap<>();

  @Option(
      names = "--words",
      paramLabel = "LIST=SCALE",
      description =
          "A list of words: a word, a tab and a count on each line; counts are multiplied by SCALE.")
  private Map<Path, Double> wordLists = new LinkedHashMap<>();

  @Option(
      names = "--phrases",
      paramLabel = "N",
      description = "How many of the glyphs may stand for several words (${DEFAULT-VALUE}).")
  private int phrases;

  @Option(
      names = "--note",
      paramLabel = "FILE",
      description = "A text that the lexicon carries: its sources and their licences.")
  private Path note;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "Write the lexicon as text too: a glyph a line, in order of the ids.")
  private Path textOutput;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "C",
      description = "The lexicon file to write.")
  private Path output;

  @Option(
      names = "--max-glyphs",
      paramLabel = "N",
      description = "The most glyphs that the lexicon may have, at most 262144 (${DEFAULT-VALUE}).")
  private int maxGlyphs = GlyphCodecTrainer.DEFAULT_GLYPHS;

  @Override
  void execute() {
    long start = System.nanoTime();
    long bytes = 0;
    List<Path> inputs = new ArrayList<>(texts);
    inputs.addAll(weighted.keySet());
    for (Path text : inputs) {
      bytes += FileArguments.checkInput(text);
    }
    inputs.addAll(wordLists.keySet());
    if (inputs.isEmpty()) {
      throw new Failure("nothing to learn from: no FILE, --weighted or --words");
    }
    wordLists.keySet().forEach(FileArguments::checkInput);
    if (note != null) {
      FileArguments.checkInput(note);
      inputs.add(note);
    }
    FileArguments.checkOutput(output, inputs.toArray(new Path[0]));
    if (textOutput != null) {
      FileArguments.checkOutput(textOutput, inputs.toArray(new Path[0]));
    }
    GlyphCodec codec = train(bytes);
    long fileBytes = save(codec);
    long[] kinds = new long[GlyphKind.values().length];
    for (int glyph = 0; glyph < codec.size(); glyph++) {
      kinds[codec.kind(glyph).ordinal()]++;
    }
    new Summary()
        .count("bytes", "bytes read", bytes)
        .count("glyphs", "glyphs", codec.size())
        .count("wordGlyphs", "  words", kinds[GlyphKind.WORD.ordinal()])
        .count("phraseGlyphs", "  phrases", kinds[GlyphKind.PHRASE.ordinal()])
        .count("pieceGlyphs", "  pieces", kinds[GlyphKind.PIECE.ordinal()])
        .count("separatorGlyphs", "  separators", kinds[GlyphKind.SEPARATOR.ordinal()])
        .count("symbolGlyphs", "  symbols", kinds[GlyphKind.SYMBOL.ordinal()])
        .count("caseGlyphs", "  letter cases", kinds[GlyphKind.CASE.ordinal()])
        .count("controlGlyphs", "  controls", kinds[GlyphKind.CONTROL.ordinal()])
        .count("byteGlyphs", "  bytes", kinds[GlyphKind.BYTE.ordinal()])
        .count("fileBytes", "bytes of the file", fileBytes)
        .codec(codec)
        .number("seconds", "seconds", seconds(start), "%.1f")
        .print(out(), json());
  }

  private GlyphCodec train(long bytes) {
    GlyphCodecTrainer trainer = GlyphCodec.trainer();
    try {
      trainer.maxGlyphs(maxGlyphs).phrases(phrases);
    } catch (IllegalArgumentException e) {
      throw new Failure("--max-glyphs, --phrases: " + e.getMessage());
    }
    if (note != null) {
      trainer.provenance(read(note));
    }
    try (Progress progress = bytesProgress("train", bytes)) {
      trainer.progress(progress::stepTo);
      texts.forEach(text -> add(trainer, text));
      weighted.forEach((text, weight) -> addWeighted(trainer, text, weight));
      wordLists.forEach((list, scale) -> addWords(trainer, list, scale));
      return trainer.train();
    } catch (IllegalStateException e) {
      throw new Failure("--phrases: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw new Failure("cannot read the texts again: " + e.getCause().getMessage());
    }
  }

  private static void add(GlyphCodecTrainer trainer, Path text) {
    try {
      trainer.add(text);
    } catch (IOException e) {
      throw Failure.of("read", text, e);
    }
  }

  private static void addWeighted(GlyphCodecTrainer trainer, Path text, int weight) {
    try {
      trainer.weight(weight);
    } catch (IllegalArgumentException e) {
      throw new Failure("--weighted " + text + ": " + e.getMessage());
    }
    add(trainer, text);
  }

  private static void addWords(GlyphCodecTrainer trainer, Path list, double scale) {
    try {
      trainer.addWords(list, scale);
    } catch (IllegalArgumentException e) {
      throw new Failure("--words " + list + ": " + e.getMessage());
    } catch (IOException e) {
      throw Failure.of("read", list, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Failure.of("read", file, e);
    }
  }

  private long save(GlyphCodec codec) {
    if (textOutput != null) {
      try (AtomicOutput file = AtomicOutput.create(textOutput)) {
        StringBuilder text = new StringBuilder();
        codec.writeText(text);
        file.stream().write(text.toString().getBytes(StandardCharsets.UTF_8));
        file.finish();
      } catch (IOException e) {
        throw Failure.of("write", textOutput, e);
      }
    }
    try {
      codec.save(output);
      return Files.size(output);
    } catch (IOException e) {
      throw Failure.of("write", output, e);
    }
  }
}
