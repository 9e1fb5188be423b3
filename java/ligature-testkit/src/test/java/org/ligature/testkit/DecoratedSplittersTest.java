package org.ligature.testkit;

import static org.ligature.chunk.Dependence.CAUSAL;
import static org.ligature.chunk.Dependence.LOOKAHEAD;
import static org.ligature.chunk.Dependence.NONE;

import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Group;
import org.ligature.chunk.BoundaryRule;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Cutting;
import org.ligature.chunk.Dependence;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;

/** Splitters across sentences, of whole words, with forced boundaries: the laws stay. */
class DecoratedSplittersTest {
  private static final GlyphCodec CODEC = TrainedCodecTest.CODEC;

  /** Any size: a decorated splitter may have to leave its bounds. */
  private static final int ANY = Integer.MAX_VALUE;

  /** Behind each unit 3. */
  private static final BoundaryRule BEHIND_THREE =
      new BoundaryRule() {
        @Override
        public boolean isBoundary(Glyphs text, int offset) {
          return text.unit(offset - 1) == 3;
        }

        @Override
        public Dependence dependence() {
          return CAUSAL;
        }
      };

  /** A splitter that does not stop at sentence ends. */
  abstract static class Across extends OursLaws {
    Across(Dependence dependence, int min, int max, Supplier<ChunkSplitter> within) {
      super(dependence, min, max, () -> within.get().acrossSentences());
    }

    @Override
    public boolean cutsAtSentenceEnds() {
      return false;
    }
  }

  /** A splitter that asks a codec what its glyphs are. */
  abstract static class OfWords extends OursLaws {
    OfWords(Supplier<ChunkSplitter> splitter) {
      super(LOOKAHEAD, 1, ANY, splitter);
    }

    @Override
    public Arbitrary<Glyphs> texts() {
      return LigatureArbitraries.texts(CODEC);
    }
  }

  @Group
  class FixedAcrossSentences extends Across {
    FixedAcrossSentences() {
      super(NONE, 3, 3, () -> ChunkSplitter.fixed(3));
    }
  }

  @Group
  class CausalAcrossSentences extends Across {
    CausalAcrossSentences() {
      super(
          CAUSAL,
          1,
          4,
          () -> ChunkSplitter.causal(1, 4, (text, start, at) -> text.unit(start) == 7));
    }
  }

  @Group
  class CohesiveAcrossSentences extends Across {
    CohesiveAcrossSentences() {
      super(LOOKAHEAD, 1, 5, () -> ChunkSplitter.cohesive(OurSplittersTest.SCORE, 1, 5, 0.5));
    }
  }

  @Group
  class FixedOfWholeWords extends OfWords {
    FixedOfWholeWords() {
      super(() -> ChunkSplitter.fixed(3).keepWords(CODEC));
    }
  }

  @Group
  class SampledOfWholeWords extends OfWords {
    SampledOfWholeWords() {
      super(() -> ChunkSplitter.sampled(5, 7).keepWords(CODEC));
    }
  }

  @Group
  class LambdaOfWholeWords extends OfWords {
    LambdaOfWholeWords() {
      super(
          () -> {
            ChunkSplitter lambda = text -> ChunkSplitter.pattern(1, 3).split(text);
            return lambda.keepWords(CODEC);
          });
    }
  }

  @Group
  class FixedWithForcedBoundaries extends OursLaws {
    FixedWithForcedBoundaries() {
      super(CAUSAL, 1, 4, () -> ChunkSplitter.fixed(4).cutWhere(BEHIND_THREE));
    }
  }

  @Group
  class SampledCuttingsWithForcedBoundaries extends OursLaws {
    SampledCuttingsWithForcedBoundaries() {
      super(LOOKAHEAD, 1, 4, () -> ChunkSplitter.parse("cuttings:2-4").cutWhere(BEHIND_THREE));
    }
  }

  @Group
  class LambdaWithForcedBoundaries extends OursLaws {
    LambdaWithForcedBoundaries() {
      super(
          LOOKAHEAD,
          1,
          ANY,
          () -> {
            ChunkSplitter lambda = text -> Cutting.whole(text.length());
            return lambda.cutWhere(BEHIND_THREE);
          });
    }

    /** The lambda does not look at them. */
    @Override
    public boolean cutsAtSentenceEnds() {
      return false;
    }
  }

  @Group
  class AllAtOnce extends OfWords {
    AllAtOnce() {
      super(
          () ->
              ChunkSplitter.pattern(4, 2)
                  .acrossSentences()
                  .cutWhere((text, offset) -> offset % 10 == 0)
                  .keepWords(CODEC));
    }

    @Override
    public boolean cutsAtSentenceEnds() {
      return false;
    }
  }
}
