package org.ligature.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Our kernels as one worker of a comparison of libraries: a process that runs what a line asks for,
 * so that a coordinator can let several take turns. Linux only, for its count of CPU time.
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
public final class KernelWorker {
  private final PrintStream out;
  private KernelCase prepared;
  private long memoryBefore;

  private KernelWorker(PrintStream out) {
    this.out = out;
  }

  /** Serves standard input until "quit". */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err); // what libraries print must not look like an answer
    new KernelWorker(out).serve();
  }

  private void serve() throws IOException {
    out.println("hello Ligature, " + KernelCase.machine());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
      try {
        out.println(answer(line.trim().split("\\s+")));
      } catch (RuntimeException | IOException e) {
        out.println("skip " + e.toString().replace('\n', ' '));
      }
    }
  }

  private String answer(String[] words) throws IOException {
    return switch (words[0]) {
      case "prep" -> prepare(words);
      case "run" -> run(Integer.parseInt(words[1]));
      case "check" -> check();
      case "rss" -> "rss " + (memory("VmHWM") - memoryBefore);
      case "free" -> free();
      default -> "skip no command " + words[0];
    };
  }

  private String prepare(String[] words) throws IOException {
    free();
    Map<String, String> settings = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      String[] pair = words[i].split("=", 2);
      settings.put(pair[0], pair[1]);
    }
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak begins anew
    } catch (IOException e) {
      // then it stays that of all cases
    }
    memoryBefore = memory("VmRSS");
    prepared = KernelCase.of(settings);
    prepared.run();
    return "ok";
  }

  private String run(int times) throws IOException {
    StringBuilder answer = new StringBuilder("t");
    long before = cpuNanos();
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      prepared.run();
      answer.append(' ').append(System.nanoTime() - start);
    }
    return answer.append(" cpu ").append((cpuNanos() - before) / (double) times).toString();
  }

  private String check() {
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
    return String.format(Locale.ROOT, "check %s %s %s", sum, amounts, weighted);
  }

  private String free() {
    if (prepared != null) {
      prepared.close();
      prepared = null;
      System.gc();
    }
    return "ok";
  }

  /** CPU time of all threads of this process. */
  private static long cpuNanos() throws IOException {
    long sum = 0;
    for (File thread : new File("/proc/self/task").listFiles()) {
      try {
        String[] fields = Files.readString(thread.toPath().resolve("schedstat")).split(" ");
        sum += Long.parseLong(fields[0]);
      } catch (IOException e) {
        // a thread that ended meanwhile
      }
    }
    return sum;
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
