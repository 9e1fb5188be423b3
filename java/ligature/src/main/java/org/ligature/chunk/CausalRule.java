package org.ligature.chunk;

import org.ligature.codec.Glyphs;

/**
 * Says from the past only whether a chunk ends. A pure function, which many threads may call at
 * once.
 */
@FunctionalInterface
public interface CausalRule {
  /**
   * Whether the chunk ends before unit {@code at}.
   *
   * @param text may be looked at below {@code at} only. A rule that looks at unit {@code at} or
   *     later, or at the length, leaks the future; the laws of the testkit find it out.
   * @param start the unit at which the chunk began, below {@code at}
   */
  boolean ends(Glyphs text, int start, int at);
}
