package org.ligature.chunk;

import org.ligature.codec.Glyphs;

/**
 * Says where a chunk must end and the next begin, whatever the splitter would do: at a unit that
 * stands for a line break, a tag, the turn of a speaker. A pure function, which many threads may
 * call at once.
 */
@FunctionalInterface
public interface BoundaryRule {
  /**
   * Whether an offset is a boundary.
   *
   * @param offset a unit offset inside the text, 1 to length - 1: between the units offset - 1 and
   *     offset
   */
  boolean isBoundary(Glyphs text, int offset);

  /** How boundaries depend on the text. A lambda is taken for {@link Dependence#LOOKAHEAD}. */
  default Dependence dependence() {
    return Dependence.LOOKAHEAD;
  }
}
