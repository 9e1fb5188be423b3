package org.ligature.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Dependence;
import org.ligature.codec.Glyphs;

/**
 * The laws of splitters: a test class that implements {@link #splitter} inherits them all. What a
 * splitter need not keep is said by overriding {@link #minSize}, {@link #maxSize} and {@link
 * #cutsAtSentenceEnds}. LAWS.md beside this module's sources has a bug for each law.
 */
public interface SplitterLaws {
  /**
   * The splitter to try. It is asked for once and again: give one that is new each time, and laws
   * that ask for two find out whether the first has changed.
   */
  ChunkSplitter splitter();

  /**
   * The texts to try it on. A splitter that knows the glyphs of one codec takes {@link
   * LigatureArbitraries#texts(org.ligature.codec.GlyphCodec)}.
   */
  default Arbitrary<Glyphs> texts() {
    return LigatureArbitraries.texts();
  }

  /** The fewest units of a chunk that is not the last of its sentence. */
  default int minSize() {
    return 1;
  }

  /** The most units of a chunk. */
  default int maxSize() {
    return Integer.MAX_VALUE;
  }

  /** Whether the end of a sentence is always a boundary; if not, the end of the text alone is. */
  default boolean cutsAtSentenceEnds() {
    return true;
  }

  /** {@link #texts} under a name for jqwik, so that who overrides that needs no annotation. */
  @Provide
  default Arbitrary<Glyphs> textsToCut() {
    return texts();
  }

  /** The chunks, put side by side, are the text: each unit once, in its order. */
  @Property
  default void chunksGiveBackTheText(@ForAll("textsToCut") Glyphs text) {
    SplitterChecks.givesBack(splitter(), text);
  }

  /** No chunk is larger than {@link #maxSize}; only the last of a sentence is below minSize. */
  @Property
  default void sizesAreWithinBounds(@ForAll("textsToCut") Glyphs text) {
    SplitterChecks.sizes(splitter(), text, minSize(), maxSize(), cutsAtSentenceEnds());
  }

  /** No unit is no chunk, and one unit is one. */
  @Property
  default void theShortestTextsAreCut(@ForAll("textsToCut") Glyphs text) {
    for (int n = 0; n <= Math.min(1, text.length()); n++) {
      Glyphs shortest = text.slice(0, n);
      assertEquals(
          n == 0 ? "" : "1",
          SplitterChecks.split(splitter(), shortest).toString(),
          () -> "the cut");
    }
  }

  /** The same units and sentence ends give the same cutting, whatever was cut in between. */
  @Property
  default void theSameTextIsCutTheSame(
      @ForAll("textsToCut") Glyphs text, @ForAll("textsToCut") Glyphs between) {
    SplitterChecks.sameAgain(splitter(), text, between);
  }

  /** Many threads at once get what one gets. */
  @Property(tries = 50)
  default void manyThreadsCutTheSame(
      @ForAll @Size(min = 1, max = 4) List<@From("textsToCut") Glyphs> texts) {
    SplitterChecks.threads(splitter(), texts);
  }

  /** A text of a batch is cut as it is alone, and packed as it is cut. */
  @Property
  default void aBatchIsCutAsItsTexts(
      @ForAll @Size(max = 4) List<@From("textsToCut") Glyphs> texts) {
    SplitterChecks.batch(this::splitter, texts);
  }

  /** Where a sentence ends a chunk ends, unless {@link #cutsAtSentenceEnds} says no. */
  @Property
  default void sentenceEndsAreBoundaries(@ForAll("textsToCut") Glyphs text) {
    if (cutsAtSentenceEnds()) {
      SplitterChecks.sentenceEnds(splitter(), text);
    }
  }

  /** Dependence NONE: other units in sentences as long are cut the same. */
  @Property
  default void unitsDoNotMatter(
      @ForAll("textsToCut") Glyphs text, @ForAll("textsToCut") Glyphs others) {
    if (SplitterChecks.dependence(splitter()) == Dependence.NONE) {
      SplitterChecks.otherUnits(splitter(), text, others);
    }
  }

  /** Dependence NONE and CAUSAL: what comes before an offset is cut as if the text ended there. */
  @Property
  default void aPrefixIsCutTheSame(@ForAll("textsToCut") Glyphs text) {
    if (SplitterChecks.dependence(splitter()) != Dependence.LOOKAHEAD) {
      SplitterChecks.prefixes(splitter(), text);
    }
  }

  /** Dependence NONE and CAUSAL: other units from i on move no boundary up to i, nor that at i. */
  @Property
  default void laterUnitsMoveNoBoundary(
      @ForAll("textsToCut") Glyphs text, @ForAll("textsToCut") Glyphs later) {
    if (SplitterChecks.dependence(splitter()) != Dependence.LOOKAHEAD) {
      SplitterChecks.later(splitter(), text, later);
    }
  }
}
