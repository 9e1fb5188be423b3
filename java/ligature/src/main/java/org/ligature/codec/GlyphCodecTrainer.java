package org.ligature.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

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
 * <p>Words are numbered by what they stand beside, for which the files are read again by {@link
 * #train}: they must not change until then, and a text that is no file is kept.
 *
 * <p>It takes memory for each different word and separator, not for each that it reads: 147 MB of
 * English and Russian train in a heap of 1 GiB. Not thread-safe.
 */
public final class GlyphCodecTrainer {
  /** What {@link #maxGlyphs} is where it is not set. */
  public static final int DEFAULT_GLYPHS = 250_000;

  private static final int MAX_CONTROLS = 1024;
  private static final int MAX_WEIGHT = 1_000_000;

  private final LetterTable letters = LetterTable.unicode13();
  private final TextCounts counts = new TextCounts();
  private final TextFeed feed = new TextFeed(WordScanner.of(letters), counts);
  private int maxGlyphs = DEFAULT_GLYPHS;
  private String provenance = "";
  private LongConsumer listener = bytes -> {};
  private final TextReplay replay = new TextReplay();
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
      boolean lone =
          name.codePoints()
              .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
      if (name.isEmpty() || name.length() > Lexicon.MAX_TEXT || lone) {
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
    counts.weight(times);
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
    new WordList(letters, counts).add(list, BigDecimal.valueOf(scale));
    return this;
  }

  /** Adds a text. */
  public GlyphCodecTrainer add(CharSequence text) {
    feed.accept(text, 0, text.length());
    feed.finish();
    replay.add(text, weight);
    return this;
  }

  /**
   * Adds a text in UTF-8.
   *
   * @throws MalformedFileException where the file is not UTF-8, with the offset in bytes; what
   *     stands before it is added
   * @throws IOException where the file cannot be read
   */
  public GlyphCodecTrainer add(Path file) throws IOException {
    long before = bytesRead;
    try (Utf8Reader reader = new Utf8Reader(Files.newInputStream(file))) {
      char[] part = new char[1 << 14];
      int n;
      while ((n = reader.read(part, 0, part.length)) >= 0) {
        feed.accept(CharBuffer.wrap(part, 0, n), 0, n);
        bytesRead = before + reader.bytesRead();
        listener.accept(bytesRead);
      }
      replay.add(file, reader.bytesRead(), weight);
    } finally {
      feed.finish();
    }
    return this;
  }

  /**
   * Makes the codec of all that was added. More may be added then, for another one.
   *
   * @throws IllegalStateException where phrases and controls leave too few slots for what is always
   *     listed
   * @throws UncheckedIOException where a file cannot be read again, or has changed
   */
  public GlyphCodec train() {
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
    Lexicon lexicon = new LexiconBuilder(letters, counts, controls).build(others, provenance);
    try {
      if (maxPhrases > 0) {
        lexicon = PhraseChooser.addPhrases(lexicon, replay, maxPhrases);
      }
      return GlyphCodec.of(RowNumbering.renumber(lexicon, replay));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
