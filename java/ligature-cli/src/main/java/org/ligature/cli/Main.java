package org.ligature.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command line. Exit codes: 0 done, 2 where the user can mend it (a bad path, option or file,
 * too little memory), with one line on standard error that says what is wrong, 1 where only we can.
 */
@Command(
    name = "ligature",
    description = "Text as words, chunks of words, and attention over the chunks.",
    subcommands = {
      TrainCodecCommand.class,
      EncodeCommand.class,
      DecodeCommand.class,
      SimulateCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExample:%n",
    footer = {
      "  ligature train-codec book.txt -o words.codec",
      "  ligature simulate book.txt --codec words.codec",
      "",
      "COMMAND --help says more."
    })
public final class Main implements Runnable {
  static final int OK = 0;
  static final int INTERNAL = 1;
  static final int BAD_INPUT = 2;

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  /** Runs a command as {@link #main} does, and returns the exit code. */
  static int run(PrintStream out, PrintStream err, String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setParameterExceptionHandler((e, given) -> refuse(err, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> fail(err, e, args));
    line.registerConverter(ChunkSplitter.class, name -> parse(ChunkSplitter::parse, name));
    line.registerConverter(Pattern.class, name -> parse(Pattern::parse, name));
    for (CommandLine command : line.getSubcommands().values()) {
      ((LigatureCommand) command.getCommand()).use(out, err);
    }
    try {
      return line.execute(args);
    } catch (Error e) { // picocli lets them pass
      return fail(err, e, args);
    }
  }

  private static <T> T parse(Function<String, T> parser, String name) {
    try {
      return parser.apply(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  private static int refuse(PrintStream err, ParameterException e) {
    String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    err.println(Failure.line(e.getMessage() + " (see " + help + ")"));
    return BAD_INPUT;
  }

  private static int fail(PrintStream err, Throwable e, String[] args) {
    if (System.getenv("LIGATURE_DEBUG") != null || List.of(args).contains("--debug")) {
      e.printStackTrace(err);
    }
    Failure failure = Failure.of(e);
    if (failure != null) {
      err.println(Failure.line(failure.getMessage()));
      return BAD_INPUT;
    }
    err.println(Failure.line("internal error, please report it with the output of --debug: " + e));
    return INTERNAL;
  }
}
