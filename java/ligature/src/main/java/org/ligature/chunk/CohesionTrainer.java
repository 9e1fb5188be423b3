package org.ligature.chunk;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.GlyphEncoder;
import org.ligature.codec.Glyphs;
import org.ligature.file.Cancellation;
import org.ligature.file.TemporaryFolder;
import org.ligature.file.UnitSpool;

/**
 * Learns a {@link Cohesion}: finds the runs of units that texts have often, then some times over
 * cuts the texts into their most likely chunks and counts those. Texts go to temporary files, 4
 * bytes a unit, so memory is what is stated and about 60 bytes for each run found. What is learned
 * depends on the sentences only, not on memory or on the order of texts.
 *
 * <p>Set what must be set, add the texts, then train, which closes. Not thread-safe. An interrupt
 * of the thread ends it with a {@link CancellationException}.
 */
public final class CohesionTrainer implements AutoCloseable {
  /** The longest chunk that may be learned, in units. */
  public static final int MOST_UNITS = 16;

  private static final int PART = 1 << 14;
  private static final int ROUNDS = 4;

  private final GlyphCodec codec;
  private int maxSize = 6;
  private long minCount = 4;
  private int maxChunks = 500_000;
  private long memory = 1L << 28;
  private TemporaryFolder folder = TemporaryFolder.ofSystem();
  private UnitSpool spool;
  private boolean closed;

  CohesionTrainer(GlyphCodec codec) {
    this.codec = Objects.requireNonNull(codec, "codec");
  }

  /**
   * The most units that a chunk may have; 6 where it is not said.
   *
   * @throws IllegalArgumentException where it is not in [1, {@link #MOST_UNITS}]
   */
  public CohesionTrainer maxSize(int units) {
    maxSize = (int) check("largest size", units, 1, MOST_UNITS);
    return this;
  }

  /**
   * How often a chunk of several units must be one to be listed; 4 where it is not said.
   *
   * @throws IllegalArgumentException where it is below 1
   */
  public CohesionTrainer minCount(long times) {
    minCount = check("smallest count", times, 1, Long.MAX_VALUE);
    return this;
  }

  /**
   * The most chunks of several units that are listed, the commonest; 500,000 where it is not said.
   *
   * @throws IllegalArgumentException where it is not in [0, 100,000,000]
   */
  public CohesionTrainer maxChunks(int number) {
    maxChunks = (int) check("number of chunks", number, 0, 100_000_000);
    return this;
  }

  /**
   * Memory for counting, in bytes; 256 MiB where it is not said. With less it takes longer.
   *
   * @throws IllegalArgumentException where it is below 65,536
   */
  public CohesionTrainer memory(long bytes) {
    memory = check("memory", bytes, 1 << 16, Long.MAX_VALUE);
    return this;
  }

  /**
   * Where temporary files go; the system's folder for such where it is not said.
   *
   * @throws IllegalStateException where a text was added already
   */
  public CohesionTrainer temporaryFolder(Path parent) {
    Objects.requireNonNull(parent, "parent");
    if (spool != null) {
      throw new IllegalStateException("a text was added already");
    }
    folder = new TemporaryFolder(parent);
    return this;
  }

  private static long check(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          what + " is " + value + ", not in [" + min + ", " + max + "]");
    }
    return value;
  }

  private UnitSpool spool() throws IOException {
    if (closed) {
      throw new IllegalStateException("the trainer is closed");
    }
    if (spool == null) {
      spool = new UnitSpool(folder);
    }
    return spool;
  }

  /**
   * Adds a text that the codec encoded.
   *
   * @throws UncheckedIOException where a temporary file cannot be written
   * @throws CancellationException where the thread was interrupted
   */
  public CohesionTrainer add(Glyphs text) {
    try {
      write(text, spool());
    } catch (IOException e) {
      throw Cancellation.orUnchecked(e);
    }
    return this;
  }

  /** Writes a text as training reads it. */
  static void write(Glyphs text, UnitSpool to) throws IOException {
    if (text.length() > 0) {
      to.writeText(text.toArray(), text.numSentences(), text::sentenceEnd, 1);
    }
  }

  /**
   * Adds a text, encoded on the way. The caller closes the reader.
   *
   * @throws IOException where the text cannot be read
   * @throws UncheckedIOException where a temporary file cannot be written
   * @throws CancellationException where the thread was interrupted
   */
  public CohesionTrainer add(Reader text) throws IOException {
    GlyphEncoder encoder = codec.encoder();
    char[] part = new char[PART];
    for (int n = text.read(part); n >= 0; n = text.read(part)) {
      Cancellation.checkInterrupt();
      add(encoder.accept(CharBuffer.wrap(part, 0, n)).take());
    }
    return add(encoder.finish());
  }

  /**
   * Learns from all that was added, and closes.
   *
   * @throws UncheckedIOException where a temporary file cannot be used
   * @throws CancellationException where the thread was interrupted
   */
  public Cohesion train() {
    try (this) {
      UnitSpool text = spool();
      text.endWriting();
      FrequentRuns runs = new FrequentRuns(text, minCount, 4 * Math.max(maxChunks, 1), memory);
      runs.find(maxChunks == 0 ? 1 : maxSize);
      LikelyChunks chunks = new LikelyChunks(text, runs.trie(), runs.counts(), minCount);
      for (int round = 0; round < ROUNDS; round++) {
        chunks.learn();
      }
      chunks.keep(maxChunks);
      chunks.learn();
      return chunks.result(HexFormat.of().parseHex(codec.identity()));
    } catch (IOException e) {
      throw Cancellation.orUnchecked(e);
    }
  }

  /** Removes the temporary files; closing again does nothing. */
  @Override
  public void close() {
    closed = true;
    try {
      if (spool != null) {
        spool.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      folder.close();
    }
  }
}
