package org.ligature.codec;

import it.unimi.dsi.fastutil.objects.Object2LongMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Chooses pieces for words that will not be listed. The rarer words stand in for them: each is cut
 * behind the longest other word that it begins with, and what is left is a rest, mostly an ending.
 * The commonest rests become pieces; then short strings that make up the other rests.
 */
final class PieceChooser {
  private static final int LONGEST_REST = 16;
  private static final int LONGEST_PART = 5;

  private final Set<String> words;
  private final Object2LongOpenHashMap<String> rests = new Object2LongOpenHashMap<>();

  PieceChooser(Set<String> words, Collection<String> rare) {
    this.words = words;
    for (String word : rare) {
      String rest = rest(word);
      if (!rest.isEmpty()) {
        rests.addTo(rest, 1);
      }
    }
  }

  private String rest(String word) {
    for (int end = word.length() - 1; end > 0; end--) {
      if (words.contains(word.substring(0, end))) {
        return word.substring(end);
      }
    }
    return "";
  }

  /** Adds as many pieces as are of use, and no more than {@code most}. */
  void addTo(Set<String> pieces, int most) {
    int full = pieces.size() + most;
    Object2LongOpenHashMap<String> whole = new Object2LongOpenHashMap<>(rests);
    whole.keySet().removeIf(rest -> rest.length() > LONGEST_REST);
    addBest(whole, pieces, pieces.size() + most * 3 / 4);
    Object2LongOpenHashMap<String> parts = new Object2LongOpenHashMap<>();
    for (Object2LongMap.Entry<String> e : rests.object2LongEntrySet()) {
      if (!pieces.contains(e.getKey())) {
        addParts(e.getKey(), e.getLongValue(), parts);
      }
    }
    addBest(parts, pieces, full);
  }

  /** Every string of the rest, by the units that it spares against single letters. */
  private static void addParts(String rest, long count, Object2LongOpenHashMap<String> parts) {
    for (int from = 0; from < rest.length(); from++) {
      for (int to = from + 2; to <= Math.min(rest.length(), from + LONGEST_PART); to++) {
        parts.addTo(rest.substring(from, to), count * (to - from - 1));
      }
    }
  }

  /** What was seen once proves nothing and stays away. */
  private static void addBest(Object2LongOpenHashMap<String> counts, Set<String> to, int fullAt) {
    List<Object2LongMap.Entry<String>> best = new ArrayList<>();
    for (Object2LongMap.Entry<String> e : counts.object2LongEntrySet()) {
      if (e.getLongValue() > 1) {
        best.add(e);
      }
    }
    best.sort(
        Comparator.comparingLong((Object2LongMap.Entry<String> e) -> -e.getLongValue())
            .thenComparing(Object2LongMap.Entry::getKey));
    for (Object2LongMap.Entry<String> e : best) {
      if (to.size() >= fullAt) {
        return;
      }
      to.add(e.getKey());
    }
  }
}
