package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ligature.codec.Glyphs;

class PatternTest {
  // Chunks 0 to 2 are 2+2+2 and chunks 3 and 4 are 3+3 of one text; 5 and 6 are both views of
  // another.
  private static final ChunkBatch BATCH =
      ChunkBatch.of(
          List.of(Glyphs.of(new int[6]), Glyphs.of(new int[2])),
          List.of(
              List.of(Cutting.parse("2+2+2"), Cutting.parse("2")),
              List.of(Cutting.parse("3+3"), Cutting.parse("2"))));

  @Test
  void causalIsBySpanAndNotByIndex() {
    assertEquals(List.of(0), keys(Pattern.causal(), 0));
    assertEquals(List.of(0, 1, 3), keys(Pattern.causal(), 1));
    assertEquals(List.of(0, 1, 2, 3, 4), keys(Pattern.causal(), 2));
    assertEquals(List.of(0, 3), keys(Pattern.causal(), 3));
  }

  @Test
  void windowCountsUnitsBetweenEndsBothWays() {
    assertEquals(List.of(1, 3), keys(Pattern.window(1), 1));
    assertEquals(List.of(0, 1, 2, 3, 4), keys(Pattern.window(2), 1));
    assertEquals(List.of(0, 1, 3), keys(Pattern.window(1), 3));
    assertEquals(List.of(2, 4), keys(Pattern.window(0), 2));
    assertEquals(List.of(0, 1, 2, 3, 4), keys(Pattern.window(Integer.MAX_VALUE), 0));
    assertEquals(List.of(0, 1, 3), keys(Pattern.causal().and(Pattern.window(2)), 1));
  }

  @Test
  void sentencesOverlapAndGlobals() {
    ChunkBatch two =
        ChunkBatch.of(
            Glyphs.of(new int[6], new int[] {4, 6}),
            Cutting.parse("2+2+2"),
            Cutting.parse("1+4+1"));
    assertEquals(List.of(0, 1, 3), keys(two, Pattern.sameSentence(), 0));
    assertEquals(List.of(2, 4, 5), keys(two, Pattern.sameSentence(), 4));
    assertEquals(List.of(0, 3, 4), keys(two, Pattern.overlapping(), 0));
    assertEquals(List.of(1, 4), keys(two, Pattern.overlapping(), 1));
    assertEquals(List.of(0, 1, 2, 4), keys(two, Pattern.overlapping(), 4));
    assertEquals(List.of(0, 3), keys(two, Pattern.global(1), 1));
    assertEquals(List.of(0, 1, 2, 3, 4, 5), keys(two, Pattern.global(1), 3));
    assertEquals(List.of(), keys(two, Pattern.global(0), 3));
    assertEquals(List.of(1, 5), keys(two, Pattern.where((b, q, k) -> k % 4 == 1), 0));
    assertEquals(List.of(5, 6), keys(Pattern.global(1), 5));
    assertEquals(List.of(0, 3, 5, 6), keys(Pattern.global(1).acrossDocuments(), 1));
    assertEquals(List.of(5, 6), keys(Pattern.sameSentence().acrossDocuments(), 5));
    assertEquals(List.of(0, 3), keys(Pattern.overlapping().acrossDocuments(), 0));
    assertEquals(List.of(0, 1), keys(Pattern.where((b, q, k) -> k < 2), 3));
    assertEquals(List.of(0, 1), keys(Pattern.where((b, q, k) -> k < 2).acrossDocuments(), 6));
  }

  @Test
  void aRuleIsAskedOnlyWhatIsLeft() {
    long[] asked = new long[1];
    Pattern rule =
        Pattern.where(
            (batch, query, key) -> {
              asked[0]++;
              return key % 2 == 0;
            });
    ChunkBatch batch = ChunkBatch.of(Glyphs.of(new int[4000]), ChunkSplitter.fixed(1));
    Pattern near = Pattern.causal().and(Pattern.window(9));
    long left = BlockMask.compile(batch, near).keptPairs();
    for (Pattern both :
        List.of(rule.and(near), near.and(rule), rule.and(near).and(Pattern.all()))) {
      asked[0] = 0;
      assertEquals(left / 2, BlockMask.compile(batch, both).keptPairs(), 10);
      assertEquals(left, asked[0]);
    }
    Pattern failing =
        Pattern.where(
            (b, query, key) -> {
              throw new ArithmeticException("pair " + query + ", " + key);
            });
    assertEquals(
        "pair 0, 0",
        assertThrows(ArithmeticException.class, () -> BlockMask.compile(batch, failing))
            .getMessage());
  }

