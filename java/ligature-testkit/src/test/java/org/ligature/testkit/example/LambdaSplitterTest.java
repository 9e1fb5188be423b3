package org.ligature.testkit.example;

import java.util.BitSet;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Cutting;
import org.ligature.testkit.SplitterLaws;

class LambdaSplitterTest implements SplitterLaws {
  @Override
  public ChunkSplitter splitter() {
    return text -> {
      BitSet cuts = new BitSet();
      for (int i = 1; i < text.length(); i++) {
        cuts.set(i, text.unit(i) == 7); // a chunk begins with each unit 7
      }
      return Cutting.ofBoundaries(text.length(), cuts);
    };
  }

  @Override
  public boolean cutsAtSentenceEnds() {
    return false; // without this line: "0 | 0" is cut "2", across the sentence end at 1
  }
}
