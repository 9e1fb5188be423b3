package org.ligature.chunk;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import org.ligature.codec.Unit;

/**
 * Runs of units as a tree: node 0 is the empty run, and each other one adds a unit to its parent's.
 * Nodes are numbered by length, then by parent, then by unit, so that those of one length stand
 * together. Units stand without their letter case.
 *
 * <p>Not thread-safe while nodes are added, safe to share after that.
 */
final class ChunkTrie {
  static final int ROOT = 0;

  /** In place of a node that is not there. */
  static final int NONE = -1;

  private static final int CASE = 3 << Unit.GLYPH_BITS;

  private final Long2IntOpenHashMap children;
  private int[] parents;
  private int[] units;
  private int size = 1;

  /** A tree of the root alone, with room for so many nodes. */
  ChunkTrie(int capacity) {
    children = new Long2IntOpenHashMap(Math.max(capacity, 16));
    children.defaultReturnValue(NONE);
    parents = new int[Math.max(capacity, 16)];
    units = new int[Math.max(capacity, 16)];
  }

  /** What of a unit counts here: glyph and separator, not the letter case. */
  static int key(int unit) {
    return unit & ~CASE;
  }

  /** Number of nodes, the root included. */
  int size() {
    return size;
  }

  int parent(int node) {
    return parents[node];
  }

  int unit(int node) {
    return units[node];
  }

  /** Number of units of a node's run. */
  int length(int node) {
    int length = 0;
    for (int at = node; at != ROOT; at = parents[at]) {
      length++;
    }
    return length;
  }

  /** A child as one number, for tables. */
  static long child(int parent, int key) {
    return (long) parent << Unit.BITS | key;
  }

  /** Adds a child; children come in order of {@link #child}. */
  int add(long child) {
    if (size == parents.length) {
      int room = Growth.next(size, size + 1L);
      parents = Arrays.copyOf(parents, room);
      units = Arrays.copyOf(units, room);
    }
    parents[size] = (int) (child >>> Unit.BITS);
    units[size] = (int) child & (1 << Unit.BITS) - 1;
    children.put(child, size);
    return size++;
  }

  /** The node that adds a unit to a run; NONE where there is none. */
  int next(int node, int unit) {
    return children.get(child(node, key(unit)));
  }
}
