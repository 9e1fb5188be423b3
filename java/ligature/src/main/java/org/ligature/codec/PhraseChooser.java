package org.ligature.codec;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ligature.file.TemporaryFolder;
import org.ligature.file.UnitSpool;

/**
 * Chooses phrases: again and again the commonest pairs of neighbours become one, words with words,
 * then phrases with words and phrases. This is byte pair encoding (Gage, "A new algorithm for data
 * compression", 1994) over words, with many pairs a pass: ten passes give what 25 do, to 0.001
 * units a word.
 *
 * <p>Whether the first word is capitalised and what follows the last makes no other pair; what
 * stands inside does. No pair reaches over the end of a sentence, nor is half of one the beginning
 * of a word that is not listed.
 *
 * <p>The units lie in temporary files, twice four bytes each; memory is that of a {@link
 * PairCounter}, of one part of the replay, and of the phrases. The same texts in any order give the
 * same phrases.
 */
final class PhraseChooser {
  private static final int PASSES = 10;
  private static final int LEAST_A_PASS = 500;

  private static final int GLYPH = Unit.MAX_GLYPHS - 1;
  private static final int SEPARATOR = 15 << Unit.SEPARATOR_SHIFT;

  /** No pair, or no phrase. */
  private static final int NONE = -1;

  private final Lexicon base;
  private final int most;
  private final GlyphEncoder encoder;
  private final PairCounter counter = new PairCounter();

  /** What was chosen so far: phrase i has the glyph base.size() + i. */
  private final List<String> texts = new ArrayList<>();

  private final List<int[]> rows = new ArrayList<>();

  /** The phrase that each pair becomes in this pass. */
  private final Long2IntOpenHashMap merges = new Long2IntOpenHashMap();

  private PhraseChooser(Lexicon base, int most) {
    this.base = base;
    this.most = most;
    this.encoder = new GlyphEncoder(base, Profile.ATTRIBUTE);
    merges.defaultReturnValue(NONE);
  }

  /**
   * A lexicon that has none, with phrases behind its other glyphs.
   *
   * @param most how many phrases there may be: with the other glyphs {@link Unit#MAX_GLYPHS} at
   *     most
   * @param folder where the units of the texts are meanwhile
   * @throws IOException where the replay fails or a temporary file cannot be used
   */
  static Lexicon addPhrases(Lexicon base, UnitReplay replay, int most, TemporaryFolder folder)
      throws IOException {
    return withPhrases(base, choose(base, replay, most, folder));
  }

  /** A lexicon with these phrases behind its other glyphs. */
  static Lexicon withPhrases(Lexicon base, List<String> phrases) {
    LexiconParts parts = new LexiconParts();
    for (int glyph = 0; glyph < base.size(); glyph++) {
      parts.add(base, glyph);
    }
    phrases.forEach(phrase -> parts.add(GlyphKind.PHRASE, false, phrase));
    int[] named = IntStream.rangeClosed(1, base.numNamed()).map(base::named).toArray();
    return parts.build(base.letters(), named, base.provenance());
  }

  /**
   * The texts of phrases for a lexicon that has none, the first the commonest of its pass.
   *
   * @param most how many there may be
   * @param folder where the units of the texts are meanwhile
   * @throws IOException where the replay fails or a temporary file cannot be used
   */
  static List<String> choose(Lexicon base, UnitReplay replay, int most, TemporaryFolder folder)
      throws IOException {
    PhraseChooser chooser = new PhraseChooser(base, most);
    if (most > 0) {
      try (UnitSpool spool = new UnitSpool(folder)) {
        fill(spool, base, replay);
        chooser.count(spool);
        while (chooser.takeCommonest() && chooser.texts.size() < most) {
          spool.rewrite(chooser::merge);
          chooser.count(spool);
        }
      }
    }
    return chooser.texts;
  }

