package org.ligature.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Supplier;
import net.jqwik.api.Example;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Dependence;

/** The laws for one of our own splitters, which is made anew each time. */
abstract class OursLaws implements SplitterLaws {
  private final Supplier<ChunkSplitter> splitter;
  private final Dependence dependence;
  private final int minSize;
  private final int maxSize;

  OursLaws(Dependence dependence, int minSize, int maxSize, Supplier<ChunkSplitter> splitter) {
    this.splitter = splitter;
    this.dependence = dependence;
    this.minSize = minSize;
    this.maxSize = maxSize;
  }

  @Override
  public ChunkSplitter splitter() {
    return splitter.get();
  }

  @Override
  public int minSize() {
    return minSize;
  }

  @Override
  public int maxSize() {
    return maxSize;
  }

  /** Laws are not tried where it says LOOKAHEAD, so it must not say so by mistake. */
  @Example
  void dependenceIsAsDocumented() {
    assertEquals(dependence, splitter().dependence());
  }
}
