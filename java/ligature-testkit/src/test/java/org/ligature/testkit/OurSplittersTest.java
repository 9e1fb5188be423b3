package org.ligature.testkit;

import static org.ligature.chunk.Dependence.CAUSAL;
import static org.ligature.chunk.Dependence.LOOKAHEAD;
import static org.ligature.chunk.Dependence.NONE;

import net.jqwik.api.Group;
import org.ligature.chunk.ChunkScore;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.SizeWeights;

/** Each of our splitters keeps the laws. */
class OurSplittersTest {
  /** Units that come again go together; a chunk of one odd unit is none. */
  static final ChunkScore SCORE =
      (text, start, end) -> {
        double score = end - start == 1 && text.unit(start) == 9 ? Double.NEGATIVE_INFINITY : -1;
        for (int i = start + 1; i < end; i++) {
          score += text.unit(i) == text.unit(i - 1) ? 2 : -0.25;
        }
        return score;
      };

  private static final SizeWeights LISTED = SizeWeights.of(0, 1, 2.5, 0, 1);

  @Group
  class Fixed extends OursLaws {
    Fixed() {
      super(NONE, 3, 3, () -> ChunkSplitter.fixed(3));
    }
  }

  @Group
  class FixedFromEnd extends OursLaws {
    FixedFromEnd() {
      super(LOOKAHEAD, 1, 3, () -> ChunkSplitter.fixedFromEnd(3));
    }
  }

  @Group
  class Pattern extends OursLaws {
    Pattern() {
      super(NONE, 2, 4, () -> ChunkSplitter.pattern(4, 2));
    }
  }

  @Group
  class Choice extends OursLaws {
    Choice() {
      super(NONE, 2, 5, () -> ChunkSplitter.choice(7, 1, new int[] {2, 5}, new int[] {3}));
    }
  }

  @Group
  class Sampled extends OursLaws {
    Sampled() {
      super(NONE, 1, 4, () -> ChunkSplitter.sampled(4, 7));
    }
  }

  @Group
  class SampledSizes extends OursLaws {
    SampledSizes() {
      super(NONE, 2, 5, () -> ChunkSplitter.sampledSizes(LISTED, 7, 1));
    }
  }

  @Group
  class SampledCuttingsUniform extends OursLaws {
    SampledCuttingsUniform() {
      super(LOOKAHEAD, 2, 4, () -> ChunkSplitter.sampledCuttings(SizeWeights.uniform(2, 4), 7, 1));
    }
  }

  @Group
  class SampledCuttingsWeighted extends OursLaws {
    SampledCuttingsWeighted() {
      super(LOOKAHEAD, 2, 5, () -> ChunkSplitter.sampledCuttings(LISTED, 7, 1));
    }
  }

  @Group
  class SampledCuttingsOfMean extends OursLaws {
    SampledCuttingsOfMean() {
      super(
          LOOKAHEAD, 1, 8, () -> ChunkSplitter.sampledCuttings(SizeWeights.mean(1, 8, 2.5), 7, 1));
    }
  }

  @Group
  class CohesiveBest extends OursLaws {
    CohesiveBest() {
      super(LOOKAHEAD, 1, 5, () -> ChunkSplitter.cohesive(SCORE, 1, 5, 0.5));
    }
  }

  @Group
  class CohesiveOfTwoAtLeast extends OursLaws {
    CohesiveOfTwoAtLeast() {
      super(LOOKAHEAD, 2, 4, () -> ChunkSplitter.cohesive(SCORE, 2, 4, 0));
    }
  }

  @Group
  class CohesiveSampled extends OursLaws {
    CohesiveSampled() {
      super(LOOKAHEAD, 1, 5, () -> ChunkSplitter.cohesive(SCORE, 1, 5, 0.5, 1, 7, 1));
    }
  }

  @Group
  class Causal extends OursLaws {
    Causal() {
      super(
          CAUSAL,
          2,
          5,
          () -> ChunkSplitter.causal(2, 5, (text, start, at) -> text.unit(at - 1) == 7));
    }
  }

  @Group
  class CoveringViewOfOne extends OursLaws {
    CoveringViewOfOne() {
      super(NONE, 1, 1, () -> ChunkSplitter.coveringViews(3)[0]);
    }
  }

  @Group
  class CoveringViewOfTwo extends OursLaws {
    CoveringViewOfTwo() {
      super(NONE, 2, 2, () -> ChunkSplitter.coveringViews(3)[1]);
    }
  }

  @Group
  class CoveringViewOfTwoBehindOne extends OursLaws {
    CoveringViewOfTwoBehindOne() {
      super(NONE, 1, 2, () -> ChunkSplitter.coveringViews(3)[2]);
    }
  }

  @Group
  class CoveringViewOfThree extends OursLaws {
    CoveringViewOfThree() {
      super(NONE, 3, 3, () -> ChunkSplitter.coveringViews(3)[3]);
    }
  }

  @Group
  class CoveringViewOfThreeBehindOne extends OursLaws {
    CoveringViewOfThreeBehindOne() {
      super(NONE, 1, 3, () -> ChunkSplitter.coveringViews(3)[4]);
    }
  }

  @Group
  class CoveringViewOfThreeBehindTwo extends OursLaws {
    CoveringViewOfThreeBehindTwo() {
      super(NONE, 2, 3, () -> ChunkSplitter.coveringViews(3)[5]);
    }
  }
}
