package org.ligature.bench.example;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Profile;
import org.ligature.lexicon.EnglishRussian;
import org.ligature.tensor.Device;

/**
 * Trains a {@link ChunkModel} on nine tenths of a book and says what the last tenth costs: bits a
 * word for the whole text, as units of profile FLAT hold all of it. Beside it stands a unigram of
 * the same units. It proves that plans, gradients and profiles fit together, and is no measure of
 * what chunks are worth. Takes about 1 GB of memory. From the repository's folder, once {@code mvn
 * -q -B -ntp -DskipTests -pl java/ligature-bench -am package} has run:
 *
 * <pre>
 * java -cp java/ligature-bench/target/ligature-bench-0.1.0-SNAPSHOT.jar \
 *     org.ligature.bench.example.SomethingLearns BOOK.txt
 * </pre>
 */
public final class SomethingLearns {
  private static final Pattern WORD =
      Pattern.compile("\\p{L}[\\p{L}\\p{M}]*([’'][\\p{L}\\p{M}]+)*");
  private static final int CONTEXT = 256; // units of a document
  private static final int CONTEXTS = 4; // documents of a batch
  private static final float RATE = 2e-2f; // at first; it falls to 0 in a straight line
  private static final int REPORT = 200; // steps between two lines
  private static final double[] ADDED = {1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001};

  private final GlyphCodec codec = EnglishRussian.codec();
  private final Glyphs train;
  private final Glyphs heldOut;
  private final long words; // of what is held out

  SomethingLearns(String book) {
    int cut = book.lastIndexOf('\n', book.length() / 10 * 9) + 1;
    train = codec.encode(book.substring(0, cut), Profile.FLAT);
    heldOut = codec.encode(book.substring(cut), Profile.FLAT);
    words = WORD.matcher(book.substring(cut)).results().count();
  }

  /** Takes the path of a book in UTF-8 and, where it shall not be 2000, the number of steps. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      throw new IllegalArgumentException("say which book: SomethingLearns BOOK.txt [STEPS]");
    }
    SomethingLearns example = new SomethingLearns(Files.readString(Path.of(args[0])));
    example.run(args.length > 1 ? Integer.parseInt(args[1]) : 2000, 1, System.out);
  }

  /** Trains, and returns bits a held-out word in the end. */
  double run(int steps, long seed, PrintStream log) {
    log.println("train " + train + ", held out " + heldOut + ", " + words + " words");
    print(log, "unigram", unigram());
    Random random = new Random(seed);
    try (Device device = Device.best();
        ChunkModel model = new ChunkModel(device, codec.size(), seed)) {
      log.println(device.reason());
      for (int step = 0; step < steps; step++) {
        if (step % REPORT == 0) {
          print(log, "step " + step, heldOutBits(model));
        }
        int[] starts = random.ints(CONTEXTS, 0, train.length() - CONTEXT).toArray();
        pass(model, train, starts, true);
        model.learn(RATE * (steps - step) / steps);
      }
      double bits = heldOutBits(model);
      print(log, "step " + steps, bits);
      return bits;
    }
  }

  private static void print(PrintStream log, String what, double bits) {
    log.println(String.format(Locale.ROOT, "%s: %.3f bits a held-out word", what, bits));
  }

  /**
   * Held-out bits a word where a unit's chance is its count in the training text, with the same
   * number added to the count of every glyph: the number of {@link #ADDED} that serves best.
   */
  double unigram() {
    int[] counts = new int[codec.size()];
    for (int unit : train.toArray()) {
      counts[unit]++;
    }
    double least = Double.POSITIVE_INFINITY;
    for (double added : ADDED) {
      double all = train.length() + added * counts.length;
      IntStream held = IntStream.range(1, heldOut.length()).map(heldOut::unit);
      double nats = held.mapToDouble(unit -> -Math.log((counts[unit] + added) / all)).sum();
      least = Math.min(least, nats / Math.log(2) / words);
    }
    return least;
  }

  /** Every held-out unit but the first is foretold once, from its context's units before it. */
  private double heldOutBits(ChunkModel model) {
    double bits = 0;
    for (int first = 0; first < heldOut.length() - 1; first += CONTEXT * CONTEXTS) {
      int end = Math.min(first + CONTEXT * CONTEXTS, heldOut.length() - 1);
      int[] starts = IntStream.iterate(first, s -> s < end, s -> s + CONTEXT).toArray();
      bits += pass(model, heldOut, starts, false);
    }
    return bits / words;
  }

  /** Bits of the units behind those of the contexts that begin at these units. */
  private static double pass(ChunkModel model, Glyphs text, int[] starts, boolean gradients) {
    int last = text.length() - 1;
    List<Glyphs> contexts =
        Arrays.stream(starts).mapToObj(s -> text.slice(s, Math.min(last, s + CONTEXT))).toList();
    int[] next =
        Arrays.stream(starts)
            .flatMap(s -> IntStream.range(s, Math.min(last, s + CONTEXT)))
            .map(i -> text.unit(i + 1))
            .toArray();
    ChunkBatch batch = ChunkBatch.of(contexts, ChunkSplitter.fixed(1), ChunkSplitter.fixed(2));
    return Arrays.stream(model.pass(batch, next, gradients)).sum();
  }
}
