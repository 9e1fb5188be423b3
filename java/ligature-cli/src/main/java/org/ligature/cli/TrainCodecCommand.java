package org.ligature.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The texts, in UTF-8.")
  private List<Path> texts;

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
    for (Path text : texts) {
      bytes += FileArguments.checkInput(text);
    }
    FileArguments.checkOutput(output, texts.toArray(new Path[0]));
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
      trainer.maxGlyphs(maxGlyphs);
    } catch (IllegalArgumentException e) {
      throw new Failure("--max-glyphs: " + e.getMessage());
    }
    try (Progress progress = bytesProgress("train", bytes)) {
      trainer.progress(progress::stepTo);
      for (Path text : texts) {
        try {
          trainer.add(text);
        } catch (IOException e) {
          throw Failure.of("read", text, e);
        }
      }
      return trainer.train();
    }
  }

  private long save(GlyphCodec codec) {
    try {
      codec.save(output);
      return Files.size(output);
    } catch (IOException e) {
      throw Failure.of("write", output, e);
    }
  }
}
