package org.ligature.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.ligature.file.Cancellation;
import org.ligature.file.TemporaryFolder;

/**
 * Makes a codec from text: counts words and separators, and lists the commonest. The same texts
 * give the same codec, byte for byte, in whatever order they are added and on every JVM.
 *
 * <p>ASCII is always known: its punctuation, letters and numbers of up to three digits are listed
 * whatever the text. A lexicon of 65,536 glyphs or more also lists what few books have and many
 * users write: the years from 1500 to 2099, some 6,500 separators of markup and code, some 10,000
 * emoji, ideographs, kana and hangul syllables. One slot in 16 goes to pieces, learned from the
 * rarer words; the rest to words and separators by count, a char that occurs in words counting as
 * often as it occurs.
 *
 * <p>Words are numbered by what they stand beside, for which the texts are read again by {@link
 * #train}: files must not change until then, a stream is kept in a temporary file, and a
 * CharSequence in memory.
 *
 * <p>Memory does not grow with the texts. It is {@link #memory} for the counts (what it does not
 * hold goes to temporary files, which are merged); some 150 bytes for each of the 4 x {@link
 * #maxGlyphs} commonest texts, from which the glyphs are chosen; 512 bytes for each word listed,
 * while they are numbered; 64 MiB while phrases are chosen; 2 MiB for each thread.
 *
 * <p>Closing removes the temporary files at once; else they go when this is unreachable, or with
 * the JVM. Not thread-safe, but for {@link #cancel}.
 */
public final class GlyphCodecTrainer implements AutoCloseable {
  /** What {@link #maxGlyphs} is where it is not set. */
  public static final int DEFAULT_GLYPHS = 250_000;

  /** What {@link #memory} is where it is not set: 256 MiB. */
  public static final long DEFAULT_MEMORY = 1L << 28;

  private static final int BLOCK = 1 << 18;
  private static final int MAX_THREADS = 256;
  private static final int MAX_CONTROLS = 1024;
  private static final int MAX_WEIGHT = 1_000_000;

  private final LetterTable letters = LetterTable.unicode13();
  private final Cancellation cancellation = new Cancellation();
  private final TextReplay replay = new TextReplay(cancellation::check);
  private TemporaryFolder folder = TemporaryFolder.ofSystem();
  private CountRuns runs;

  /** Made by the first text, as it must know how many threads there are. */
  private TextCounter counter;

  private int threads = Runtime.getRuntime().availableProcessors();
  private long memory = DEFAULT_MEMORY;
  private boolean closed;
  private int maxGlyphs = DEFAULT_GLYPHS;
  private String provenance = "";
  private LongConsumer listener = bytes -> {};
  private List<String> controls = LexiconBuilder.CONTROLS;
  private int maxPhrases;
  private long weight = 1;
  private long bytesRead;

  GlyphCodecTrainer() {}

  /**
   * Sets the most glyphs that the codec may have: 250,000 where it is not set.
   *
   * @throws IllegalArgumentException where it is above 262,144, or below what ASCII and the 256
   *     bytes need
   */
  public GlyphCodecTrainer maxGlyphs(int max) {
    if (max < LexiconBuilder.MANDATORY || max > Unit.MAX_GLYPHS) {
      throw new IllegalArgumentException(
          "maxGlyphs is "
              + max
              + ", not in ["
              + LexiconBuilder.MANDATORY
              + ", "
              + Unit.MAX_GLYPHS
              + "]");
    }
    maxGlyphs = max;
    return this;
  }

  /**
   * Sets how many of the glyphs may be phrases: rows of words, with what stands between them, as
   * one glyph each ({@link GlyphKind#PHRASE}). They are chosen by how often they stand in the texts
   * and come out of the words' slots. 0 where it is not set.
   *
   * @throws IllegalArgumentException where it is negative, or above 262,144
   */
  public GlyphCodecTrainer phrases(int max) {
    if (max < 0 || max > Unit.MAX_GLYPHS) {
      throw new IllegalArgumentException(
          "phrases is " + max + ", not in [0, " + Unit.MAX_GLYPHS + "]");
    }
    maxPhrases = max;
    return this;
  }

