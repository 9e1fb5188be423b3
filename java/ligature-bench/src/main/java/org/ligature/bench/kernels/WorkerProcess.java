package org.ligature.bench.kernels;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ligature.bench.Turns;

/** A worker that was started, and what can be asked of it. {@link Worker} has the protocol. */
final class WorkerProcess implements AutoCloseable {
  private final Process process;
  private final PrintStream out;
  private final BufferedReader in;
  private final String version;

  private WorkerProcess(Process process) throws IOException {
    this.process = process;
    out = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    in =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = in.readLine();
    while (line != null && !line.startsWith("hello ")) { // what libraries print as they load
      line = in.readLine();
    }
    if (line == null) {
      throw new IOException("the worker ended before it said hello");
    }
    version = line.substring("hello ".length());
  }

  /**
   * Starts it.
   *
   * @param environment what differs from ours
   * @param log takes what it prints on standard error, at the end
   * @throws IOException where it does not start
   */
  static WorkerProcess start(List<String> command, Map<String, String> environment, File log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log));
    return new WorkerProcess(builder.start());
  }

  /** What it said that it is. */
  String version() {
    return version;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a line and returns the answer, "skip ..." where the worker died of it. */
  String ask(String line) throws IOException {
    out.println(line);
    String answer = in.readLine();
    return answer == null ? "skip the worker died" : answer;
  }

  /** Runs what is prepared so many times. */
  Round run(int times) throws IOException {
    return Round.parse(ask("run " + times));
  }

  @Override
  public void close() {
    out.println("quit");
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What one call took in a round.
   *
   * @param wall milliseconds by the clock, the median of its calls
   * @param cpu milliseconds of all threads, the mean of its calls
   */
  record Round(double wall, double cpu) {
    /** Reads "t", nanoseconds of each call, "cpu", nanoseconds. */
    static Round parse(String answer) throws IOException {
      String[] words = answer.split(" ");
      if (words.length < 4 || !words[0].equals("t") || !words[words.length - 2].equals("cpu")) {
        throw new IOException("a worker was asked to run and said: " + answer);
      }
      double[] wall =
          Arrays.stream(words, 1, words.length - 2).mapToDouble(Double::parseDouble).toArray();
      return new Round(
          Turns.median(wall) * 1e-6, Double.parseDouble(words[words.length - 1]) * 1e-6);
    }
  }
}