  private static void fill(UnitSpool spool, Lexicon base, UnitReplay replay) throws IOException {
    try {
      replay.replay(
          base,
          (glyphs, weight) -> {
            try {
              spool.writeText(glyphs.toArray(), glyphs.numSentences(), glyphs::sentenceEnd, weight);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    spool.endWriting();
  }

  private void count(UnitSpool spool) throws IOException {
    counter.clear();
    spool.read((units, length, weight) -> forEachPair(units, length, weight, counter::guess));
    counter.endGuesses();
    do {
      spool.read((units, length, weight) -> forEachPair(units, length, weight, counter::count));
    } while (counter.mustRecount());
  }

  private interface PairSink {
    void take(long pair, long weight);
  }

  private int forEachPair(int[] units, int length, long weight, PairSink sink) {
    for (int i = 0; i + 1 < length; i++) {
      long pair = pair(units, i, length);
      if (pair != NONE) {
        sink.take(pair, weight);
      }
    }
    return length;
  }

  /** Units i and i + 1 as far as they make a pair: first unit above, second below; or none. */
  private long pair(int[] units, int i, int length) {
    int one = units[i];
    int two = i + 1 < length ? units[i + 1] : one;
    boolean apart =
        i + 1 >= length
            || (one & UnitSpool.LAST) != 0
            || Unit.letterCase(one) > Unit.CAPITALISED
            || !isWhole(one)
            || !isWhole(two)
            || (two & UnitSpool.LAST) == 0 && i + 2 < length && isPart(units[i + 2]);
    return apart
        ? NONE
        : (long) (one & (GLYPH | SEPARATOR)) << Unit.SEPARATOR_SHIFT | two & Unit.WORD;
  }

  private boolean isWhole(int unit) {
    int glyph = Unit.glyph(unit);
    return glyph >= base.size() || base.kind(glyph) == GlyphKind.WORD;
  }

  private boolean isPart(int unit) {
    int glyph = Unit.glyph(unit);
    return glyph < base.size() && PhraseMerger.isPart(base.kind(glyph));
  }

  /** Makes phrases of the commonest pairs; whether there were any. */
  private boolean takeCommonest() {
    merges.clear();
    int now = Math.min(most - texts.size(), Math.max(LEAST_A_PASS, most / PASSES));
    for (PairCounter.Pair pair : counter.commonest(now)) {
      int phrase =
          phrase((int) (pair.key() >>> Unit.SEPARATOR_SHIFT), (int) pair.key() & Unit.WORD);
      if (phrase != NONE) {
        merges.put(pair.key(), phrase);
      }
    }
    return !merges.isEmpty();
  }

  /**
   * A new phrase of two units, or none where it cannot be. No text comes twice: pairs are merged
   * from the left, so a row of units becomes the same pairs wherever it stands and stays whole.
   */
  private int phrase(int one, int two) {
    int[] row = row(one, two);
    StringBuilder decoded = new StringBuilder();
    UnitReader reader = new UnitReader(base, decoded);
    for (int unit : row) {
      reader.read(unit);
    }
    String text = decoded.toString();
    // Two parts of a word of mixed case, for instance, may be listed as one word.
    if (text.length() > Lexicon.MAX_TEXT
        || !Arrays.equals(row, PhraseTable.row(base, encoder, text))) {
      return NONE;
    }
    int phrase = base.size() + texts.size();
    texts.add(text);
    rows.add(row);
    return phrase;
  }

  private int[] row(int one, int two) {
    int[] head = row(Unit.glyph(one));
    int[] tail = row(Unit.glyph(two));
    int[] row = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, row, head.length, tail.length);
    row[head.length - 1] |= one & SEPARATOR;
    row[head.length] |= two & Unit.WORD & ~GLYPH;
    return row;
  }

  private int[] row(int glyph) {
    return glyph < base.size() ? new int[] {glyph} : rows.get(glyph - base.size());
  }

  private int merge(int[] units, int length, long weight) {
    int out = 0;
    for (int i = 0; i < length; i++) {
      long pair = pair(units, i, length);
      int phrase = pair == NONE ? NONE : merges.get(pair);
      int unit = units[i];
      if (phrase != NONE) {
        i++;
        int last = units[i];
        unit = Unit.of(phrase, Unit.letterCase(unit), Unit.separator(last)) | last & UnitSpool.LAST;
      }
      units[out++] = unit;
    }
    return out;
  }
}
