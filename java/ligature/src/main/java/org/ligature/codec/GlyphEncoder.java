package org.ligature.codec;

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
  private final UnitWriter writer;
  private final TextFeed feed;

  GlyphEncoder(Lexicon lexicon) {
    this.writer = new UnitWriter(lexicon);
    this.feed = new TextFeed(lexicon.letters(), writer);
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
    feed.accept(part, from, to);
    return this;
  }

  /**
   * The sentences finished since the last call, perhaps none. A sentence without an end is ended
   * after {@link GlyphCodec#MAX_SENTENCE} units, so a caller that takes after every part needs
   * little memory whatever the text is.
   */
  public Glyphs take() {
    return writer.take();
  }

  /** Ends the text and gives what is left of it. The next part begins a new text. */
  public Glyphs finish() {
    feed.finish();
    return writer.take();
  }

  /** Counts of all that this encoder wrote so far; what it holds back is not in them. */
  public GlyphStatistics statistics() {
    return writer.statistics();
  }
}
