package org.ligature.codec;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
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

  /** A smaller lexicon lists the symbols, rarer separators and years of its text only. */
  private static final int LISTED_FROM = 1 << 16;

  /** Rarer texts are forgotten: the commonest so many for each glyph say all. */
  private static final int CANDIDATES_A_SLOT = 4;

  private static final int LEAST_CANDIDATES = 1 << 16;

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
  private final Counts counts;

  LexiconBuilder(LetterTable letters, Counts counts, List<String> controls) {
    this.letters = letters;
    this.counts = counts;
    this.controls = controls;
    this.first = BYTES + controls.size() + Lexicon.CASE_TEXTS.size() - Unit.CAPITALISED;
  }

  /** Gives what was counted in order of the keys. */
  interface Counts {
    void forEach(CountCursor.Sink sink) throws IOException;
  }

  /** The fewest glyphs that a lexicon with these controls can have. */
  static int least(List<String> controls) {
    return ALWAYS + controls.size();
  }

  Lexicon build(int maxGlyphs, String provenance) throws IOException {
    Candidates all =
        new Candidates(letters, Math.max(CANDIDATES_A_SLOT * maxGlyphs, LEAST_CANDIDATES));
    counts.forEach(all::add);
    List<Candidate> candidates = all.bestFirst();
    Set<String> separators = firstSeparators();
    Set<String> words = firstWords();
    if (maxGlyphs >= LISTED_FROM) {
      separators.addAll(CommonSeparators.listed());
      separators.addAll(Symbols.listed());
      for (int year = 1500; year < 2100; year++) {
        words.add(String.valueOf(year));
      }
    }
    Set<String> pieces = firstPieces();
    int slots = maxGlyphs - first - separators.size() - words.size() - pieces.size();
    int next = list(candidates, 0, slots - slots / PIECE_SHARE, words, separators);
    int free = maxGlyphs - first - separators.size() - words.size() - pieces.size();
    int mostPieces = Math.min(free, slots / PIECE_SHARE);
    for (Candidate letter : all.letters()) {
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
    return lexicon(candidates, separators, pieces, words, provenance);
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

  private Lexicon lexicon(
      List<Candidate> candidates,
      Set<String> separators,
      Set<String> pieces,
      Set<String> words,
      String provenance) {
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
    return parts.build(letters, named(candidates, ids), provenance);
  }

  /**
   * The empty separator, without which each change of case costs a unit more, and the commonest of
   * the others; not the single space, which is implied, nor runs of spaces, which are the layout of
   * one book and not of the next.
   */
  private static int[] named(List<Candidate> candidates, Object2IntOpenHashMap<String> ids) {
    Stream<String> common =
        candidates.stream()
            .filter(c -> c.wholeCount() > 0)
            .sorted(Candidate.MOST_OFTEN_WHOLE)
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
