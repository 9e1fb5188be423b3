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
  boolean keeps(ChunkBatch batch, int query, int key, boolean across);

  KeyRule bind(ChunkBatch batch, boolean across);

  /** Whether a pair of different documents is in the universe of which this node keeps a part. */
  default boolean reaches(boolean across) {
    return across;
  }

  private static boolean together(ChunkBatch batch, int query, int key, boolean across) {
    return across || batch.document(query) == batch.document(key);
  }

  record All() implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return together(batch, query, key, across);
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      return KeyRule.everything(batch, across);
    }

    @Override
    public String toString() {
      return "all";
    }
  }

  record Causal() implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return together(batch, query, key, across) && batch.chunkEnd(key) <= batch.chunkEnd(query);
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      return new EndsNear(batch, across, Integer.MAX_VALUE, 0);
    }

    @Override
    public String toString() {
      return "causal";
    }
  }

  record Window(int units) implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return together(batch, query, key, across)
          && Math.abs(batch.chunkEnd(query) - batch.chunkEnd(key)) <= units;
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      return new EndsNear(batch, across, units, units);
    }

    @Override
    public String toString() {
      return "window(" + units + ")";
    }
  }

  record SameView() implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return together(batch, query, key, across) && batch.view(query) == batch.view(key);
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      return KeyRule.ownView(batch, across);
    }

    @Override
    public String toString() {
      return "same-view";
    }
  }

  record SameSentence() implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return batch.document(query) == batch.document(key)
          && batch.sentence(query) == batch.sentence(key);
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      return KeyRule.ownSentence(batch);
    }

    @Override
    public String toString() {
      return "same-sentence";
    }
  }

  record Overlapping() implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      // Units of two documents are never the same.
      return batch.chunkStart(query) < batch.chunkEnd(key)
          && batch.chunkStart(key) < batch.chunkEnd(query);
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      return KeyRule.sharingUnits(batch);
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
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return together(batch, query, key, across)
          && (isGlobal(batch, query) || isGlobal(batch, key));
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      KeyRule everything = KeyRule.everything(batch, across);
      KeyRule firsts = KeyRule.firsts(batch, chunks, across);
      return (query, out) -> (isGlobal(batch, query) ? everything : firsts).keys(query, out);
    }

    @Override
    public String toString() {
      return "global(" + chunks + ")";
    }
  }

  record Where(PairRule rule) implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return together(batch, query, key, across) && rule.keeps(batch, query, key);
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      return filter(batch, KeyRule.everything(batch, across), across);
    }

    /** Of the keys of another rule those that this one keeps too. */
    KeyRule filter(ChunkBatch batch, KeyRule beside, boolean across) {
      return KeyRule.filter(beside, (query, key) -> keeps(batch, query, key, across));
    }

    @Override
    public String toString() {
      return "where(" + rule + ")";
    }
  }

  record And(PatternNode left, PatternNode right) implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return left.keeps(batch, query, key, across) && right.keeps(batch, query, key, across);
    }

    @Override
    public boolean reaches(boolean across) {
      return left.reaches(across) && right.reaches(across);
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      List<PatternNode> parts = new ArrayList<>();
      addParts(parts);
      KeyRule rule = null;
      for (PatternNode part : parts) {
        if (!(part instanceof Where)) {
          KeyRule next = part.bind(batch, across);
          rule = rule == null ? next : KeyRule.combine(rule, next, KeyRanges::intersect);
        }
      }
      // A user's rules come last: they are asked pair by pair.
      rule = rule == null ? KeyRule.everything(batch, across) : rule;
      for (PatternNode part : parts) {
        rule = part instanceof Where where ? where.filter(batch, rule, across) : rule;
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
    public String toString() {
      return factor(left) + " and " + factor(right);
    }

    private static String factor(PatternNode node) {
      return node instanceof Or ? "(" + node + ")" : node.toString();
    }
  }

  record Or(PatternNode left, PatternNode right) implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return left.keeps(batch, query, key, across) || right.keeps(batch, query, key, across);
    }

    @Override
    public boolean reaches(boolean across) {
      return left.reaches(across) || right.reaches(across);
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      return KeyRule.combine(left.bind(batch, across), right.bind(batch, across), KeyRanges::unite);
    }

    @Override
    public String toString() {
      return left + " or " + right;
    }
  }

  record Not(PatternNode node) implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return together(batch, query, key, node.reaches(across))
          && !node.keeps(batch, query, key, across);
    }

    @Override
    public boolean reaches(boolean across) {
      return node.reaches(across);
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      return KeyRule.combine(
          KeyRule.everything(batch, node.reaches(across)),
          node.bind(batch, across),
          KeyRanges::subtract);
    }

    @Override
    public String toString() {
      return "not " + (node instanceof And || node instanceof Or ? "(" + node + ")" : node);
    }
  }

  record Across(PatternNode node) implements PatternNode {
    @Override
    public boolean keeps(ChunkBatch batch, int query, int key, boolean across) {
      return node.keeps(batch, query, key, true);
    }

    @Override
    public boolean reaches(boolean across) {
      return true;
    }

    @Override
    public KeyRule bind(ChunkBatch batch, boolean across) {
      return node.bind(batch, true);
    }

    @Override
    public String toString() {
      return "across-documents(" + node + ")";
    }
  }
}
