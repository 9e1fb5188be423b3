package org.ligature.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ligature.chunk.ChunkFileWriter;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "encode",
    description = {
      "Encodes a text, cuts it into chunks, and writes both into one file with the lexicon.",
      "The text is cut in pieces of some 65,000 units, whole sentences each; each piece is split by"
          + " itself."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExample:%n",
    footer = "  ligature encode book.txt --codec words.codec --split fixed:2 -o book.chunks")
final class EncodeCommand extends LigatureCommand {
  /** A piece takes whole sentences until it has so many units. */
  private static final int PIECE = 1 << 16;

  @Parameters(paramLabel = "BOOK", description = "The text, in UTF-8.")
  private Path book;

  @Option(
      names = "--codec",
      paramLabel = "C",
      description = "The lexicon file that train-codec wrote (the ready English and Russian one).")
  private Path codecFile;

  @Option(
      names = "--split",
      required = true,
      paramLabel = "S",
      description = "How to cut: fixed:2, pattern:4+2, sampled:4 or sampled:4@SEED.")
  private ChunkSplitter splitter;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The .chunks file to write.")
  private Path output;

  @Override
  void execute() {
    long start = System.nanoTime();
    long bytes = FileArguments.checkInput(book);
    FileArguments.checkOutput(output, book, codecFile);
    GlyphCodec codec = load(codecFile);
    Summary summary = new Summary();
    try (ChunkFileWriter writer = ChunkFileWriter.create(output, codec)) {
      Book encoded;
      try (Progress progress = bytesProgress("encode", bytes)) {
        encoded = encode(codec, writer, progress);
      }
      writer.finish();
      encoded.addTo(summary);
      summary
          .count("chunks", "chunks", writer.numChunks())
          .words("split", "split", splitter.toString())
          .count("fileBytes", "bytes of the file", Files.size(output))
          .codec(codec)
          .number("seconds", "seconds", seconds(start), "%.1f");
    } catch (IOException e) {
      throw Failure.of("write", output, e);
    }
    summary.print(out(), json());
  }

  private Book encode(GlyphCodec codec, ChunkFileWriter writer, Progress progress)
      throws IOException {
    UnitBuffer piece = new UnitBuffer();
    Book encoded =
        Book.encode(
            book,
            codec,
            progress,
            (text, from, to) -> {
              piece.append(text, from, to, true);
              if (piece.size() >= PIECE) {
                write(piece.take(), writer);
              }
            });
    write(piece.take(), writer);
    return encoded;
  }

  private void write(Glyphs piece, ChunkFileWriter writer) throws IOException {
    writer.write(piece, ChunkSplitter.checkedSplit(splitter, piece));
  }
}
