package org.ligature.testkit.example;

import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Cutting;
import org.ligature.testkit.SplitterLaws;

/**
 * A user's splitter with a bug: pairs, and it forgets a unit that is left over. Its laws are red
 * already at the text "0", so its name is none that a build runs; PlantedBugsTest does.
 */
class ForgetfulSplitter implements SplitterLaws {
  @Override
  public ChunkSplitter splitter() {
    return text -> {
      int[] ends = new int[text.length() / 2];
      for (int i = 0; i < ends.length; i++) {
        ends[i] = 2 * i + 2;
      }
      return Cutting.ofEnds(2 * ends.length, ends);
    };
  }

  @Override
  public boolean cutsAtSentenceEnds() {
    return false;
  }
}
