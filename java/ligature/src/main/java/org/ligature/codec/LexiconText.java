package org.ligature.codec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * A lexicon as lines of text, for people and for version control: what it says, the file says too.
 *
 * <pre>
 * ligature lexicon, unicode 13
 * note   provenance
 * named  a separator that a unit can name, for each
 * KIND   text, for each glyph in order of the ids; "+" behind the kind where it ends a sentence
 * </pre>
 *
 * <p>Lines end with a line feed. A tab stands behind the first word. In texts a space is {@code
 * \s}, a backslash two, and what cannot be seen is {@code \}{@code uXXXX}, a UTF-16 char.
 */
final class LexiconText {
  private static final String FIRST_LINE = "ligature lexicon, unicode 13";
  private static final String NOTE = "note";
  private static final String NAMED = "named";
  private static final Map<GlyphKind, String> WORDS = new EnumMap<>(GlyphKind.class);

  static {
    for (GlyphKind kind : GlyphKind.values()) {
      WORDS.put(kind, kind.name().toLowerCase(Locale.ROOT));
    }
  }

  private LexiconText() {}

  static void write(Lexicon lexicon, Appendable out) throws IOException {
    if (!Arrays.equals(lexicon.letters().toBytes(), LetterTable.unicode13().toBytes())) {
      throw new IllegalArgumentException("the letters are not those of Unicode 13");
    }
    out.append(FIRST_LINE).append('\n');
    line(NOTE, lexicon.provenance(), out);
    for (int name = 1; name <= lexicon.numNamed(); name++) {
      line(NAMED, lexicon.text(lexicon.named(name)), out);
    }
    for (int glyph = 0; glyph < lexicon.size(); glyph++) {
      String kind = WORDS.get(lexicon.kind(glyph));
      line(lexicon.endsSentence(glyph) ? kind + "+" : kind, lexicon.text(glyph), out);
    }
  }

  private static void line(String what, String text, Appendable out) throws IOException {
    out.append(what).append('\t');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ') {
        out.append("\\s");
      } else if (c == '\\') {
        out.append("\\\\");
      } else if (isSeen(c)) {
        out.append(c);
      } else {
        out.append(String.format("\\u%04X", (int) c));
      }
    }
    out.append('\n');
  }

  /** Not by {@code Character.getType}, which changes with the JDK. */
  private static boolean isSeen(char c) {
    return c > ' ' && c < 0x7F || c > 0xA0 && c < 0x2000 && c != 0xAD || c >= 0x2070 && c < 0xFE00;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException where a line is none of such a text, with its number, or the lines make no
   *     lexicon
   */
  static Lexicon read(Reader text) throws IOException {
    BufferedReader lines = new BufferedReader(text);
    String line = lines.readLine();
    if (!FIRST_LINE.equals(line)) {
      throw malformed(1, "is not \"" + FIRST_LINE + "\"");
    }
    String note = "";
    String[] named = new String[Lexicon.MAX_NAMED];
    int numNamed = 0;
    LexiconParts parts = new LexiconParts();
    int[] names = new int[Lexicon.MAX_NAMED];
    int numFound = 0;
    for (int number = 2; (line = lines.readLine()) != null; number++) {
      int tab = line.indexOf('\t');
      if (tab < 0) {
        throw malformed(number, "has no tab: " + line);
      }
      String what = line.substring(0, tab);
      String value = unescape(line, tab + 1, number);
      if (what.equals(NOTE)) {
        note = value;
      } else if (what.equals(NAMED)) {
        if (numNamed == named.length) {
          throw malformed(number, "names a separator too many");
        }
        named[numNamed++] = value;
      } else {
        boolean ends = what.endsWith("+");
        GlyphKind kind = kind(ends ? what.substring(0, tab - 1) : what, number);
        int name = kind == GlyphKind.SEPARATOR ? Arrays.asList(named).indexOf(value) : -1;
        if (name >= 0) {
          names[name] = parts.size();
          numFound++;
        }
        add(parts, kind, ends, value, number);
      }
    }
    if (numFound != numNamed) {
      throw new IOException(numFound + " of " + numNamed + " named separators are listed");
    }
    try {
      Lexicon lexicon = parts.build(LetterTable.unicode13(), Arrays.copyOf(names, numNamed), note);
      lexicon.wordTables().checkDistinct();
      return lexicon;
    } catch (IllegalArgumentException e) {
      throw new IOException("no lexicon: " + e.getMessage(), e);
    }
  }

  private static void add(LexiconParts parts, GlyphKind kind, boolean ends, String text, int number)
      throws IOException {
    if (parts.size() == Unit.MAX_GLYPHS) {
      throw malformed(number, "is a glyph above " + Unit.MAX_GLYPHS);
    }
    try {
      parts.add(kind, ends, text);
    } catch (IllegalArgumentException e) {
      throw malformed(number, "is " + e.getMessage());
    }
  }

  private static GlyphKind kind(String word, int number) throws IOException {
    for (Map.Entry<GlyphKind, String> kind : WORDS.entrySet()) {
      if (kind.getValue().equals(word)) {
        return kind.getKey();
      }
    }
    throw malformed(number, "is of no kind that there is: " + word);
  }

  private static String unescape(String line, int from, int number) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = ++i < line.length() ? line.charAt(i) : ' ';
      if (escape == 's') {
        text.append(' ');
      } else if (escape == '\\') {
        text.append('\\');
      } else if (escape == 'u' && i + 4 < line.length()) {
        try {
          text.append((char) Integer.parseInt(line.substring(i + 1, i + 5), 16));
        } catch (NumberFormatException e) {
          throw malformed(number, "has an escape that is none: " + line);
        }
        i += 4;
      } else {
        throw malformed(number, "has an escape that is none: " + line);
      }
    }
    return text.toString();
  }

  private static IOException malformed(int line, String what) {
    return new IOException("line " + line + " of the lexicon " + what);
  }
}