  @Test
  void documentsAreApartUnlessSaid() {
    assertEquals(List.of(0, 1, 2, 3, 4), keys(Pattern.all(), 1));
    assertEquals(List.of(5, 6), keys(Pattern.all(), 5));
    assertEquals(List.of(0, 1, 2), keys(Pattern.sameView(), 1));
    assertEquals(List.of(3, 4), keys(Pattern.sameView().not(), 1));
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), keys(Pattern.all().acrossDocuments(), 1));
    assertEquals(List.of(0, 1, 2, 5), keys(Pattern.sameView().acrossDocuments(), 1));
    assertEquals(List.of(3, 4, 6), keys(Pattern.sameView().acrossDocuments().not(), 1));
    assertEquals(List.of(3, 4, 6), keys(Pattern.sameView().not().acrossDocuments(), 1));
    assertEquals(List.of(2, 4, 5, 6), keys(Pattern.window(2).acrossDocuments(), 5));
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), keys(Pattern.causal().acrossDocuments(), 5));
  }

  @Test
  void acrossDocumentsIsSaidOfOnePatternOnly() {
    Pattern near = Pattern.window(2).acrossDocuments();

    assertEquals(List.of(5, 6), keys(near.and(Pattern.all()), 5));
    assertEquals(List.of(2, 4, 5, 6), keys(near.or(Pattern.all()), 5));
    // A conjunction with one part that stays inside stays inside, and so does its complement.
    assertEquals(List.of(), keys(near.and(Pattern.all()).not(), 5));
    assertEquals(List.of(0, 1, 3), keys(near.or(Pattern.all()).not(), 5));
  }

  @Test
  void twoCuttingsOfOneTextMeetByPosition() {
    Glyphs text = Glyphs.of(new int[6], new int[] {4, 6});
    ChunkBatch pairs = ChunkBatch.of(text, Cutting.parse("2+2+2"));
    ChunkBatch both = ChunkBatch.of(text, Cutting.parse("1+3+2"), Cutting.parse("6"));
    assertEquals(List.of(0), keys(pairs, both, Pattern.causal(), 0));
    assertEquals(List.of(0, 1), keys(pairs, both, Pattern.causal(), 1));
    assertEquals(List.of(0, 1, 2, 3), keys(pairs, both, Pattern.causal(), 2));
    assertEquals(List.of(0), keys(pairs, both, Pattern.window(1), 0));
    assertEquals(List.of(0, 1, 3), keys(pairs, both, Pattern.overlapping(), 0));
    assertEquals(List.of(1, 3), keys(pairs, both, Pattern.overlapping(), 1));
    assertEquals(List.of(0, 1), keys(pairs, both, Pattern.sameSentence(), 0));
    assertEquals(List.of(2, 3), keys(pairs, both, Pattern.sameSentence(), 2));
    assertEquals(List.of(0, 1, 2), keys(pairs, both, Pattern.sameView(), 1));
    assertEquals(List.of(0, 1, 2), keys(both, pairs, Pattern.sameView(), 0));
    assertEquals(List.of(), keys(both, pairs, Pattern.sameView(), 3));
    assertEquals(List.of(), keys(both, pairs, Pattern.sameView().acrossDocuments(), 3));
    assertEquals(List.of(0, 1, 2), keys(both, pairs, Pattern.sameView().not(), 3));
    assertEquals(List.of(0, 3), keys(pairs, both, Pattern.global(1), 1));
    assertEquals(List.of(0, 1, 2, 3), keys(pairs, both, Pattern.global(1), 0));
    CrossPairRule longer =
        (queries, query, keys, key) ->
            keys.chunkEnd(key) - keys.chunkStart(key)
                > queries.chunkEnd(query) - queries.chunkStart(query);
    assertEquals(List.of(1, 3), keys(pairs, both, Pattern.where(longer), 0));
    assertEquals(List.of(), keys(pairs, pairs, Pattern.where(longer), 0));
    assertEquals(List.of(), keys(pairs, Pattern.where(longer), 0));
  }

  @Test
  void documentsOfTwoBatchesMeetByNumber() {
    ChunkBatch two =
        ChunkBatch.of(
            List.of(Glyphs.of(new int[3]), Glyphs.of(new int[4])), ChunkSplitter.fixed(2));
    ChunkBatch other =
        ChunkBatch.of(
            List.of(Glyphs.of(new int[1]), Glyphs.of(new int[2])), ChunkSplitter.fixed(1));
    ChunkBatch three =
        ChunkBatch.of(List.of(Glyphs.of(1), Glyphs.of(2, 3), Glyphs.of(4)), ChunkSplitter.fixed(1));
    assertEquals(List.of(0), keys(two, other, Pattern.all(), 1));
    assertEquals(List.of(1, 2), keys(two, other, Pattern.all(), 2));
    assertEquals(List.of(0, 1, 2, 3), keys(two, three, Pattern.all().acrossDocuments(), 3));
    assertRefused(
        "all pairs document i of the queries with document i of the keys, and the queries have 2"
            + " documents, the keys 3",
        two,
        three,
        Pattern.all().or(Pattern.sameView().acrossDocuments()));
  }

  @Test
  void batchesThatCannotBeComparedAreRefusedWithTheNumbers() {
    ChunkBatch four =
        ChunkBatch.of(List.of(Glyphs.of(9), Glyphs.of(1, 2, 3, 4)), ChunkSplitter.fixed(1));
    ChunkBatch three =
        ChunkBatch.of(List.of(Glyphs.of(9), Glyphs.of(1, 2, 3)), ChunkSplitter.fixed(1));
    ChunkBatch halves =
        ChunkBatch.of(
            List.of(Glyphs.of(9), Glyphs.of(new int[] {1, 2, 3, 4}, new int[] {2, 4})),
            ChunkSplitter.fixed(1));
    for (Pattern pattern :
        List.of(
            Pattern.causal(),
            Pattern.window(7),
            Pattern.overlapping(),
            Pattern.window(7).acrossDocuments())) {
      Pattern alone = pattern.toString().startsWith("across") ? Pattern.window(7) : pattern;
      assertRefused(
          alone
              + " compares units of the same text, and document 1 has 4 units in the queries, 3 in"
              + " the keys",
          four,
          three,
          Pattern.all().and(pattern.not()));
      BlockMask.compile(four, halves, pattern);
    }
    assertRefused(
        "same-sentence compares sentences of the same text, and document 1 has 1 sentences in the"
            + " queries, 2 in the keys",
        four,
        halves,
        Pattern.sameSentence().acrossDocuments());
    BlockMask.compile(four, three, Pattern.sameSentence());
    PairRule rule = (batch, query, key) -> true;
    assertRefused(
        "where(" + rule + ") has a rule of one batch, and queries and keys are of two",
        four,
        ChunkBatch.of(List.of(Glyphs.of(9), Glyphs.of(1, 2, 3, 4)), ChunkSplitter.fixed(1)),
        Pattern.where(rule));
    BlockMask.compile(four, four, Pattern.where(rule));
    assertThrows(IndexOutOfBoundsException.class, () -> Pattern.all().keeps(four, 5, three, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> Pattern.all().keeps(four, 0, three, 4));
    assertThrows(NullPointerException.class, () -> BlockMask.compile(null, four, Pattern.all()));
    assertThrows(NullPointerException.class, () -> BlockMask.compile(four, null, Pattern.all()));
    assertThrows(NullPointerException.class, () -> BlockMask.compile(four, three, null));
  }

  private static void assertRefused(
      String message, ChunkBatch queries, ChunkBatch keys, Pattern pattern) {
    assertEquals(message, messageOf(() -> BlockMask.compile(queries, keys, pattern)));
    assertEquals(message, messageOf(() -> pattern.keeps(queries, 0, keys, 0)));
  }

  @Test
  void readsInWords() {
    Pattern near = Pattern.causal().and(Pattern.window(64));

    assertEquals("causal and window(64)", near.toString());
    assertEquals("not (causal and window(64))", near.not().toString());
    assertEquals("not same-view", Pattern.sameView().not().toString());
    assertEquals("causal and window(64) or all", near.or(Pattern.all()).toString());
    assertEquals(
        "(all or same-view) and not not causal",
        Pattern.all().or(Pattern.sameView()).and(Pattern.causal().not().not()).toString());
    assertEquals(
        "across-documents(causal and window(64)) or causal",
        near.acrossDocuments().or(Pattern.causal()).toString());
  }

  @Test
  void isAValue() {
    assertEquals(Pattern.causal().and(Pattern.window(3)), Pattern.parse("causal+window:3"));
    assertEquals(
        Pattern.causal().and(Pattern.window(3)).hashCode(),
        Pattern.parse("causal+window:3").hashCode());
    assertNotEquals(Pattern.window(3), Pattern.window(4));
    assertNotEquals(Pattern.causal(), Pattern.causal().acrossDocuments());
    assertNotEquals(Pattern.causal(), "causal");
  }

  @Test
  void parsesNames() {
    assertEquals(Pattern.all(), Pattern.parse("all"));
    assertEquals(Pattern.causal(), Pattern.parse("causal"));
    assertEquals(Pattern.sameView(), Pattern.parse("same-view"));
    assertEquals(Pattern.sameSentence(), Pattern.parse("same-sentence"));
    assertEquals(Pattern.overlapping(), Pattern.parse("overlapping"));
    assertEquals(Pattern.global(4), Pattern.parse("global:4"));
    assertEquals(Pattern.window(Integer.MAX_VALUE), Pattern.parse("window:2147483647"));
    assertEquals(
        Pattern.all().and(Pattern.window(0)).and(Pattern.sameView()),
        Pattern.parse("all+window:0+same-view"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cuasal", "window", "causal ", "causal,all", "not"})
  void badNamesAreExplained(String part) {
    assertEquals(
        "\""
            + part
            + "\" in \"causal+"
            + part
            + "\" is no pattern; write all, causal, window:64, same-view, same-sentence, overlapping"
            + " or global:4, joined by '+'",
        messageOf(() -> Pattern.parse("causal+" + part)));
    messageOf(() -> Pattern.parse(part));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "2147483648", "99999999999", "1.5", " 3", "٣"})
  void badWindowsAreExplained(String units) {
    assertEquals(
        "\"window:"
            + units
            + "\" in \"window:"
            + units
            + "\": \""
            + units
            + "\" is not a number of units from 0 to 2147483647",
        messageOf(() -> Pattern.parse("window:" + units)));
  }

  @Test
  void badArgumentsAreRefused() {
    assertEquals("a window of -1 units is negative", messageOf(() -> Pattern.window(-1)));
    assertEquals(
        "the number of global chunks is negative: -1", messageOf(() -> Pattern.global(-1)));
    assertThrows(NullPointerException.class, () -> Pattern.where((PairRule) null));
    assertThrows(NullPointerException.class, () -> Pattern.where((CrossPairRule) null));
    for (int bad : new int[] {-1, 7}) {
      assertThrows(IndexOutOfBoundsException.class, () -> Pattern.all().keeps(BATCH, bad, 0));
      assertThrows(IndexOutOfBoundsException.class, () -> Pattern.all().keeps(BATCH, 0, bad));
    }
    assertThrows(NullPointerException.class, () -> Pattern.all().keeps(null, 0, 0));
    assertThrows(NullPointerException.class, () -> Pattern.all().and(null));
    assertThrows(NullPointerException.class, () -> Pattern.all().or(null));
    assertThrows(NullPointerException.class, () -> Pattern.parse(null));
    assertFalse(Pattern.all().equals(null));
  }

  /** The keys that a query keeps; the compiled mask must say the same. */
  private static List<Integer> keys(Pattern pattern, int query) {
    return keys(BATCH, pattern, query);
  }

  private static List<Integer> keys(ChunkBatch batch, Pattern pattern, int query) {
    return keys(batch, batch, pattern, query);
  }

  private static List<Integer> keys(
      ChunkBatch queries, ChunkBatch keys, Pattern pattern, int query) {
    BlockMask mask = BlockMask.compile(queries, keys, pattern);
    List<Integer> kept =
        IntStream.range(0, keys.numChunks())
            .filter(key -> pattern.keeps(queries, query, keys, key))
            .boxed()
            .toList();
    for (int key = 0; key < keys.numChunks(); key++) {
      assertTrue(kept.contains(key) == mask.keeps(query, key));
    }
    return kept;
  }

  private static String messageOf(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
