package org.ligature.codec;

import java.io.IOException;
import java.util.Objects;

/**
 * Decodes a text whose units arrive in parts, cut anywhere, and appends it to where the caller
 * wants it. Not thread-safe: one for each thread and text.
 */
public final class GlyphDecoder {
  private final StringBuilder text = new StringBuilder();
  private final UnitReader reader;
  private final Appendable out;

  GlyphDecoder(Lexicon lexicon, Appendable out) {
    this.reader = new UnitReader(lexicon, text);
    this.out = Objects.requireNonNull(out, "out");
  }

  /**
   * Appends the text of the next units.
   *
   * @throws MalformedUnitsException where no text has such units; nothing of them is appended, and
   *     the decoder is of no use then
   * @throws IOException where {@code out} throws it
   */
  public GlyphDecoder accept(Glyphs units) throws IOException {
    text.setLength(0);
    for (int i = 0; i < units.length(); i++) {
      reader.read(units.unit(i));
    }
    out.append(text);
    return this;
  }

  /**
   * Ends the text. The next units begin a new one.
   *
   * @throws MalformedUnitsException where the text ends in the middle of a char
   */
  public void finish() {
    reader.finish();
  }
}
