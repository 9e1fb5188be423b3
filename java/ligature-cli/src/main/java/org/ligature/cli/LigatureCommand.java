package org.ligature.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ligature.codec.GlyphCodec;
import org.ligature.lexicon.EnglishRussian;
import picocli.CommandLine.Option;

/** What the commands share: where they print, and the options that say how. */
abstract class LigatureCommand implements Callable<Integer> {
  @Option(
      names = "--json",
      description = "Print the summary as one JSON object on standard output.")
  private boolean json;

  @Option(
      names = "--progress",
      negatable = true,
      description =
          "Show a progress bar on standard error, or do not; without it, only on a terminal.")
  private Boolean progress;

  @Option(names = "--debug", description = "Print the stack trace of an error too.")
  private boolean debug;

  private PrintStream out;
  private PrintStream err;

  /** Says where to print; called once, before the command runs. */
  final void use(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public final Integer call() {
    execute();
    return Main.OK;
  }

  /** Does the work, and throws a {@link Failure} where the user can mend what stops it. */
  abstract void execute();

  final PrintStream out() {
    return out;
  }

  final boolean json() {
    return json;
  }

  final Progress bytesProgress(String task, long bytes) {
    return showsProgress() ? Progress.ofBytes(err, task, bytes) : Progress.none();
  }

  final Progress progress(String task, long steps) {
    return showsProgress() ? Progress.of(err, task, steps) : Progress.none();
  }

  private boolean showsProgress() {
    return progress == null ? Progress.isTerminal(err) : progress;
  }

  /** The lexicon of a file, or the ready one where no file is given. */
  static GlyphCodec load(Path file) {
    if (file == null) {
      return EnglishRussian.codec();
    }
    FileArguments.checkInput(file);
    try {
      return GlyphCodec.load(file);
    } catch (IOException e) {
      throw Failure.of("read", file, e);
    }
  }

  static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }
}
