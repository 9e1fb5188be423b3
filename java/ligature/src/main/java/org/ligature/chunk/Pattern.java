package org.ligature.chunk;

import java.util.Objects;

/**
 * A rule that says which chunk may attend to which: a set of (query, key) pairs of chunks. A
 * pattern knows no batch; {@link BlockMask#compile} applies it to one {@link ChunkBatch}, or to a
 * batch of queries and another of keys.
 *
 * <p>Documents never see one another: every pattern keeps pairs inside a document only, {@link
 * #not} included, whose complement is taken inside the document. {@link #acrossDocuments} lifts
 * this for the pattern it is said of, and for no other beside it. Then positions are those of the
 * whole batch, as if its documents were one text in their order.
 *
 * <p><b>Two batches</b>: document i of the queries meets document i of the keys, so there are as
 * many of both, unless {@link #acrossDocuments} is said of everything. What is compared are units,
 * sentences or views of the same number, and that decides which batches fit:
 *
 * <ul>
 *   <li>{@link #causal}, {@link #window} and {@link #overlapping} compare unit offsets, so both
 *       batches must cut the same texts: as many documents, each of as many units. The units
 *       themselves may differ, as where one side has words hidden.
 *   <li>{@link #sameSentence} compares sentence numbers: as many documents, each of as many
 *       sentences. A text and its translation, aligned by sentence, fit.
 *   <li>{@link #sameView} compares view numbers. A query of a view that the keys lack keeps none.
 *   <li>{@link #all}, {@link #global} and {@link #where(CrossPairRule)} compare nothing; a rule of
 *       one batch, {@link #where(PairRule)}, fits one batch only.
 * </ul>
 *
 * <p>A value: immutable, equal by content, safe to share between threads.
 */
public final class Pattern {
  private static final Pattern ALL = new Pattern(new PatternNode.All());
  private static final Pattern CAUSAL = new Pattern(new PatternNode.Causal());
  private static final Pattern SAME_VIEW = new Pattern(new PatternNode.SameView());
  private static final Pattern SAME_SENTENCE = new Pattern(new PatternNode.SameSentence());
  private static final Pattern OVERLAPPING = new Pattern(new PatternNode.Overlapping());

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

  /**
   * A chunk sees the chunks of its own sentence, of every view: see {@link ChunkBatch#sentence}.
   * Sentences of two documents are never the same.
   */
  public static Pattern sameSentence() {
    return SAME_SENTENCE;
  }

  /** A chunk sees the chunks that share a unit with it, itself included. */
  public static Pattern overlapping() {
    return OVERLAPPING;
  }

  /**
   * The first {@code chunks} chunks of each view of a document see every chunk and are seen by
   * every one (global attention; Beltagy, Peters and Cohan, "Longformer: the long-document
   * transformer", 2020).
   *
   * @throws IllegalArgumentException where {@code chunks} is negative
   */
  public static Pattern global(int chunks) {
    if (chunks < 0) {
      throw new IllegalArgumentException("the number of global chunks is negative: " + chunks);
    }
    return new Pattern(new PatternNode.Global(chunks));
  }

  /**
   * A chunk sees the chunks that a rule says. The rule is asked for every pair that the patterns
   * beside it by {@link #and} leave, and alone for every pair of a document: that takes time by the
   * square of its chunks. What the rule throws, {@link BlockMask#compile} throws.
   *
   * <p>Equal to another where the rules are. For queries and keys of one batch.
   */
  public static Pattern where(PairRule rule) {
    return where(new PatternNode.OfOneBatch(Objects.requireNonNull(rule)));
  }

  /** The same with a rule that is given both batches, of queries and of keys. */
  public static Pattern where(CrossPairRule rule) {
    return new Pattern(new PatternNode.Where(Objects.requireNonNull(rule)));
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
   * The pattern that a name means: "all", "causal", "window:64" (in units), "same-view",
   * "same-sentence", "overlapping" or "global:4" (chunks), or several of them joined by '+', of
   * which all must hold: "causal+window:64".
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
    int colon = part.indexOf(':');
    switch (colon < 0 ? part : part.substring(0, colon + 1)) {
      case "all":
        return all();
      case "causal":
        return causal();
      case "same-view":
        return sameView();
      case "same-sentence":
        return sameSentence();
      case "overlapping":
        return overlapping();
      case "window:":
        return window(number(part, colon + 1, name, "units"));
      case "global:":
        return global(number(part, colon + 1, name, "chunks"));
      default:
        throw new IllegalArgumentException(
            "\""
                + part
                + "\" in \""
                + name
                + "\" is no pattern; write all, causal, window:64, same-view, same-sentence,"
                + " overlapping or global:4, joined by '+'");
    }
  }

  private static int number(String part, int from, String name, String what) {
    String digits = part.substring(from);
    if (!digits.matches("[0-9]{1,10}") || Long.parseLong(digits) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "\""
              + part
              + "\" in \""
              + name
              + ("\": \"" + digits + "\" is not a number of " + what + " from 0 to ")
              + Integer.MAX_VALUE);
    }
    return Integer.parseInt(digits);
  }

  /**
   * Whether the pattern keeps one pair: its definition, evaluated by itself. A block mask has the
   * same answer for every pair at once, and is the fast way.
   *
   * @throws IndexOutOfBoundsException where {@code query} or {@code key} is not in [0, numChunks)
   */
  public boolean keeps(ChunkBatch batch, int query, int key) {
    return keeps(batch, query, batch, key);
  }

  /**
   * The same for a query of one batch and a key of another. Takes time linear in the documents.
   *
   * @throws IllegalArgumentException where the pattern does not fit the two batches
   * @throws IndexOutOfBoundsException where {@code query} is not in [0, numChunks) of the queries,
   *     or {@code key} of the keys
   */
  public boolean keeps(ChunkBatch queries, int query, ChunkBatch keys, int key) {
    Objects.checkIndex(query, queries.numChunks());
    Objects.checkIndex(key, keys.numChunks());
    BatchPair pair = new BatchPair(queries, keys);
    node.check(pair, false);
    return node.keeps(pair, query, key, false);
  }

  /** The rule that finds the keys of a query; refuses batches that do not fit. */
  KeyRule bind(BatchPair pair) {
    node.check(pair, false);
    return node.bind(pair, false);
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