  /**
   * Sets the names of the control glyphs, marks of the model's own that no text encodes to: "pad",
   * "start", "end" and "mask" where it is not set. They are ids behind those of the bytes, from 256
   * on, in this order; see {@link GlyphCodec#controls}.
   *
   * @throws IllegalArgumentException where a name is empty, longer than 64 chars, has a lone
   *     surrogate or stands twice, or where there are more than 1,024
   */
  public GlyphCodecTrainer controls(List<String> names) {
    if (names.size() > MAX_CONTROLS) {
      throw new IllegalArgumentException(names.size() + " controls, above " + MAX_CONTROLS);
    }
    for (String name : names) {
      if (name.isEmpty()
          || name.length() > Lexicon.MAX_TEXT
          || Lexicon.hasLoneSurrogate(name.toCharArray(), 0, name.length())) {
        throw new IllegalArgumentException("a control cannot be named \"" + name + "\"");
      }
      if (Collections.frequency(names, name) > 1) {
        throw new IllegalArgumentException("the control \"" + name + "\" stands twice");
      }
    }
    controls = List.copyOf(names);
    return this;
  }

  /** Sets what {@link GlyphCodec#provenance} will say: sources of the text and their licences. */
  public GlyphCodecTrainer provenance(String words) {
    provenance = Objects.requireNonNull(words, "words");
    return this;
  }

  /** Sets who is told, by {@link #add(Path)}, how many bytes were read so far, of all files. */
  public GlyphCodecTrainer progress(LongConsumer bytesRead) {
    listener = Objects.requireNonNull(bytesRead, "bytesRead");
    return this;
  }

  /**
   * Sets how many times each word of the texts that are added from now on counts: 1 where it is not
   * set. With it two languages of unlike amounts can have their share of the glyphs.
   *
   * @throws IllegalArgumentException where it is below 1 or above a million
   */
  public GlyphCodecTrainer weight(int times) {
    if (times < 1 || times > MAX_WEIGHT) {
      throw new IllegalArgumentException("weight is " + times + ", not in [1, " + MAX_WEIGHT + "]");
    }
    weight = times;
    return this;
  }

