package org.ligature.testkit;

import java.util.BitSet;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Cutting;
import org.ligature.chunk.Dependence;
import org.ligature.codec.Glyphs;

/** Splitters with one bug each, tried by PlantedBugsTest alone. */
final class PlantedSplitterBugs {
  private PlantedSplitterBugs() {}

  private static ChunkSplitter saying(Dependence dependence, ChunkSplitter splitter) {
    return new ChunkSplitter() {
      @Override
      public Cutting split(Glyphs text) {
        return splitter.split(text);
      }

      @Override
      public Dependence dependence() {
        return dependence;
      }
    };
  }

  private static boolean isSeven(Glyphs text, int i) {
    return text.unit(i) == 7;
  }

  /** Chunks of 3, and a last unit that would be alone joins the chunk before it. */
  static class SparesTheLastUnit implements SplitterLaws {
    @Override
    public ChunkSplitter splitter() {
      return text -> {
        int n = text.length();
        BitSet boundaries = ChunkSplitter.fixed(3).split(text.asOneSentence()).boundaries();
        boundaries.clear(Math.max(0, n - 1));
        return Cutting.ofBoundaries(n, boundaries);
      };
    }

    @Override
    public boolean cutsAtSentenceEnds() {
      return false;
    }

    @Override
    public int maxSize() {
      return 3;
    }
  }

  /** Looks at the first unit without asking whether there is one. */
  static class LooksBeforeItLeaps implements SplitterLaws {
    @Override
    public ChunkSplitter splitter() {
      return text -> ChunkSplitter.fixed(1 + text.unit(0) % 2).split(text);
    }
  }

  /** Draws other sizes at each call. */
  static class DrawsAnew implements SplitterLaws {
    private final ChunkSplitter splitter =
        new ChunkSplitter() {
          private int calls;

          @Override
          public Cutting split(Glyphs text) {
            return ChunkSplitter.fixed(1 + calls++ % 2).split(text);
          }
        };

    @Override
    public ChunkSplitter splitter() {
      return splitter;
    }
  }

  /** Keeps a table that only the thread has that made the splitter. */
  static class KnowsOneThread implements SplitterLaws {
    @Override
    public ChunkSplitter splitter() {
      ThreadLocal<Integer> size = new ThreadLocal<>();
      size.set(2);
      return text -> ChunkSplitter.fixed(size.get()).split(text);
    }
  }

  /** Goes on with its pattern where the text before it ended. */
  static class RemembersTheTextBefore implements SplitterLaws {
    @Override
    public ChunkSplitter splitter() {
      int[] before = {0};
      return text -> {
        int size = 1 + before[0] % 2;
        before[0] += text.length();
        return ChunkSplitter.fixed(size).split(text);
      };
    }
  }

  /** Chunks cross the ends of sentences, and it does not say so. */
  static class CrossesSentences implements SplitterLaws {
    @Override
    public ChunkSplitter splitter() {
      return ChunkSplitter.fixed(2).acrossSentences();
    }
  }

  /** Says that no unit matters, and cuts before each 7. */
  static class LooksAtUnits implements SplitterLaws {
    @Override
    public ChunkSplitter splitter() {
      return saying(Dependence.NONE, ChunkSplitter.fixed(9).cutWhere(PlantedSplitterBugs::isSeven));
    }
  }

  /** Says that it looks back only, and counts from the end. */
  static class CountsFromTheEnd implements SplitterLaws {
    @Override
    public ChunkSplitter splitter() {
      return saying(Dependence.CAUSAL, ChunkSplitter.fixedFromEnd(2));
    }
  }

  /** Its rule looks at the unit behind the boundary. */
  static class LooksOneUnitAhead implements SplitterLaws {
    @Override
    public ChunkSplitter splitter() {
      return ChunkSplitter.causal(1, 4, (text, start, at) -> isSeven(text, at));
    }
  }
}
