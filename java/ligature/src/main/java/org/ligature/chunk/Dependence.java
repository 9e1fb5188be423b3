package org.ligature.chunk;

/**
 * How the boundaries that a {@link ChunkSplitter} sets depend on the text. Whoever computes a
 * likelihood over chunks must know: a cut that looks ahead leaks the future into the lengths of
 * chunks.
 *
 * <p>Sentence ends are known from the past, so a boundary there is no dependence. The end of the
 * text is a sentence end.
 */
public enum Dependence {
  /** Boundaries depend on no unit, only on positions and on the sentence ends before them. */
  NONE,

  /** Whether a boundary stands before unit i depends on units and sentence ends before i only. */
  CAUSAL,

  /** Anything else, a sentence's length included. */
  LOOKAHEAD
}
