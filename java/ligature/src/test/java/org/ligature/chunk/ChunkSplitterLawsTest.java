package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.ligature.codec.Glyphs;

class ChunkSplitterLawsTest {
  @Provide
  Arbitrary<Glyphs> texts() {
    return ChunkArbitraries.texts();
  }

  @Provide
  Arbitrary<ChunkSplitter> splitters() {
    return ChunkArbitraries.splitters();
  }

  @Property
  void everySentenceEndIsABoundary(
      @ForAll("texts") Glyphs text, @ForAll("splitters") ChunkSplitter splitter) {
    if (splitter instanceof AcrossSentences) {
      return;
    }
    Cutting cutting = ChunkSplitter.checkedSplit(splitter, text);
    for (int s = 0; s < text.numSentences(); s++) {
      assertTrue(cutting.isBoundary(text.sentenceEnd(s)));
    }
  }

  @Property
  void fixedHasCeilOfSizeOverKInEachSentence(
      @ForAll("texts") Glyphs text, @ForAll @IntRange(min = 1, max = 50) int size) {
    Cutting cutting = ChunkSplitter.fixed(size).split(text);
    int chunks = 0;
    for (int s = 0; s < text.numSentences(); s++) {
      int length = text.sentenceEnd(s) - text.sentenceStart(s);
      chunks += (length + size - 1) / size;
    }
    assertEquals(chunks, cutting.numChunks());
    for (int i = 0; i < chunks; i++) {
      assertTrue(cutting.size(i) <= size);
    }
  }

  @Property
  void sampledSizesAreWithinBounds(
      @ForAll("texts") Glyphs text,
      @ForAll @IntRange(min = 1, max = 9) int maxSize,
      @ForAll long seed,
      @ForAll long draw) {
    Cutting cutting = ChunkSplitter.sampled(maxSize, seed, draw).split(text);
    for (int i = 0; i < cutting.numChunks(); i++) {
      assertTrue(cutting.size(i) <= maxSize);
    }
  }

  @Property
  void theSameTextIsCutTheSame(
      @ForAll("texts") Glyphs text, @ForAll("splitters") ChunkSplitter splitter) {
    assertEquals(splitter.split(text), splitter.split(text));
  }

  @Property
  void unitsDoNotMatterToOurs(
      @ForAll("texts") Glyphs text, @ForAll("splitters") ChunkSplitter splitter) {
    assertEquals(Dependence.NONE, splitter.dependence());
    int[] ends = new int[text.numSentences()];
    for (int s = 0; s < ends.length; s++) {
      ends[s] = text.sentenceEnd(s);
    }
    Glyphs others = Glyphs.of(new int[text.length()], ends);

    assertEquals(splitter.split(text), splitter.split(others));
  }

  @Property
  void whatComesLaterDoesNotMatterToOurs(
      @ForAll("texts") Glyphs text,
      @ForAll("splitters") ChunkSplitter splitter,
      @ForAll @IntRange(max = 160) int at) {
    int end = Math.min(at, text.length());
    Cutting whole = splitter.split(text);
    Cutting before = splitter.split(text.slice(0, end));
    for (int i = 0; i < end; i++) {
      assertEquals(whole.isBoundary(i), before.isBoundary(i));
    }
  }
}
