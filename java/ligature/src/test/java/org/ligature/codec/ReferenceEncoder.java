package org.ligature.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of encoding as {@link GlyphCodec} states them, with strings and hash maps and no
 * thought of speed: what the fast encoder must agree with, unit for unit. It shares the letter
 * table and the case rules with it, and no way of finding anything.
 */
final class ReferenceEncoder {
  private final Lexicon lexicon;
  private final LetterTable letters;
  private final Map<GlyphKind, Map<String, Integer>> glyphs = new EnumMap<>(GlyphKind.class);

  private final List<Integer> units = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();
  private boolean open;

  ReferenceEncoder(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.letters = lexicon.letters();
    for (GlyphKind kind : GlyphKind.values()) {
      glyphs.put(kind, new HashMap<>());
    }
    for (int g = 0; g < lexicon.size(); g++) {
      // Between words, symbols are looked up as separators are.
      GlyphKind kind = lexicon.kind(g);
      glyphs.get(kind == GlyphKind.SYMBOL ? GlyphKind.SEPARATOR : kind).put(lexicon.text(g), g);
    }
  }

  Glyphs encode(String text) {
    units.clear();
    ends.clear();
    open = false;
    int at = 0;
    while (at < text.length()) {
      int start = at;
      while (start < text.length() && isOther(text, start)) {
        start++;
      }
      if (start - at > WordScanner.MAX_SEPARATOR) {
        at += longestSeparator(text.substring(at, at + WordScanner.MAX_SEPARATOR + 1));
      } else if (start < text.length()) {
        int end = wordEnd(text, start);
        word(text.substring(at, start), text.substring(start, end));
        at = end;
      } else {
        separator(text.substring(at), true);
        at = text.length();
      }
      if (units.size() - lastEnd() >= GlyphCodec.MAX_SENTENCE) {
        endSentence();
      }
    }
    endSentence();
    return Glyphs.of(ints(units), ints(ends));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean isOther(String text, int at) {
    return letters.kind(text.charAt(at)) == LetterTable.OTHER;
  }

  private boolean isLetter(String text, int at) {
    return at < text.length() && letters.isLetter(text.charAt(at));
  }

  private int wordEnd(String text, int start) {
    boolean number = letters.kind(text.charAt(start)) == LetterTable.DIGIT;
    int limit = Math.min(text.length(), start + WordScanner.MAX_WORD);
    int end = start + 1;
    while (end < limit) {
      char c = text.charAt(end);
      boolean inside =
          number
              ? letters.kind(c) == LetterTable.DIGIT
              : letters.isLetter(c)
                  || end + 1 < limit && WordScanner.isApostrophe(c) && isLetter(text, end + 1);
      if (!inside) {
        break;
      }
      end++;
    }
    return end;
  }

  private void word(String separator, String word) {
    char[] chars = word.toCharArray();
    int letterCase = WordCase.of(letters, chars, 0, chars.length);
    if (letterCase != WordCase.MIXED) {
      part(separator, word, letterCase);
      return;
    }
    Integer listed = glyphs.get(GlyphKind.WORD).get(word);
    if (listed != null) {
      separator(separator, false);
      put(listed, Unit.AS_LISTED);
      return;
    }
    int from = 0;
    String before = separator;
    while (from < chars.length) {
      int to = WordCase.change(letters, chars, from, chars.length);
      int end = WordCase.partEnd(chars, to, chars.length);
      part(before, word.substring(from, end), WordCase.of(letters, chars, from, end));
      before = word.substring(end, to);
      from = to;
    }
  }

  private void part(String separator, String word, int letterCase) {
    StringBuilder lower = new StringBuilder(word);
    for (int i = 0; i < word.length(); i++) {
      lower.setCharAt(i, letters.lower(word.charAt(i)));
    }
    String rest = lower.toString();
    String prefix = longest(GlyphKind.WORD, rest);
    separator(separator, prefix == null);
    int caseOfRest = letterCase == Unit.CAPITALISED ? Unit.AS_LISTED : letterCase;
    int done = 0;
    if (prefix == null) {
      putBytes(word.substring(0, 1));
      done = 1;
    } else {
      put(glyphs.get(GlyphKind.WORD).get(prefix), letterCase);
      done = prefix.length();
    }
    while (done < word.length()) {
      String piece = longest(GlyphKind.PIECE, rest.substring(done));
      if (piece == null) {
        putBytes(word.substring(done, done + 1));
        done++;
      } else {
        put(glyphs.get(GlyphKind.PIECE).get(piece), caseOfRest);
        done += piece.length();
      }
    }
  }

  /** The longest text of a glyph of this kind that the text begins with, or null. */
  private String longest(GlyphKind kind, String text) {
    for (int n = Math.min(text.length(), Lexicon.MAX_TEXT); n > 0; n--) {
      if (glyphs.get(kind).containsKey(text.substring(0, n))) {
        return text.substring(0, n);
      }
    }
    return null;
  }

  private void separator(String text, boolean joins) {
    if (open) {
      if (text.equals(joins ? "" : " ")) {
        return;
      }
      int glyph = glyphs.get(GlyphKind.SEPARATOR).getOrDefault(text, -1);
      int name = glyph < 0 ? 0 : lexicon.nameOf(glyph);
      if (name > 0) {
        int last = units.size() - 1;
        units.set(last, units.get(last) | name << 20);
        open = false;
        endSentenceAt(glyph);
        return;
      }
      if (text.isEmpty()) {
        put(glyph, Unit.AS_LISTED);
        return;
      }
    }
    int at = 0;
    while (at < text.length()) {
      at += longestSeparator(text.substring(at));
    }
  }

  /** Puts the longest separator that the text begins with, or the bytes of a code point. */
  private int longestSeparator(String text) {
    String most = text.substring(0, Math.min(text.length(), WordScanner.MAX_SEPARATOR));
    String separator = longest(GlyphKind.SEPARATOR, most);
    if (separator != null) {
      int glyph = glyphs.get(GlyphKind.SEPARATOR).get(separator);
      put(glyph, Unit.AS_LISTED);
      endSentenceAt(glyph);
      return separator.length();
    }
    int n = Character.charCount(text.codePointAt(0));
    putBytes(text.substring(0, n));
    return n;
  }

  /** One code point: UTF-8, or three bytes for a lone surrogate. */
  private void putBytes(String codePoint) {
    int c = codePoint.codePointAt(0);
    byte[] bytes =
        c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
            ? new byte[] {(byte) 0xED, (byte) (0x80 | c >> 6 & 0x3F), (byte) (0x80 | c & 0x3F)}
            : codePoint.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      put(lexicon.byteGlyph(b & 255), Unit.AS_LISTED);
    }
  }

  private void put(int glyph, int letterCase) {
    units.add(Unit.of(glyph, letterCase, 0));
    open = !lexicon.kind(glyph).joinsRight();
  }

  private void endSentenceAt(int glyph) {
    if (lexicon.endsSentence(glyph)) {
      endSentence();
    }
  }

  private void endSentence() {
    if (units.size() > lastEnd()) {
      ends.add(units.size());
    }
  }

  private int lastEnd() {
    return ends.isEmpty() ? 0 : ends.get(ends.size() - 1);
  }
}
