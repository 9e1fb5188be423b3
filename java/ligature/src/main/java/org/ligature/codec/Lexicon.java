package org.ligature.codec;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The glyphs of a codec and how to find them: immutable, shared by all threads. A glyph has a kind,
 * a text, and a flag where it ends a sentence. The text of a {@link GlyphKind#BYTE} is the one char
 * of that value.
 */
final class Lexicon {
  /** The longest text of a glyph, in chars. */
  static final int MAX_TEXT = 64;

  /** The most separators that a unit can name; number 0 is the implied space. */
  static final int MAX_NAMED = 15;

  /** The texts of the CASE glyphs, by the letter case that they give to the word behind. */
  static final List<String> CASE_TEXTS = List.of("", "Capitalised", "ALL CAPS");

  private static final GlyphKind[] KINDS = GlyphKind.values();
  private static final int KIND_BITS = 0x7F;
  private static final int ENDS_SENTENCE = 0x80;

  private final LetterTable letters;
  private final byte[] flags;
  private final char[] chars;
  private final int[] starts;
  private final int[] named;
  private final byte[] nameOf;
  private final String provenance;

  /** Made at first use: they take most of the time of a load, and decoding needs none. */
  private volatile WordTables wordTables;

  /** Of the kinds SEPARATOR and SYMBOL: what may stand between words. */
  private final SeparatorTable separators;

  private final Map<String, Integer> controls = new LinkedHashMap<>();
  private final int[] bytes = new int[256];

  /** The CASE glyph of each letter case; there is none of {@link Unit#AS_LISTED}. */
  private final int[] cases = {-1, -1, -1};

  private final PhraseTable phrases;

  /**
   * The lexicon of these parts; the arrays are given up.
   *
   * @param flags for each glyph its kind and whether it ends a sentence, see {@link #flags}
   * @param lengths for each glyph the length of its text in chars, unsigned
   * @param chars the texts in order of the glyphs
   * @param named the separators that a unit can name as 1, 2, ...
   * @throws IllegalArgumentException where the parts do not make a lexicon, with the glyph
   */
  Lexicon(
      LetterTable letters,
      byte[] flags,
      byte[] lengths,
      char[] chars,
      int[] named,
      String provenance) {
    this.letters = letters;
    this.flags = flags;
    this.chars = chars;
    this.starts = starts(lengths, chars.length);
    this.named = named;
    this.nameOf = new byte[flags.length];
    this.provenance = provenance;
    int[] sizes = new int[KINDS.length];
    int[] others = new int[1024]; // a load is cold: words, which are the most, are passed once
    int numOthers = 0;
    for (int g = 0; g < flags.length; g++) {
      if ((flags[g] & KIND_BITS) >= KINDS.length || flags[g] < 0 && !isSeparator(g)) {
        throw new IllegalArgumentException("glyph " + g + " has the flags " + (flags[g] & 255));
      }
      checkText(g); // before the tables: nothing large is made for what is no lexicon
      GlyphKind kind = kind(g);
      sizes[kind.ordinal()]++;
      if (kind != GlyphKind.WORD && kind != GlyphKind.PIECE) {
        if (numOthers == others.length) {
          others = Arrays.copyOf(others, 2 * numOthers);
        }
        others[numOthers++] = g;
      }
    }
    this.separators =
        new SeparatorTable(
            new GlyphTable(chars, starts),
            sizes[GlyphKind.SEPARATOR.ordinal()] + sizes[GlyphKind.SYMBOL.ordinal()]);
    Arrays.fill(bytes, -1);
    for (int i = 0; i < numOthers; i++) {
      addGlyph(others[i]);
    }
    for (int b = 0; b < bytes.length; b++) {
      if (bytes[b] < 0) {
        throw new IllegalArgumentException("no glyph stands for the byte " + b);
      }
    }
    if (cases[Unit.CAPITALISED] < 0 || cases[Unit.ALL_CAPS] < 0) {
      throw new IllegalArgumentException("a glyph of a letter case is missing");
    }
    if (separator("") < 0 || separator(" ") < 0) {
      throw new IllegalArgumentException("the empty separator or the single space is missing");
    }
    addNames();
    this.phrases = sizes[GlyphKind.PHRASE.ordinal()] == 0 ? null : PhraseTable.of(this);
  }

  private static int[] starts(byte[] lengths, int numChars) {
    int[] starts = new int[lengths.length + 1];
    for (int g = 0; g < lengths.length; g++) {
      int length = lengths[g] & 255;
      if (length > MAX_TEXT) {
        throw new IllegalArgumentException("glyph " + g + " has a text of " + length + " chars");
      }
      starts[g + 1] = starts[g] + length;
    }
    if (starts[lengths.length] != numChars) {
      throw new IllegalArgumentException(
          "texts of " + starts[lengths.length] + " chars in a pool of " + numChars);
    }
    return starts;
  }

  private void checkText(int glyph) {
    if (length(glyph) == 0 && !isSeparator(glyph)) {
      throw new IllegalArgumentException("glyph " + glyph + " has no text");
    }
    if (hasLoneSurrogate(chars, starts[glyph], starts[glyph + 1])) {
      throw new IllegalArgumentException("glyph " + glyph + " has a lone surrogate in its text");
    }
  }

  /** Makes a glyph known that is no word and no piece. */
  private void addGlyph(int glyph) {
    int same = -1;
    switch (kind(glyph)) {
      case SEPARATOR, SYMBOL ->
          same = separators.add(chars, starts[glyph], starts[glyph + 1], glyph);
      case CASE -> same = addCase(glyph);
      case CONTROL -> same = Objects.requireNonNullElse(controls.put(text(glyph), glyph), -1);
      // Rows of words are looked for when all words are in place.
      case PHRASE -> {}
      case BYTE -> {
        if (length(glyph) != 1 || chars[starts[glyph]] > 255) {
          throw new IllegalArgumentException("glyph " + glyph + " is no byte");
        }
        same = bytes[chars[starts[glyph]]];
        bytes[chars[starts[glyph]]] = glyph;
      }
    }
    if (same >= 0) {
      throw new IllegalArgumentException(
          "glyphs " + same + " and " + glyph + " have the same text");
    }
  }

  private int addCase(int glyph) {
    int letterCase = CASE_TEXTS.indexOf(text(glyph));
    if (letterCase < Unit.CAPITALISED) {
      throw new IllegalArgumentException("glyph " + glyph + " is no letter case: " + text(glyph));
    }
    int same = cases[letterCase];
    cases[letterCase] = glyph;
    return same;
  }

  private void addNames() {
    if (named.length > MAX_NAMED) {
      throw new IllegalArgumentException(named.length + " named separators, above " + MAX_NAMED);
    }
    for (int i = 0; i < named.length; i++) {
      int glyph = named[i];
      if (glyph < 0 || glyph >= flags.length || !isSeparator(glyph) || nameOf[glyph] != 0) {
        throw new IllegalArgumentException("separator " + (i + 1) + " is glyph " + glyph);
      }
      nameOf[glyph] = (byte) (i + 1);
    }
  }

  /**
   * Whether text[from, to) has half a pair without the other. No glyph's text may: a search could
   * stop in the middle of a code point.
   */
  static boolean hasLoneSurrogate(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.isSurrogate(text[i])) {
        if (i + 1 == to || !Character.isSurrogatePair(text[i], text[i + 1])) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** The byte that holds these properties in a file: the kind's ordinal, and 0x80 for the end. */
  static byte flags(GlyphKind kind, boolean endsSentence) {
    return (byte) (kind.ordinal() | (endsSentence ? ENDS_SENTENCE : 0));
  }

  int size() {
    return flags.length;
  }

  LetterTable letters() {
    return letters;
  }

  String provenance() {
    return provenance;
  }

  GlyphKind kind(int glyph) {
    return KINDS[flags[glyph] & KIND_BITS];
  }

  /**
   * The kind of a unit's glyph.
   *
   * @param index where the unit stands in its text, for the message
   * @throws MalformedUnitsException where the glyph or the separator is none of this lexicon
   */
  GlyphKind kindOf(int unit, long index) {
    int glyph = Unit.glyph(unit);
    int name = Unit.separator(unit);
    if (glyph >= flags.length || name > named.length) {
      throw new MalformedUnitsException(
          "glyph "
              + glyph
              + " with separator "
              + name
              + " in a lexicon of "
              + flags.length
              + " glyphs and "
              + named.length
              + " separators",
          index);
    }
    return kind(glyph);
  }

  boolean endsSentence(int glyph) {
    return flags[glyph] < 0;
  }

  private boolean isSeparator(int glyph) {
    return kind(glyph) == GlyphKind.SEPARATOR;
  }

  /** The length of the glyph's text in chars. */
  int length(int glyph) {
    return starts[glyph + 1] - starts[glyph];
  }

  /** Char {@code i} of the glyph's text. */
  char charAt(int glyph, int i) {
    return chars[starts[glyph] + i];
  }

  String text(int glyph) {
    return new String(chars, starts[glyph], length(glyph));
  }

  void appendText(int glyph, StringBuilder out) {
    out.append(chars, starts[glyph], length(glyph));
  }

  /** Finds words and pieces; made by the first thread that asks. */
  WordTables wordTables() {
    WordTables made = wordTables;
    if (made == null) {
      synchronized (this) {
        made = wordTables;
        if (made == null) {
          made = new WordTables(this, chars, starts);
          wordTables = made;
        }
      }
    }
    return made;
  }

  SeparatorTable separators() {
    return separators;
  }

  /** The phrases, or null where there are none. */
  PhraseTable phrases() {
    return phrases;
  }

  /** The glyph of a byte. */
  int byteGlyph(int b) {
    return bytes[b];
  }

  /** The CASE glyph of {@link Unit#CAPITALISED} or {@link Unit#ALL_CAPS}. */
  int caseGlyph(int letterCase) {
    return cases[letterCase];
  }

  /** The letter case that a CASE glyph gives. */
  int caseOf(int glyph) {
    return glyph == cases[Unit.CAPITALISED] ? Unit.CAPITALISED : Unit.ALL_CAPS;
  }

  /** The control glyphs by name, in order of their ids. */
  Map<String, Integer> controls() {
    return Collections.unmodifiableMap(controls);
  }

  /** The glyph of a separator or symbol looked up whole, or -1. */
  int separator(String text) {
    return separators.find(text.toCharArray(), 0, text.length());
  }

  /** How many separators a unit can name. */
  int numNamed() {
    return named.length;
  }

  /** The separator that a unit names by 1 to {@link #numNamed}. */
  int named(int name) {
    return named[name - 1];
  }

  /** The number by which a unit names the separator, or 0 where it cannot. */
  int nameOf(int glyph) {
    return nameOf[glyph];
  }
}
