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
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Profile;
import org.ligature.lexicon.EnglishRussian;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/**
 * Trains a {@link ChunkModel} on eight tenths of a book and says what the last tenth costs: bits a
 * word for the whole text, as units of profile FLAT hold all of it. Beside it stands a unigram of
 * the same units. The rate of learning, and what the unigram adds, are for the tenth between to
 * choose, by hand, so that the last one is measured only. It proves that plans, gradients and
 * profiles fit together, and is no measure of what chunks are worth. Takes about 1 GB of memory.
 * From the repository's folder, once {@code mvn -q -B -ntp -DskipTests -pl java/ligature-bench -am
 * package} has run:
 *
 * <pre>
 * java -cp java/ligature-bench/target/ligature-bench-0.1.0-SNAPSHOT.jar \
 *     org.ligature.bench.example.SomethingLearns BOOK.txt [STEPS [RATE]]
 * </pre>
 */
public final class SomethingLearns {
  private static final String WORD = "\\p{L}[\\p{L}\\p{M}]*([’'][\\p{L}\\p{M}]+)*";
  private static final int CONTEXT = 256; // units of a document
  private static final int CONTEXTS = 4; // documents of a batch
  private static final int REPORT = 200; // steps between two lines
  private static final double ADDED = 0.03; // to the count of each glyph in the unigram

  private final GlyphCodec codec = EnglishRussian.codec();
  private final Glyphs train;
  private final Glyphs validation;
  private final Glyphs heldOut;
  private final long words; // of what is held out

  SomethingLearns(String book) {
    int second = book.lastIndexOf('\n', book.length() / 10 * 8) + 1;
    int third = book.lastIndexOf('\n', book.length() / 10 * 9) + 1;
    train = codec.encode(book.substring(0, second), Profile.FLAT);
    validation = codec.encode(book.substring(second, third), Profile.FLAT);
    heldOut = codec.encode(book.substring(third), Profile.FLAT);
    words = Pattern.compile(WORD).matcher(book.substring(third)).results().count();
  }

  /** Takes the path of a book in UTF-8, the number of steps, and the rate of learning at first. */
  public static void main(String[] args) throws IOException {
    int steps = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
    float rate = args.length > 2 ? Float.parseFloat(args[2]) : 2e-2f;
    new SomethingLearns(Files.readString(Path.of(args[0]))).run(steps, rate, System.out);
  }

  /** Trains at a rate that falls to 0 in a straight line, and returns bits a held-out word. */
  double run(int steps, float rate, PrintStream log) {
    Random random = new Random(1);
    try (Device device = Device.best();
        Tensor table = device.tensor(DType.F32, codec.size(), ChunkModel.DIM)) {
      log.printf("%s: %s, validation %s, held out %s%n", device, train, validation, heldOut);
      ChunkModel model = new ChunkModel(table, 1);
      for (int step = 0; step <= steps; step++) {
        if (step % REPORT == 0 || step == steps) {
          double bits = bits(model, validation) / (validation.length() - 1);
          log.printf(Locale.ROOT, "step %d: %.3f bits a unit of validation%n", step, bits);
        }
        IntStream starts = random.ints(CONTEXTS, 0, train.length() - CONTEXT);
        model.pass(starts.mapToObj(s -> train.slice(s, s + CONTEXT + 1)).toList(), true);
        model.learn(rate * (steps - step) / steps); // 0 in the last round
      }
      double bits = bits(model, heldOut) / words;
      log.printf(Locale.ROOT, "%.3f bits a held-out word, unigram %.3f%n", bits, unigram());
      return bits;
    }
  }

  /** Every unit but the first is foretold once, from its context's units before it. */
  private static double bits(ChunkModel model, Glyphs text) {
    double nats = 0;
    for (int start = 0; start < text.length() - 1; start += CONTEXT) {
      Glyphs context = text.slice(start, Math.min(text.length(), start + CONTEXT + 1));
      nats += DoubleStream.of(model.pass(List.of(context), false)).sum();
    }
    return nats / Math.log(2);
  }

  /** Held-out bits a word where a unit's chance is its count in the training text. */
  double unigram() {
    double[] counts = new double[codec.size()];
    Arrays.fill(counts, ADDED);
    IntStream.of(train.toArray()).forEach(unit -> counts[unit]++);
    double all = DoubleStream.of(counts).sum();
    IntStream held = IntStream.of(heldOut.toArray()).skip(1);
    return held.mapToDouble(unit -> Math.log(all / counts[unit])).sum() / Math.log(2) / words;
  }
}
