package org.ligature.codec;

import it.unimi.dsi.fastutil.objects.Object2LongMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses the glyphs from the counts. Ids are given in this order: the 256 bytes; separators, the
 * empty one and the space first; pieces; words; each kind by count, what is always listed in front.
 *
 * <p>Equal counts are ordered by text, so the order of a hash map never shows.
 */
final class LexiconBuilder {
  private static final int BYTES = 256;

  /** One slot in so many goes to pieces. */
  private static final int PIECE_SHARE = 16;

  /** How many glyphs are listed whatever the text is. */
  static final int MANDATORY =
      BYTES + firstSeparators().size() + firstPieces().size() + firstWords().size();

  private final LetterTable letters;
  private final TextCounts counts;

  LexiconBuilder(LetterTable letters, TextCounts counts) {
    this.letters = letters;
    this.counts = counts;
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
    Set<String> words = firstWords();
    Set<String> pieces = firstPieces();
    int slots = maxGlyphs - MANDATORY;
    int next = list(candidates, 0, slots - slots / PIECE_SHARE, words, separators);
    int free = MANDATORY + slots - BYTES - separators.size() - words.size() - pieces.size();
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
    free = maxGlyphs - BYTES - separators.size() - words.size() - pieces.size();
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
    int size = BYTES + separators.size() + pieces.size() + words.size();
    byte[] flags = new byte[size];
    byte[] lengths = new byte[size];
    StringBuilder chars = new StringBuilder();
    List<Integer> listed = new ArrayList<>();
    int glyph = 0;
    for (; glyph < BYTES; glyph++) {
      flags[glyph] = Lexicon.flags(GlyphKind.BYTE, false);
      lengths[glyph] = 1;
      chars.append((char) glyph);
    }
    for (String text : separators) {
      listed.add(glyph);
      flags[glyph] = Lexicon.flags(GlyphKind.SEPARATOR, endsSentence(text));
      lengths[glyph++] = (byte) text.length();
      chars.append(text);
    }
    for (String text : pieces) {
      flags[glyph] = Lexicon.flags(GlyphKind.PIECE, false);
      lengths[glyph++] = (byte) text.length();
      chars.append(text);
    }
    for (String text : words) {
      flags[glyph] = Lexicon.flags(GlyphKind.WORD, false);
      lengths[glyph++] = (byte) text.length();
      chars.append(text);
    }
    char[] pool = chars.toString().toCharArray();
    return new Lexicon(letters, flags, lengths, pool, named(separators), provenance);
  }

  /** The glyphs of the commonest separators but the single space, which is implied. */
  private int[] named(Set<String> separators) {
    List<String> listed = new ArrayList<>(separators);
    List<Candidate> common = sorted(counts.separators, false);
    return common.stream()
        .map(Candidate::text)
        .filter(text -> !text.equals(" ") && separators.contains(text))
        .limit(Lexicon.MAX_NAMED)
        .mapToInt(text -> BYTES + listed.indexOf(text))
        .toArray();
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
    for (char c = '!'; c <= '~'; c++) {
      if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')) {
        first.add(String.valueOf(c));
      }
    }
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
