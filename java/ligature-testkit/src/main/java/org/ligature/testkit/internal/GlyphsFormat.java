package org.ligature.testkit.internal;

import net.jqwik.api.SampleReportingFormat;
import org.ligature.codec.Glyphs;

/** Shows a failing text as its units, with a bar between sentences. Public for the loader only. */
public final class GlyphsFormat implements SampleReportingFormat {
  /** Called by the service loader. */
  public GlyphsFormat() {}

  @Override
  public boolean appliesTo(Object value) {
    return value instanceof Glyphs;
  }

  @Override
  public Object report(Object value) {
    return SampleReportingFormat.plainLabel(show((Glyphs) value));
  }

  /** A text as "1 2 3 | 4 5"; the empty text as "(empty)". */
  public static String show(Glyphs text) {
    if (text.length() == 0) {
      return "(empty)";
    }
    StringBuilder shown = new StringBuilder();
    for (int s = 0; s < text.numSentences(); s++) {
      shown.append(s == 0 ? "" : " |");
      for (int i = text.sentenceStart(s); i < text.sentenceEnd(s); i++) {
        shown.append(i == 0 ? "" : " ").append(text.unit(i));
      }
    }
    return shown.toString();
  }
}
