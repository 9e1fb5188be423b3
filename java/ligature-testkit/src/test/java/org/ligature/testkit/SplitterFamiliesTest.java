package org.ligature.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Cutting;
import org.ligature.chunk.Dependence;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.GlyphOffsets;
import org.ligature.codec.Glyphs;

/** Laws of several splitters together, and of one against a plainer definition. */
class SplitterFamiliesTest {
  @Provide
  Arbitrary<Glyphs> texts() {
    return LigatureArbitraries.texts();
  }

  @Provide
  Arbitrary<ChunkSplitter> splitters() {
    return LigatureArbitraries.splitters();
  }

  /** Those whose chunks depend on nothing but how far the sentence has come. */
  @Provide
  Arbitrary<ChunkSplitter> steadySplitters() {
    return LigatureArbitraries.splitters()
        .filter(splitter -> splitter.toString().matches("(fixed|pattern|shifted):[0-9+]+"));
  }

  /** Any numbers make splitters that keep the laws. */
  @Property(tries = 2000)
  void allOfOursKeepTheLaws(
      @ForAll("splitters") ChunkSplitter splitter,
      @ForAll("texts") Glyphs text,
      @ForAll("texts") Glyphs other) {
    SplitterChecks.givesBack(splitter, text);
    SplitterChecks.sameAgain(splitter, text, other);
    SplitterChecks.batch(() -> splitter, List.of(text, other));
    if (!splitter.toString().endsWith("across sentences")) {
      SplitterChecks.sentenceEnds(splitter, text);
      assertEquals(
          ChunkSplitter.parse(splitter.toString()).split(text), splitter.split(text), "by name");
    }
    if (splitter.dependence() != Dependence.LOOKAHEAD) {
      assertEquals(Dependence.NONE, splitter.dependence());
      SplitterChecks.otherUnits(splitter, text, other);
      SplitterChecks.prefixes(splitter, text);
      SplitterChecks.later(splitter, text, other);
    }
  }

  @Property
  void fixedHasCeilOfSizeOverKInEachSentence(
      @ForAll("texts") Glyphs text, @ForAll @IntRange(min = 1, max = 50) int size) {
    int chunks = 0;
    for (int s = 0; s < text.numSentences(); s++) {
      int length = text.sentenceEnd(s) - text.sentenceStart(s);
      chunks += (length + size - 1) / size;
    }
    assertEquals(chunks, ChunkSplitter.fixed(size).split(text).numChunks());
  }

  @Property
  void sampledSizesAreWithinBounds(
      @ForAll("texts") Glyphs text,
      @ForAll @IntRange(min = 1, max = 9) int maxSize,
      @ForAll long seed,
      @ForAll long draw) {
    SplitterChecks.sizes(ChunkSplitter.sampled(maxSize, seed, draw), text, 1, maxSize, true);
  }

  /** Every run of at most m units of a sentence is a chunk of some view, and views are few. */
  @Property
  void coveringViewsCoverEveryRun(
      @ForAll("texts") Glyphs text, @ForAll @IntRange(min = 1, max = 6) int m) {
    ChunkSplitter[] views = ChunkSplitter.coveringViews(m);
    assertEquals(m * (m + 1) / 2, views.length);
    Set<List<Integer>> chunks = new HashSet<>();
    for (ChunkSplitter view : views) {
      Cutting cutting = view.split(text);
      for (int c = 0; c < cutting.numChunks(); c++) {
        chunks.add(List.of(cutting.start(c), cutting.end(c)));
      }
    }
    for (int s = 0; s < text.numSentences(); s++) {
      for (int start = text.sentenceStart(s); start < text.sentenceEnd(s); start++) {
        for (int end = start + 1; end <= Math.min(start + m, text.sentenceEnd(s)); end++) {
          assertTrue(chunks.contains(List.of(start, end)), "[" + start + ", " + end + ")");
        }
      }
    }
  }

  /** What is cut with forced boundaries is what the parts between them are cut to, side by side. */
  @Property
  void splittersBeginAnewBehindForcedBoundaries(
      @ForAll("steadySplitters") ChunkSplitter splitter,
      @ForAll("texts") Glyphs text,
      @ForAll Set<@IntRange(min = 1, max = 60) Integer> forced) {
    int[] ends =
        IntStream.concat(
                forced.stream().mapToInt(Integer::intValue).filter(at -> at < text.length()),
                IntStream.of(text.length()))
            .sorted()
            .toArray();
    BitSet boundaries = new BitSet();
    int from = 0;
    for (int end : ends) {
      for (int at : splitter.split(text.slice(from, end)).ends()) {
        boundaries.set(from + at);
      }
      from = end;
    }
    boundaries.clear(text.length());
    assertEquals(
        Cutting.ofBoundaries(text.length(), boundaries),
        splitter.cutWhere((all, offset) -> forced.contains(offset)).split(text));
  }

  /** A user's splitter need not look: it is cut there all the same, and else where it was. */
  @Property
  void forcedBoundariesAreBoundariesOfAnySplitter(
      @ForAll("splitters") ChunkSplitter splitter,
      @ForAll("texts") Glyphs text,
      @ForAll Set<@IntRange(min = 1, max = 60) Integer> forced) {
    ChunkSplitter lambda = whole -> splitter.split(text);
    Cutting cutting = lambda.cutWhere((all, offset) -> forced.contains(offset)).split(text);
    for (int offset = 1; offset < text.length(); offset++) {
      assertEquals(
          splitter.split(text).isBoundary(offset) || forced.contains(offset),
          cutting.isBoundary(offset),
          cutting + " at " + offset);
    }
  }

  /** Letters and spaces, in words that the codec does not know as wholes. */
  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withChars("tedoquick ").ofMaxLength(60);
  }

  @Property
  void keepWordsNeverCutsAWord(
      @ForAll("splitters") ChunkSplitter splitter, @ForAll("words") String text) {
    GlyphCodec codec = TrainedCodecTest.CODEC;
    Glyphs units = codec.encode(text);
    GlyphOffsets offsets = codec.offsets(units);
    Cutting cutting = splitter.keepWords(codec).split(units);
    for (int c = 1; c < cutting.numChunks(); c++) {
      int at = offsets.charStart(cutting.start(c));
      assertFalse(
          text.charAt(at - 1) != ' ' && text.charAt(at) != ' ',
          () -> text.substring(0, at) + "|" + text.substring(at) + " is cut by " + cutting);
    }
  }
}
