package org.ligature.chunk;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts a {@link Pattern} is made of. Each says what it means twice: {@link #keeps} is the
 * obvious definition, {@link #bind} the fast way. Tests hold them against each other.
 *
 * <p>{@code across} is true below {@link Across}: then other documents count as well.
 */
sealed interface PatternNode {
  boolean keeps(BatchPair pair, int query, int key, boolean across);

  KeyRule bind(BatchPair pair, boolean across);

  /** Refuses batches whose chunks this node cannot compare. A batch always fits itself. */
  default void check(BatchPair pair, boolean across) {
    if (!across) {
      pair.checkDocuments(this);
    }
  }

  /** Whether a pair of different documents is in the universe of which this node keeps a part. */
  default boolean reaches(boolean across) {
    return across;
  }

  record All() implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return pair.together(query, key, across);
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      return KeyRule.everything(pair, across);
    }

    @Override
    public String toString() {
      return "all";
    }
  }

  record Causal() implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return pair.together(query, key, across)
          && pair.keys().chunkEnd(key) <= pair.queries().chunkEnd(query);
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      return new EndsNear(pair, across, Integer.MAX_VALUE, 0);
    }

    @Override
    public void check(BatchPair pair, boolean across) {
      pair.checkPositions(this);
    }

    @Override
    public String toString() {
      return "causal";
    }
  }

  record Window(int units) implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return pair.together(query, key, across)
          && Math.abs(pair.queries().chunkEnd(query) - pair.keys().chunkEnd(key)) <= units;
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      return new EndsNear(pair, across, units, units);
    }

    @Override
    public void check(BatchPair pair, boolean across) {
      pair.checkPositions(this);
    }

    @Override
    public String toString() {
      return "window(" + units + ")";
    }
  }

  record SameView() implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return pair.together(query, key, across)
          && pair.queries().view(query) == pair.keys().view(key);
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      return KeyRule.ownView(pair, across);
    }

    @Override
    public String toString() {
      return "same-view";
    }
  }

  record SameSentence() implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return pair.queries().document(query) == pair.keys().document(key)
          && pair.queries().sentence(query) == pair.keys().sentence(key);
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      return KeyRule.ownSentence(pair);
    }

    @Override
    public void check(BatchPair pair, boolean across) {
      pair.checkSentences(this);
    }

    @Override
    public String toString() {
      return "same-sentence";
    }
  }

  record Overlapping() implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      // Units of two documents are never the same.
      return pair.queries().chunkStart(query) < pair.keys().chunkEnd(key)
          && pair.keys().chunkStart(key) < pair.queries().chunkEnd(query);
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      return KeyRule.sharingUnits(pair);
    }

    @Override
    public void check(BatchPair pair, boolean across) {
      pair.checkPositions(this);
    }

    @Override
    public String toString() {
      return "overlapping";
    }
  }

  record Global(int chunks) implements PatternNode {
    private boolean isGlobal(ChunkBatch batch, int chunk) {
      return chunk - batch.firstChunk(batch.document(chunk), batch.view(chunk)) < chunks;
    }

    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return pair.together(query, key, across)
          && (isGlobal(pair.queries(), query) || isGlobal(pair.keys(), key));
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      KeyRule everything = KeyRule.everything(pair, across);
      KeyRule firsts = KeyRule.firsts(pair, chunks, across);
      return (query, out) ->
          (isGlobal(pair.queries(), query) ? everything : firsts).keys(query, out);
    }

    @Override
    public String toString() {
      return "global(" + chunks + ")";
    }
  }

  record Where(CrossPairRule rule) implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return pair.together(query, key, across)
          && rule.keeps(pair.queries(), query, pair.keys(), key);
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      return filter(pair, KeyRule.everything(pair, across), across);
    }

    /** Of the keys of another rule those that this one keeps too. */
    KeyRule filter(BatchPair pair, KeyRule beside, boolean across) {
      return KeyRule.filter(beside, (query, key) -> keeps(pair, query, key, across));
    }

    @Override
    public void check(BatchPair pair, boolean across) {
      PatternNode.super.check(pair, across);
      if (rule instanceof OfOneBatch && pair.queries() != pair.keys()) {
        throw new IllegalArgumentException(
            this + " has a rule of one batch, and queries and keys are of two");
      }
    }

    @Override
    public String toString() {
      return "where(" + rule + ")";
    }
  }

  /** A rule of one batch as one of two, which are the same. */
  record OfOneBatch(PairRule rule) implements CrossPairRule {
    @Override
    public boolean keeps(ChunkBatch queries, int query, ChunkBatch keys, int key) {
      return rule.keeps(queries, query, key);
    }

    @Override
    public String toString() {
      return rule.toString();
    }
  }

  record And(PatternNode left, PatternNode right) implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return left.keeps(pair, query, key, across) && right.keeps(pair, query, key, across);
    }

    @Override
    public boolean reaches(boolean across) {
      return left.reaches(across) && right.reaches(across);
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      List<PatternNode> parts = new ArrayList<>();
      addParts(parts);
      KeyRule rule = null;
      for (PatternNode part : parts) {
        if (!(part instanceof Where)) {
          KeyRule next = part.bind(pair, across);
          rule = rule == null ? next : KeyRule.combine(rule, next, KeyRanges::intersect);
        }
      }
      // A user's rules come last: they are asked pair by pair.
      rule = rule == null ? KeyRule.everything(pair, across) : rule;
      for (PatternNode part : parts) {
        rule = part instanceof Where where ? where.filter(pair, rule, across) : rule;
      }
      return rule;
    }

    /** All that must hold, through conjunctions of conjunctions. */
    private void addParts(List<PatternNode> parts) {
      for (PatternNode part : new PatternNode[] {left, right}) {
        if (part instanceof And and) {
          and.addParts(parts);
        } else {
          parts.add(part);
        }
      }
    }

    @Override
    public void check(BatchPair pair, boolean across) {
      left.check(pair, across);
      right.check(pair, across);
    }

    @Override
    public String toString() {
      return factor(left) + " and " + factor(right);
    }

    private static String factor(PatternNode node) {
      return node instanceof Or ? "(" + node + ")" : node.toString();
    }
  }

  record Or(PatternNode left, PatternNode right) implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return left.keeps(pair, query, key, across) || right.keeps(pair, query, key, across);
    }

    @Override
    public boolean reaches(boolean across) {
      return left.reaches(across) || right.reaches(across);
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      return KeyRule.combine(left.bind(pair, across), right.bind(pair, across), KeyRanges::unite);
    }

    @Override
    public void check(BatchPair pair, boolean across) {
      left.check(pair, across);
      right.check(pair, across);
    }

    @Override
    public String toString() {
      return left + " or " + right;
    }
  }

  record Not(PatternNode node) implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return pair.together(query, key, node.reaches(across))
          && !node.keeps(pair, query, key, across);
    }

    @Override
    public boolean reaches(boolean across) {
      return node.reaches(across);
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      return KeyRule.combine(
          KeyRule.everything(pair, node.reaches(across)),
          node.bind(pair, across),
          KeyRanges::subtract);
    }

    @Override
    public void check(BatchPair pair, boolean across) {
      node.check(pair, across);
    }

    @Override
    public String toString() {
      return "not " + (node instanceof And || node instanceof Or ? "(" + node + ")" : node);
    }
  }

  record Across(PatternNode node) implements PatternNode {
    @Override
    public boolean keeps(BatchPair pair, int query, int key, boolean across) {
      return node.keeps(pair, query, key, true);
    }

    @Override
    public boolean reaches(boolean across) {
      return true;
    }

    @Override
    public KeyRule bind(BatchPair pair, boolean across) {
      return node.bind(pair, true);
    }

    @Override
    public void check(BatchPair pair, boolean across) {
      node.check(pair, true);
    }

    @Override
    public String toString() {
      return "across-documents(" + node + ")";
    }
  }
}
