package org.ligature.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.ligature.chunk.ChunkFileReader;
import org.ligature.codec.GlyphDecoder;
import org.ligature.codec.MalformedUnitsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "decode",
    description = "Gives back the very text that a .chunks file was made from.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExample:%n",
    footer = "  ligature decode book.chunks -o book.txt")
final class DecodeCommand extends LigatureCommand {
  @Parameters(paramLabel = "CHUNKS", description = "The .chunks file.")
  private Path chunks;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The text file to write, in UTF-8.")
  private Path output;

  @Override
  void execute() {
    long start = System.nanoTime();
    FileArguments.checkInput(chunks);
    FileArguments.checkOutput(output, chunks);
    try (ChunkFileReader reader = open();
        AtomicOutput file = AtomicOutput.create(output)) {
      // By an encoder: a charset would replace half a surrogate pair, and say nothing. Its last
      // half
      // shows only when the writer is closed.
      try (Writer text =
          new OutputStreamWriter(file.stream(), StandardCharsets.UTF_8.newEncoder())) {
        decode(reader, text);
      }
      new Summary()
          .count("bytes", "bytes", file.finish())
          .count("units", "units", reader.numUnits())
          .count("chunks", "chunks", reader.numChunks())
          .codec(reader.codec())
          .number("seconds", "seconds", seconds(start), "%.1f")
          .print(out(), json());
    } catch (IOException e) {
      throw Failure.of("write", output, e);
    }
  }

  private ChunkFileReader open() {
    try {
      return ChunkFileReader.open(chunks);
    } catch (IOException e) {
      throw Failure.of("read", chunks, e);
    }
  }

  private void decode(ChunkFileReader reader, Writer text) throws IOException {
    GlyphDecoder decoder = reader.codec().decoder(text);
    try (Progress progress = bytesProgress("decode", reader.fileLength())) {
      for (var piece = next(reader); piece != null; piece = next(reader)) {
        decoder.accept(piece.text());
        progress.stepTo(reader.position());
      }
      decoder.finish();
    } catch (MalformedUnitsException e) {
      throw new Failure(chunks + ": " + e.getMessage());
    }
  }

  private ChunkFileReader.Piece next(ChunkFileReader reader) {
    try {
      return reader.next();
    } catch (IOException e) {
      throw Failure.of("read", chunks, e);
    }
  }
}
