package org.ligature.codec;

import java.util.Objects;

/**
 * Encodes a text that arrives in parts of any size, in bounded memory: the units are those of the
 * whole text, wherever the parts were cut. Held back are at most the last word, the separators
 * beside it (together less than 300 chars), and the units of the sentence that is not finished.
 *
 * <pre>{@code
 * GlyphEncoder encoder = codec.encoder();
 * while (more) {
 *   encoder.accept(part);
 *   use(encoder.take());   // whole sentences
 * }
 * use(encoder.finish());
 * }</pre>
 *
 * <p>Not thread-safe: one for each thread.
 */
public final class GlyphEncoder {
  private final Lexicon lexicon;
  private final Profile profile;
  private final UnitWriter writer;
  private final TextFeed feed;

  /** Whether a part came since the last text was ended. */
  private boolean inText;

  /** How many more units than the writer's the profile took. */
  private long added;

  GlyphEncoder(Lexicon lexicon, Profile profile) {
    this.lexicon = lexicon;
    this.profile = Objects.requireNonNull(profile, "profile");
    this.writer = new UnitWriter(lexicon);
    this.feed = new TextFeed(WordScanner.of(lexicon), writer);
  }

  /** Takes the next part of the text. */
  public GlyphEncoder accept(CharSequence part) {
    return accept(part, 0, part.length());
  }

  /**
   * Takes chars [from, to) of {@code part} as the next part of the text. A surrogate pair may be
   * cut.
   *
   * @throws IndexOutOfBoundsException where the range is not within the part
   */
  public GlyphEncoder accept(CharSequence part, int from, int to) {
    inText = true;
    feed.accept(part, from, to);
    return this;
  }

  /**
   * The sentences finished since the last call, perhaps none. A sentence without an end is ended
   * after {@link GlyphCodec#MAX_SENTENCE} units, so a caller that takes after every part needs
   * little memory whatever the text is.
   */
  public Glyphs take() {
    Glyphs sentences = writer.take();
    if (profile == Profile.ATTRIBUTE) {
      return sentences;
    }
    Glyphs converted = ProfileConverter.convert(lexicon, sentences, profile);
    added += converted.length() - sentences.length();
    return converted;
  }

  /** Ends the text and gives what is left of it. The next part begins a new text. */
  public Glyphs finish() {
    feed.finish();
    inText = false;
    return take();
  }

  /**
   * Encodes a whole text into an array, without sentence ends: the units of {@link
   * GlyphCodec#encode} from {@code units[at]} on, as many as have room. {@code 3 * text.length()}
   * is always room enough. A loop over many texts keeps one encoder: it allocates nothing once it
   * has seen a sentence as long as those to come, or in profile FLAT about what it writes.
   *
   * @return how many units the text has; where that is more than {@code units.length - at}, the
   *     array is full and the rest was only counted
   * @throws IndexOutOfBoundsException where {@code at} is not in [0, units.length]
   * @throws IllegalStateException in the middle of a text that came by {@link #accept}
   * @throws ArithmeticException where the text has 2^31 units or more
   */
  public int encodeInto(CharSequence text, int[] units, int at) {
    Objects.checkFromToIndex(at, units.length, units.length);
    if (inText) {
      throw new IllegalStateException("a text that came in parts is not finished");
    }
    return Math.toIntExact(encode(text, units, at));
  }

  /** The number of units of a whole text, of which as many are copied as have room. */
  long encode(CharSequence text, int[] units, int at) {
    long count = 0;
    int to = 0;
    while (to < text.length()) {
      int from = to;
      to += Math.min(TextFeed.PART, text.length() - from);
      accept(text, from, to);
      count += takeInto(units, (int) Math.min(at + count, units.length));
    }
    feed.finish();
    inText = false;
    return count + takeInto(units, (int) Math.min(at + count, units.length));
  }

  private int takeInto(int[] units, int at) {
    if (profile == Profile.ATTRIBUTE) {
      return writer.takeInto(units, at);
    }
    Glyphs sentences = take();
    sentences.copyTo(units, at, 0, Math.min(sentences.length(), units.length - at));
    return sentences.length();
  }

  /** Counts of all that this encoder wrote so far; what it holds back is not in them. */
  public GlyphStatistics statistics() {
    GlyphStatistics written = writer.statistics();
    return new GlyphStatistics(written.words(), written.units() + added, written.byteUnits());
  }
}
