package org.ligature.codec;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2LongMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses the glyphs from the counts. Ids are given in this order: the 256 bytes; controls; letter
 * cases; separators and symbols, the empty separator and the space first; pieces; words; each kind
 * by count, what is always listed in front.
 *
 * <p>Equal counts are ordered by text, so the order of a hash map never shows.
 */
final class LexiconBuilder {
  private static final int BYTES = 256;

  /** One slot in so many goes to pieces. */
  private static final int PIECE_SHARE = 16;

  /** A smaller lexicon lists the symbols and rarer separators of its text only. */
  private static final int LISTED_FROM = 1 << 16;

  /** The control glyphs of a lexicon whose trainer names no others. */
  static final List<String> CONTROLS = List.of("pad", "start", "end", "mask");

  /** How many glyphs are listed whatever the text is, beside the controls. */
  private static final int ALWAYS =
      BYTES
          + Lexicon.CASE_TEXTS.size()
          - Unit.CAPITALISED
          + firstSeparators().size()
          + firstPieces().size()
          + firstWords().size();

  /** The fewest glyphs that a lexicon with the usual controls can have. */
  static final int MANDATORY = least(CONTROLS);

  private final List<String> controls;

  /** How many glyphs stand before the separators. */
  private final int first;

  private final LetterTable letters;
  private final TextCounts counts;

  LexiconBuilder(LetterTable letters, TextCounts counts, List<String> controls) {
    this.letters = letters;
    this.counts = counts;
    this.controls = controls;
    this.first = BYTES + controls.size() + Lexicon.CASE_TEXTS.size() - Unit.CAPITALISED;
  }

  /** The fewest glyphs that a lexicon with these controls can have. */
  static int least(List<String> controls) {
    return ALWAYS + controls.size();
  }

  /** A text that may become a glyph. */
  private record Candidate(String text, boolean isWord, long count) {
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingLong(Candidate::count)
            .reversed()
            .thenComparing(c -> !c.isWord())
            .thenComparing(Candidate::text);
  }

  Lexicon build(int maxGlyphs, String provenance) {
    Object2LongOpenHashMap<String> folded = foldedWords();
    Object2LongOpenHashMap<String> single = singleLetters(folded);
    List<Candidate> candidates = candidates(folded, single);
    Set<String> separators = firstSeparators();
    if (maxGlyphs >= LISTED_FROM) {
      separators.addAll(CommonSeparators.listed());
      separators.addAll(Symbols.listed());
    }
    Set<String> words = firstWords();
    if (maxGlyphs >= LISTED_FROM) {
      for (int year = 1500; year < 2100; year++) {
        words.add(String.valueOf(year));
      }
    }
    Set<String> pieces = firstPieces();
    int slots = maxGlyphs - first - separators.size() - words.size() - pieces.size();
    int next = list(candidates, 0, slots - slots / PIECE_SHARE, words, separators);
    int free = maxGlyphs - first - separators.size() - words.size() - pieces.size();
    int mostPieces = Math.min(free, slots / PIECE_SHARE);
    for (Candidate letter : sorted(single, true)) {
      if (mostPieces > 0 && pieces.add(letter.text())) {
        mostPieces--;
      }
    }
    List<String> rare = new ArrayList<>();
    for (Candidate c : candidates.subList(candidates.size() / 2, candidates.size())) {
      if (c.isWord()) {
        rare.add(c.text());
      }
    }
    new PieceChooser(words, rare).addTo(pieces, mostPieces);
    free = maxGlyphs - first - separators.size() - words.size() - pieces.size();
    list(candidates, next, free, words, separators);
    return lexicon(separators, pieces, words, provenance);
  }

  /** Lists the next candidates in as many slots; gives the index of the first that is left. */
  private static int list(
      List<Candidate> candidates, int from, int slots, Set<String> words, Set<String> separators) {
    int left = slots;
    int i = from;
    while (i < candidates.size() && left > 0) {
      Candidate c = candidates.get(i++);
      left -= (c.isWord() ? words : separators).add(c.text()) ? 1 : 0;
    }
    return i;
  }

  private List<Candidate> candidates(
      Object2LongOpenHashMap<String> folded, Object2LongOpenHashMap<String> single) {
    Object2LongOpenHashMap<String> words = folded.clone();
    for (Object2LongMap.Entry<String> e : single.object2LongEntrySet()) {
      words.put(e.getKey(), e.getLongValue());
    }
    Object2LongOpenHashMap<String> separators = counts.separators.clone();
    for (Object2LongMap.Entry<String> e : counts.symbols.object2LongEntrySet()) {
      separators.addTo(e.getKey(), e.getLongValue());
    }
    separators.keySet().removeIf(LexiconBuilder::hasLoneSurrogate);
    List<Candidate> all = sorted(words, true);
    all.addAll(sorted(separators, false));
    all.sort(Candidate.BEST_FIRST);
    return all;
  }