  /**
   * Adds a list of words in UTF-8: a line is a word, a tab and how often it occurs, a decimal
   * number that is multiplied by {@code scale} and rounded. Words count as if a text had them. A
   * line whose text is no single word or number ("New York", "3.14") counts for nothing, nor does a
   * number of zeros only, by which such lists mean any number.
   *
   * @throws IllegalArgumentException where the scale is not a number above 0
   * @throws MalformedFileException where the file is not UTF-8, with the offset in bytes
   * @throws IOException where the file cannot be read, or a line is no such line, with its number
   */
  public GlyphCodecTrainer addWords(Path list, double scale) throws IOException {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("scale is " + scale + ", not a number above 0");
    }
    new WordList(letters, counter()).add(list, BigDecimal.valueOf(scale));
    return this;
  }

  /**
   * Sets how much memory the counts may take, in bytes, all threads together.
   *
   * @throws IllegalArgumentException where it is below 16 KiB for each thread, when the first text
   *     is added
   * @throws IllegalStateException where a text was added already
   */
  public GlyphCodecTrainer memory(long bytes) {
    checkNothingAdded("memory");
    memory = bytes;
    return this;
  }

  /**
   * Sets how many threads count: as many as there are processors where it is not set. The codec is
   * the same for any number.
   *
   * @throws IllegalArgumentException where it is below 1 or above 256
   * @throws IllegalStateException where a text was added already
   */
  public GlyphCodecTrainer threads(int number) {
    checkNothingAdded("threads");
    if (number < 1 || number > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads is " + number + ", not in [1, " + MAX_THREADS + "]");
    }
    threads = number;
    return this;
  }

  /**
   * Sets in which folder the temporary files are: that of the system where it is not set.
   *
   * @throws IllegalStateException where a text was added already
   */
  public GlyphCodecTrainer temporaryFolder(Path parent) {
    checkNothingAdded("temporaryFolder");
    folder = new TemporaryFolder(Objects.requireNonNull(parent, "parent"));
    return this;
  }

  private void checkNothingAdded(String what) {
    checkOpen();
    if (counter != null) {
      throw new IllegalStateException(what + " must be set before the first text is added");
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the trainer is closed");
    }
  }

  private TextCounter counter() {
    checkOpen();
    if (counter == null) {
      if (memory / threads < CountTable.MIN_BYTES) {
        throw new IllegalArgumentException(
            "memory is "
                + memory
                + " bytes for "
                + threads
                + " threads, which need "
                + CountTable.MIN_BYTES
                + " each");
      }
      runs = new CountRuns(folder);
      counter = new TextCounter(letters, threads, memory, BLOCK, runs);
    }
    counter.weight(weight);
    return counter;
  }

  /**
   * Adds a text.
   *
   * @throws UncheckedIOException where a temporary file cannot be written
   */
  public GlyphCodecTrainer add(CharSequence text) {
    Objects.requireNonNull(text, "text");
    counter().add(text);
    replay.add(text, weight);
    return this;
  }

  /**
   * Adds a text in UTF-8.
   *
   * @throws MalformedFileException where the file is not UTF-8, with the offset in bytes; what
   *     stands before it is added
   * @throws IOException where the file cannot be read, or a temporary file not be written
   * @throws CancellationException where the training was cancelled; it is closed then
   */
  public GlyphCodecTrainer add(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    long before = bytesRead;
    TextCounter to = counter();
    try (Utf8Reader reader = new Utf8Reader(Files.newInputStream(file))) {
      to.add(
          reader,
          () -> {
            cancellation.check();
            bytesRead = before + reader.bytesRead();
            listener.accept(bytesRead);
          });
      replay.add(file, reader.bytesRead(), weight);
    } catch (CancellationException e) {
      close();
      throw e;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return this;
  }

  /**
   * Adds a text in UTF-8 that comes once: it goes to a temporary file. The caller closes the
   * stream.
   *
   * @throws MalformedFileException where it is not UTF-8, with the offset in bytes; what stands
   *     before it is added
   * @throws IOException where it cannot be read, or a temporary file not be written
   * @throws CancellationException where the training was cancelled; it is closed then
   */
  public GlyphCodecTrainer add(InputStream text) throws IOException {
    Objects.requireNonNull(text, "text");
    checkOpen();
    Path file = folder.newFile();
    Files.copy(text, file);
    return add(file);
  }

  /**
   * Ends the training from another thread: {@link #add(Path)} or {@link #train} throws a {@link
   * CancellationException} soon and closes it. An interrupt of the thread that trains does the
   * same.
   */
  public void cancel() {
    cancellation.cancel();
  }

  /** Removes the temporary files; closing again does nothing. */
  @Override
  public void close() {
    closed = true;
    folder.close();
  }

  /**
   * Makes the codec of all that was added. More may be added then, for another one.
   *
   * @throws IllegalStateException where phrases and controls leave too few slots for what is always
   *     listed
   * @throws UncheckedIOException where a file cannot be read again, or has changed, or a temporary
   *     file cannot be written
   * @throws CancellationException where the training was cancelled; it is closed then
   */
  public GlyphCodec train() {
    TextCounter counted = counter();
    int others = maxGlyphs - maxPhrases;
    if (others < LexiconBuilder.least(controls)) {
      throw new IllegalStateException(
          maxPhrases
              + " phrases leave "
              + others
              + " glyphs of "
              + maxGlyphs
              + ", and what is always listed takes "
              + LexiconBuilder.least(controls));
    }
    try {
      LexiconBuilder.Counts counts =
          sink -> runs.forEach(counted.tables(), cancellation::check, sink);
      Lexicon lexicon = new LexiconBuilder(letters, counts, controls).build(others, provenance);
      if (maxPhrases > 0) {
        lexicon = PhraseChooser.addPhrases(lexicon, replay, maxPhrases, folder);
      }
      return GlyphCodec.of(RowNumbering.renumber(lexicon, replay));
    } catch (CancellationException e) {
      close();
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
