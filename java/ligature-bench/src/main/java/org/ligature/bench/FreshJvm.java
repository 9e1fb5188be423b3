package org.ligature.bench;

import static org.ligature.bench.MarkdownTable.number;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ligature.codec.GlyphCodec;

/** What a codec costs a program that has just begun: time to load it, and heap to keep it. */
final class FreshJvm {
  /** Every kind of table is asked: words, pieces, separators, bytes. */
  private static final String TEXT =
      "The quick brown fox, \u0434\u043e\u0431\u0440\u044b\u0439 \u0434\u0435\u043d\u044c! zqxj "
          + "\u13a3\u2603 Don't iPhone.\n";

  private FreshJvm() {}

  static MarkdownTable measure(Path codec, int rounds) throws IOException, InterruptedException {
    double[][] values = new double[4][rounds];
    for (int round = 0; round < rounds; round++) {
      String[] words = runChild(codec).split(" ");
      for (int i = 0; i < 3; i++) {
        values[i][round] = Double.parseDouble(words[i]);
      }
      // The collector that rounds no array up to regions of megabytes: what the objects take.
      values[3][round] = Double.parseDouble(runChild(codec, "-XX:+UseSerialGC").split(" ")[3]);
    }
    return new MarkdownTable(
            "A codec in a fresh JVM, medians; the heap is what its objects take",
            "load, ms by the clock",
            "load, ms of CPU",
            "first encode, ms by the clock",
            "heap, MB")
        .row(
            number(Turns.median(values[0]), 1),
            number(Turns.median(values[1]), 1),
            number(Turns.median(values[2]), 1),
            number(Turns.median(values[3]), 2));
  }

  private static String runChild(Path codec, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FreshJvm.class.getName(), codec.toString()));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    if (child.waitFor() != 0) {
      throw new IOException("the measuring JVM ended with " + child.exitValue() + ": " + line);
    }
    return line;
  }

  /** The child: prints milliseconds by the clock and of CPU, those of one encode, megabytes. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    long heap = usedHeap();
    long start = System.nanoTime();
    long cpu = Turns.cpuNanos();
    GlyphCodec codec = GlyphCodec.load(file);
    cpu = Turns.cpuNanos() - cpu;
    long loaded = System.nanoTime();
    int units = codec.encode(TEXT).length();
    long encoded = System.nanoTime();
    heap = usedHeap() - heap;
    if (units == 0 || codec.size() == 0) {
      throw new IllegalStateException("nothing was encoded");
    }
    System.out.println(
        (loaded - start) * 1e-6
            + " "
            + cpu * 1e-6
            + " "
            + (encoded - loaded) * 1e-6
            + " "
            + heap * 1e-6);
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
