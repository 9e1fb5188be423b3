package org.ligature.chunk;

import java.util.Objects;

/**
 * A rule that says which chunk may attend to which: a set of (query, key) pairs of chunks of one
 * {@link ChunkBatch}. A pattern knows no batch; {@link BlockMask#compile} applies it to one.
 *
 * <p>Documents never see one another: every pattern keeps pairs inside a document only, {@link
 * #not} included, whose complement is taken inside the document. {@link #acrossDocuments} lifts
 * this for the pattern it is said of, and for no other beside it. Then positions are those of the
 * whole batch, as if its documents were one text in their order.
 *
 * <p>A value: immutable, equal by content, safe to share between threads.
 */
public final class Pattern {
  private static final Pattern ALL = new Pattern(new PatternNode.All());
  private static final Pattern CAUSAL = new Pattern(new PatternNode.Causal());
  private static final Pattern SAME_VIEW = new Pattern(new PatternNode.SameView());

  private final PatternNode node;

  private Pattern(PatternNode node) {
    this.node = node;
  }

  /** A chunk sees every chunk. */
  public static Pattern all() {
    return ALL;
  }

  /**
   * A chunk sees the chunks that end no later than it does, itself included. By span and not by
   * index: views of one text see one another with no leak from the future.
   */
  public static Pattern causal() {
    return CAUSAL;
  }

  /**
   * A chunk sees the chunks whose ends are at most so many units from its own end, before or after
   * it. {@code causal().and(window(w))} looks back only.
   *
   * @throws IllegalArgumentException where {@code units} is negative
   */
  public static Pattern window(int units) {
    if (units < 0) {
      throw new IllegalArgumentException("a window of " + units + " units is negative");
    }
    return new Pattern(new PatternNode.Window(units));
  }

  /** A chunk sees the chunks of its own view. */
  public static Pattern sameView() {
    return SAME_VIEW;
  }

  /** Keeps the pairs that both keep. */
  public Pattern and(Pattern other) {
    return new Pattern(new PatternNode.And(node, other.node));
  }

  /** Keeps the pairs that either keeps. */
  public Pattern or(Pattern other) {
    return new Pattern(new PatternNode.Or(node, other.node));
  }

  /**
   * Keeps the pairs that this pattern does not: those inside a document, or all of the batch where
   * this pattern itself may see other documents.
   */
  public Pattern not() {
    return new Pattern(new PatternNode.Not(node));
  }

  /** The same rule over the whole batch, documents seeing one another. */
  public Pattern acrossDocuments() {
    return new Pattern(new PatternNode.Across(node));
  }

  /**
   * The pattern that a name means: "all", "causal", "window:64" (in units) or "same-view", or
   * several of them joined by '+', of which all must hold: "causal+window:64".
   *
   * @throws IllegalArgumentException where a part means none, naming it
   */
  public static Pattern parse(String name) {
    Pattern pattern = null;
    for (String part : name.split("\\+", -1)) {
      Pattern next = parsePart(part, name);
      pattern = pattern == null ? next : pattern.and(next);
    }
    return pattern;
  }

  private static Pattern parsePart(String part, String name) {
    switch (part) {
      case "all":
        return all();
      case "causal":
        return causal();
      case "same-view":
        return sameView();
      default:
        if (!part.startsWith("window:")) {
          throw new IllegalArgumentException(
              "\""
                  + part
                  + "\" in \""
                  + name
                  + "\" is no pattern; write all, causal, window:64 or same-view, joined by '+'");
        }
    }
    String units = part.substring("window:".length());
    if (!units.matches("[0-9]{1,10}") || Long.parseLong(units) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "\""
              + part
              + "\" in \""
              + name
              + "\": \""
              + units
              + "\" is not a number of units from 0 to "
              + Integer.MAX_VALUE);
    }
    return window(Integer.parseInt(units));
  }

  /**
   * Whether the pattern keeps one pair: its definition, evaluated by itself. A block mask has the
   * same answer for every pair at once, and is the fast way.
   *
   * @throws IndexOutOfBoundsException where {@code query} or {@code key} is not in [0, numChunks)
   */
  public boolean keeps(ChunkBatch batch, int query, int key) {
    Objects.checkIndex(query, batch.numChunks());
    Objects.checkIndex(key, batch.numChunks());
    return node.keeps(batch, query, key, false);
  }

  /** The rule that finds the keys of a query of this batch. */
  KeyRule bind(ChunkBatch batch) {
    return node.bind(batch, false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pattern p && node.equals(p.node);
  }

  @Override
  public int hashCode() {
    return node.hashCode();
  }

  /** In words, such as "causal and window(64)". */
  @Override
  public String toString() {
    return node.toString();
  }
}