  private static List<Candidate> sorted(Object2LongOpenHashMap<String> counts, boolean isWord) {
    List<Candidate> list = new ArrayList<>(counts.size());
    for (Object2LongMap.Entry<String> e : counts.object2LongEntrySet()) {
      list.add(new Candidate(e.getKey(), isWord, e.getLongValue()));
    }
    list.sort(Candidate.BEST_FIRST);
    return list;
  }

  /** Words in lower case; those of mixed case as they stand, and their parts too. */
  private Object2LongOpenHashMap<String> foldedWords() {
    Object2LongOpenHashMap<String> folded = new Object2LongOpenHashMap<>();
    for (Object2LongMap.Entry<String> e : counts.words.object2LongEntrySet()) {
      char[] word = e.getKey().toCharArray();
      long count = e.getLongValue();
      if (WordCase.of(letters, word, 0, word.length) != WordCase.MIXED) {
        addFolded(folded, word, 0, word.length, count);
        continue;
      }
      if (word.length <= Lexicon.MAX_TEXT) {
        folded.addTo(e.getKey(), count);
      }
      int from = 0;
      while (from < word.length) {
        int to = WordCase.change(letters, word, from, word.length);
        addFolded(folded, word, from, WordCase.partEnd(word, to, word.length), count);
        from = to;
      }
    }
    return folded;
  }

  private void addFolded(
      Object2LongOpenHashMap<String> folded, char[] word, int from, int to, long count) {
    if (to - from <= Lexicon.MAX_TEXT) {
      char[] lower = new char[to - from];
      for (int i = 0; i < lower.length; i++) {
        lower[i] = letters.lower(word[from + i]);
      }
      folded.addTo(new String(lower), count);
    }
  }

  /** How often each letter occurs, in lower case. With them listed, a word rarely needs bytes. */
  private Object2LongOpenHashMap<String> singleLetters(Object2LongOpenHashMap<String> folded) {
    Object2LongOpenHashMap<String> single = new Object2LongOpenHashMap<>();
    for (Object2LongMap.Entry<String> e : folded.object2LongEntrySet()) {
      String word = e.getKey();
      for (int i = 0; i < word.length(); i++) {
        if (letters.isLetter(word.charAt(i))) {
          single.addTo(String.valueOf(letters.lower(word.charAt(i))), e.getLongValue());
        }
      }
    }
    return single;
  }

  private Lexicon lexicon(
      Set<String> separators, Set<String> pieces, Set<String> words, String provenance) {
    LexiconParts parts = new LexiconParts();
    for (int b = 0; b < BYTES; b++) {
      parts.add(GlyphKind.BYTE, false, String.valueOf((char) b));
    }
    controls.forEach(name -> parts.add(GlyphKind.CONTROL, false, name));
    for (int letterCase = Unit.CAPITALISED; letterCase <= Unit.ALL_CAPS; letterCase++) {
      parts.add(GlyphKind.CASE, false, Lexicon.CASE_TEXTS.get(letterCase));
    }
    Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();
    for (String text : separators) {
      if (!text.isEmpty() && Symbols.isSymbol(text)) {
        parts.add(GlyphKind.SYMBOL, false, text);
      } else {
        ids.put(text, parts.size());
        parts.add(GlyphKind.SEPARATOR, endsSentence(text), text);
      }
    }
    pieces.forEach(text -> parts.add(GlyphKind.PIECE, false, text));
    words.forEach(text -> parts.add(GlyphKind.WORD, false, text));
    return parts.build(letters, named(ids), provenance);
  }

  /**
   * The empty separator, without which each change of case costs a unit more, and the commonest of
   * the others; not the single space, which is implied, nor runs of spaces, which are the layout of
   * one book and not of the next.
   */
  private int[] named(Object2IntOpenHashMap<String> ids) {
    Stream<String> common =
        sorted(counts.separators, false).stream()
            .map(Candidate::text)
            .filter(text -> !text.isEmpty() && !text.equals(" ") && !text.contains("  "))
            .filter(ids::containsKey)
            .limit(Lexicon.MAX_NAMED - 1);
    return Stream.concat(Stream.of(""), common).mapToInt(ids::getInt).toArray();
  }

  private static boolean endsSentence(String separator) {
    return separator.chars().anyMatch(c -> ".!?\u2026\u3002".indexOf(c) >= 0)
        || separator.contains("\n\n")
        || separator.contains("\r\n\r\n");
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static Set<String> firstSeparators() {
    Set<String> first = new LinkedHashSet<>();
    Collections.addAll(first, "", " ", "\n", "\r", "\t", "\r\n", "\n\n", "\r\n\r\n");
    Collections.addAll(first, CommonSeparators.marks().split(""));
    return first;
  }

  private static Set<String> firstPieces() {
    Set<String> first = firstWords();
    Collections.addAll(first, "'", "\u2019");
    return first;
  }

  private static Set<String> firstWords() {
    Set<String> first = new LinkedHashSet<>();
    for (int digits = 1, count = 10; digits <= 3; digits++, count *= 10) {
      for (int i = 0; i < count; i++) {
        first.add(String.valueOf(count + i).substring(1));
      }
    }
    for (char c = 'a'; c <= 'z'; c++) {
      first.add(String.valueOf(c));
    }
    return first;
  }
}
