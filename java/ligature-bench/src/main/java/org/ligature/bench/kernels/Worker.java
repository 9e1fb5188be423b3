package org.ligature.bench.kernels;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A library as one worker of a comparison: a process that runs what a line asks for, so that a
 * coordinator can let several take turns. Linux only, for its count of CPU time.
 *
 * <pre>
 * prep op=attn dir=fwd b=1 h=8 n=2048 d=64 mask=causal dtype=f32 t=1    makes the inputs; "ok"
 * run 3          runs it three times; "t", wall ns of each, "cpu", ns of all threads a run
 * check          "check", then sum, sum of amounts and a weighted sum of the results
 * rss            "rss", MiB that it took at most
 * free, quit
 * </pre>
 *
 * <p>What cannot be done is answered by "skip" and why.
 */
public final class Worker {
  private final Peer peer;
  private final PrintStream out;
  private Peer.Case prepared;
  private long memoryBefore;

  private Worker(Peer peer, PrintStream out) {
    this.peer = peer;
    this.out = out;
  }

  /** Serves standard input until "quit" or its end. */
  public static void serve(Peer peer) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err); // what libraries print must not look like an answer
    new Worker(peer, out).serve();
  }

  private void serve() throws IOException {
    out.println("hello " + oneLine(peer.version()));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
      try {
        out.println(answer(line.trim()));
      } catch (Exception | LinkageError | OutOfMemoryError e) {
        out.println("skip " + oneLine(e.toString()));
      }
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private String answer(String line) throws Exception {
    String[] words = line.split(" ", 2);
    return switch (words[0]) {
      case "prep" -> prepare(Settings.parse(words[1]));
      case "run" -> run(Integer.parseInt(words[1]));
      case "check" -> check();
      case "rss" -> "rss " + (memory("VmHWM") - memoryBefore);
      case "free" -> free();
      default -> "skip no command " + words[0];
    };
  }

  private String prepare(Settings settings) throws Exception {
    free();
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak begins anew
    } catch (IOException e) {
      // then it stays that of all cases
    }
    memoryBefore = memory("VmRSS");
    prepared = peer.prepare(settings);
    prepared.run();
    return "ok";
  }

  private String run(int times) throws Exception {
    StringBuilder answer = new StringBuilder("t");
    long before = CpuClock.nanos();
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      prepared.run();
      answer.append(' ').append(System.nanoTime() - start);
    }
    return answer.append(" cpu ").append((CpuClock.nanos() - before) / (double) times).toString();
  }

  private String check() throws Exception {
    double sum = 0;
    double amounts = 0;
    double weighted = 0;
    long index = 0;
    for (float[] result : prepared.results()) {
      for (float x : result) {
        sum += x;
        amounts += Math.abs(x);
        weighted += x * (double) PeerInputs.value(99, index++);
      }
    }
    return "check " + sum + " " + amounts + " " + weighted;
  }

  private String free() {
    if (prepared != null) {
      prepared.close();
      prepared = null;
      System.gc();
    }
    return "ok";
  }

  private static long memory(String what) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(what)) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return 0;
  }
}
