package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;

class ChunkSplitterTest {
  private static final Glyphs SIX = Glyphs.of(new int[6]);
  private static final Glyphs FIVE_AND_SEVEN = ChunkArbitraries.text(List.of(5, 7));

  @Test
  void sixUnitsInManyWays() {
    assertEquals("2+2+2", ChunkSplitter.fixed(2).split(SIX).toString());
    assertEquals("4+2", ChunkSplitter.fixed(4).split(SIX).toString());
    assertEquals("6", ChunkSplitter.fixed(Integer.MAX_VALUE).split(SIX).toString());
    assertEquals("4+2", ChunkSplitter.pattern(4, 2).split(SIX).toString());
    assertEquals("1+2+1+2", ChunkSplitter.pattern(1, 2).split(SIX).toString());
    assertEquals("1+1+1+1+1+1", ChunkSplitter.sampled(1, 0).split(SIX).toString());
  }

  @Test
  void sentencesBeginAnew() {
    assertEquals("2+2+1+2+2+2+1", ChunkSplitter.fixed(2).split(FIVE_AND_SEVEN).toString());
    assertEquals("4+1+4+2+1", ChunkSplitter.pattern(4, 2).split(FIVE_AND_SEVEN).toString());
  }

  @Test
  void acrossSentencesForgetsThem() {
    ChunkSplitter across = ChunkSplitter.pattern(4, 2).acrossSentences();

    assertEquals("4+2+4+2", across.split(FIVE_AND_SEVEN).toString());
    assertEquals(Dependence.NONE, across.dependence());
    assertEquals("pattern:4+2 across sentences", across.toString());
    assertEquals(across.toString(), across.acrossSentences().toString());
  }

  @Test
  void fromTheEndTheFirstIsShort() {
    assertEquals("2+3+1+3+3", ChunkSplitter.fixedFromEnd(3).split(FIVE_AND_SEVEN).toString());
    assertEquals("3+3", ChunkSplitter.fixedFromEnd(3).split(SIX).toString());
    assertEquals(Dependence.LOOKAHEAD, ChunkSplitter.fixedFromEnd(3).dependence());
  }

  @Test
  void everyPatternOfAChoiceIsTaken() {
    ChunkSplitter choice = ChunkSplitter.choice(1, 0, new int[] {4, 1}, new int[] {3});
    Cutting cutting = choice.split(ChunkArbitraries.text(Collections.nCopies(300, 6)));
    long[] counts = new long[2];
    for (int s = 0; s < 300; s++) {
      boolean first = cutting.isBoundary(6 * s + 4);
      counts[first ? 0 : 1]++;
      assertEquals(first, cutting.isBoundary(6 * s + 5));
      assertEquals(!first, cutting.isBoundary(6 * s + 3));
    }
    ChiSquare.assertUniform(counts);
    assertEquals(Dependence.NONE, choice.dependence());
  }

  @Test
  void coveringViewsAreEachSizeAtEachShift() {
    List<String> views =
        Arrays.stream(ChunkSplitter.coveringViews(3)).map(v -> v.split(SIX).toString()).toList();

    assertEquals(List.of("1+1+1+1+1+1", "2+2+2", "1+2+2+1", "3+3", "1+3+2", "2+3+1"), views);
  }

  @Test
  void wordsAreKeptWholeWithinTheBounds() {
    GlyphCodec codec = GlyphCodec.trainer().add("the quick cat sat on a mat 12").train();
    Glyphs text = codec.encode("the xyzzyquick cat sat");
    int inside = text.length() - 3; // the units of the word that is not known
    String whole = "1+" + inside + "+1+1";
    assertTrue(inside > 2, text::toString);

    assertEquals(whole, sizes(ChunkSplitter.fixed(1).keepWords(codec), text));
    assertEquals("1+" + inside + "+2", sizes(ChunkSplitter.fixed(2).keepWords(codec), text));
    ChunkSplitter singles = glyphs -> Cutting.singles(glyphs.length());
    assertEquals(whole, sizes(singles.keepWords(codec), text));
    assertEquals(whole, sizes(singles.acrossSentences().keepWords(codec), text));
    ChunkScore small = (glyphs, start, end) -> start - end;
    assertEquals(whole, sizes(ChunkSplitter.cohesive(small, 1, 1, 0).keepWords(codec), text));
    SizeWeights ones = SizeWeights.uniform(1, 1);
    assertEquals(whole, sizes(ChunkSplitter.sampledCuttings(ones, 1, 2).keepWords(codec), text));
    assertEquals(Dependence.LOOKAHEAD, ChunkSplitter.fixed(2).keepWords(codec).dependence());
    BoundaryRule second = (glyphs, offset) -> offset == 2;
    assertEquals(
        "1+1+" + (inside - 1) + "+1+1", sizes(singles.keepWords(codec).cutWhere(second), text));
    assertEquals(
        "2+" + (inside - 1) + "+2",
        sizes(ChunkSplitter.fixed(2).keepWords(codec).cutWhere(second), text));
  }

  private static String sizes(ChunkSplitter splitter, Glyphs text) {
    return splitter.split(text).toString();
  }

  @Test
  void splittersBeginAnewBehindAForcedBoundary() {
    BoundaryRule fourth = (text, offset) -> offset == 4;
    ChunkSplitter whole = text -> Cutting.whole(text.length());

    assertEquals("3+1+2", sizes(ChunkSplitter.fixed(3).cutWhere(fourth), SIX));
    assertEquals("4+2", sizes(whole.cutWhere(fourth), SIX));
    assertEquals("3+1+1+3+3+1", sizes(ChunkSplitter.fixed(3).cutWhere(fourth), FIVE_AND_SEVEN));
    assertEquals(
        "3+1+3+3+2",
        sizes(ChunkSplitter.fixed(3).cutWhere(fourth).acrossSentences(), FIVE_AND_SEVEN));
    assertEquals(Dependence.LOOKAHEAD, ChunkSplitter.fixed(3).cutWhere(fourth).dependence());
    assertEquals("", sizes(whole.cutWhere(fourth), Glyphs.empty()));
  }

  @Test
  void causalCutsWhereItsRuleSays() {
    CausalRule evenBefore = (text, start, at) -> text.unit(at - 1) % 2 == 0;

    assertEquals("2+2+1+1+2+2+2", sizes(ChunkSplitter.causal(1, 9, evenBefore), FIVE_AND_SEVEN));
    assertEquals("4+1+3+4", sizes(ChunkSplitter.causal(3, 4, evenBefore), FIVE_AND_SEVEN));
    assertEquals(Dependence.CAUSAL, ChunkSplitter.causal(3, 4, evenBefore).dependence());
  }

  @Test
  void penaltyForAMeanGivesIt() {
    ChunkScore score =
        (text, start, end) -> new SplitMix64(1, 1000L * start + end).nextDouble() * 20;
    Glyphs text = Glyphs.of(new int[3000]);
    double penalty = score.penaltyForMean(1, 6, 2.5, text);
    Cutting cutting = ChunkSplitter.cohesive(score, 1, 6, penalty).split(text);

    assertEquals(2.5, 3000.0 / cutting.numChunks(), 0.01);
  }

  @Test
  void sampledIsTheSameForEver() {
    Glyphs text = ChunkArbitraries.text(List.of(20, 1, 13));

    assertEquals("3+2+4+2+4+3+2+1+3+1+1+3+4+1", ChunkSplitter.sampled(4, 7).split(text).toString());
    assertEquals(
        "2+4+3+2+4+3+2+1+3+2+1+4+1+2", ChunkSplitter.sampled(4, 7, 1).split(text).toString());
    assertEquals("4+2+5+6+2+1+1+3+4+2+4", ChunkSplitter.sampled(9, -1, -1).split(text).toString());
  }

  @Test
  void sampledDiffersBySeedAndDraw() {
    Glyphs text = Glyphs.of(new int[100]);
    Cutting first = ChunkSplitter.sampled(4, 7).split(text);

    assertEquals(first, ChunkSplitter.sampled(4, 7, 0).split(text));
    assertNotEquals(first, ChunkSplitter.sampled(4, 8).split(text));
    assertNotEquals(first, ChunkSplitter.sampled(4, 7, 1).split(text));
  }

  @Test
  void sampledSizesAreNearlyUniform() {
    for (int maxSize : new int[] {2, 3, 4, 7}) {
      Cutting cutting = ChunkSplitter.sampled(maxSize, 3).split(Glyphs.of(new int[100_000]));
      long[] sizes = new long[maxSize];
      long[] pairs = new long[maxSize * maxSize];
      // The last chunk is cut short by the sentence's end; pairs are taken apart, as chi-square
      // asks.
      for (int i = 0; i + 2 < cutting.numChunks(); i += 2) {
        sizes[cutting.size(i) - 1]++;
        pairs[(cutting.size(i) - 1) * maxSize + cutting.size(i + 1) - 1]++;
      }
      ChiSquare.assertUniform(sizes);
      ChiSquare.assertUniform(pairs);
    }
  }

  @Test
  void aLambdaIsTakenForLookingAhead() {
    ChunkSplitter halves = text -> Cutting.ofSizes(text.length() / 2, text.length() / 2);

    assertEquals(Dependence.LOOKAHEAD, halves.dependence());
    assertEquals(Dependence.LOOKAHEAD, halves.acrossSentences().dependence());
    assertEquals("3+3", ChunkSplitter.checkedSplit(halves, SIX).toString());
    String message = messageOf(() -> ChunkSplitter.checkedSplit(halves, Glyphs.of(new int[7])));
    assertTrue(message.endsWith("cut 6 units of a text of 7"), message);
    assertTrue(
        messageOf(() -> ChunkSplitter.checkedSplit(text -> null, SIX))
            .endsWith("returned null for a text of 6 units"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fixed:2",
        "fixed:2147483647",
        "pattern:4+2",
        "sampled:4",
        "sampled:4@7",
        "sampled:4@-9223372036854775808",
        "sampled:4@7#3",
        "sampled:4@0#-3",
        "fixed-from-end:3",
        "shifted:1+3",
        "choice:4+2|3@7#1",
        "sampled:2-4@5",
        "sampled:8~2.5",
        "sampled:2-8~2.5@1#2",
        "sampled:[0.5,0.0,2.0]@-1",
        "cuttings:4",
        "cuttings:2-2147483647@7#3"
      })
  void namesGoBothWays(String name) {
    assertEquals(name, ChunkSplitter.parse(name).toString());
  }

  @Test
  void namesMeanWhatTheySay() {
    Glyphs text = ChunkArbitraries.text(List.of(50, 50));
    assertEquals(ChunkSplitter.fixed(3).split(text), ChunkSplitter.parse("fixed:3").split(text));
    assertEquals(
        ChunkSplitter.pattern(4, 2).split(text), ChunkSplitter.parse("pattern:4+2").split(text));
    assertEquals(
        ChunkSplitter.sampled(4, 0).split(text), ChunkSplitter.parse("sampled:4").split(text));
    assertEquals(
        ChunkSplitter.sampled(4, 7).split(text), ChunkSplitter.parse("sampled:4@7").split(text));
    assertEquals(
        ChunkSplitter.sampled(4, 7, 3).split(text),
        ChunkSplitter.parse("sampled:4@7#3").split(text));
    assertEquals("sampled:4@0#3", ChunkSplitter.parse("sampled:4#3").toString());
    assertEquals(
        ChunkSplitter.choice(7, 1, new int[] {4, 2}, new int[] {3}).split(text),
        ChunkSplitter.parse("choice:4+2|3@7#1").split(text));
    assertEquals(
        ChunkSplitter.sampledCuttings(SizeWeights.mean(2, 8, 2.5), 7, 3).split(text),
        ChunkSplitter.parse("cuttings:2-8~2.5@7#3").split(text));
    assertEquals(
        ChunkSplitter.fixedFromEnd(3).split(text),
        ChunkSplitter.parse("fixed-from-end:3").split(text));
    assertEquals(
        ChunkSplitter.coveringViews(3)[4].split(text),
        ChunkSplitter.parse("shifted:1+3").split(text));
    assertEquals("fixed:3", ChunkSplitter.parse("pattern:3").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'', is no splitter; write fixed:2",
    "fixed, is no splitter; write fixed:2",
    "even:2, is no splitter; write fixed:2",
    "fixed:, ends where a size is expected",
    "pattern:, ends where a size is expected",
    "sampled:, ends where a size is expected",
    "fixed:x, 'size \"x\" is not a whole number of 64 bits'",
    "fixed:0, 'size 0 is not in [1, 2147483647]'",
    "fixed:-2, 'size -2 is not in [1, 2147483647]'",
    "fixed:2147483648, 'size 2147483648 is not in [1, 2147483647]'",
    "fixed:2+2, 'size \"2+2\" is not a whole number of 64 bits'",
    "pattern:4+, 'character 10 (the end): a size is expected'",
    "pattern:4+0, '(''0''): a size begins with 1 to 9'",
    "sampled:@7, 'size \"\" is not a whole number of 64 bits'",
    "sampled:4@, 'seed \"\" is not a whole number of 64 bits'",
    "sampled:4@7#, 'draw \"\" is not a whole number of 64 bits'",
    "sampled:4@9223372036854775808, 'seed \"9223372036854775808\" is not a whole number'",
    "sampled:4#3@7, 'is not a whole number of 64 bits'",
    "sampled:3-2, 'smallest size is 3, above the largest, 2'",
    "sampled:8~x, '\"x\" is not a number'",
    "sampled:8~9, 'a mean size of 9.0 is not within sizes 8'",
    "'sampled:[1,x]', '\"x\" is not a number'",
    "'sampled:[1,2', 'is expected behind the weights'",
    "shifted:3+3, 'a first size and a larger one are expected, such as 1+2'",
    "shifted:3, 'a first size and a larger one are expected, such as 1+2'",
    "choice:4+2|, 'a pattern needs at least one size'",
    "choice:4|x, 'a size is expected'"
  })
  void badNamesAreExplained(String name, String what) {
    String message = messageOf(() -> ChunkSplitter.parse(name));

    assertTrue(message.contains(what), message);
  }

  @Test
  void badArgumentsAreNamed() {
    assertEquals("size 0 is 0, below 1", messageOf(() -> ChunkSplitter.fixed(0)));
    assertEquals("size 1 is -2, below 1", messageOf(() -> ChunkSplitter.pattern(4, -2)));
    assertEquals("a pattern needs at least one size", messageOf(ChunkSplitter::pattern));
    assertEquals("largest size is 0, below 1", messageOf(() -> ChunkSplitter.sampled(0, 1)));
    assertEquals("largest size is -1, below 1", messageOf(() -> ChunkSplitter.sampled(-1, 1, 2)));
    assertEquals("size 0 is 0, below 1", messageOf(() -> ChunkSplitter.fixedFromEnd(0)));
    assertEquals(
        "a choice needs at least one pattern", messageOf(() -> ChunkSplitter.choice(1, 2)));
    assertEquals(
        "size 1 is 0, below 1", messageOf(() -> ChunkSplitter.choice(1, 2, new int[] {1, 0})));
    for (int m : new int[] {-1, 0, 1001}) {
      assertEquals(
          "covered length is " + m + ", not in [1, 1000]",
          messageOf(() -> ChunkSplitter.coveringViews(m)));
    }
    ChunkScore flat = (text, start, end) -> 0;
    assertEquals(
        "smallest size is 0, below 1", messageOf(() -> ChunkSplitter.cohesive(flat, 0, 2, 0)));
    assertEquals(
        "penalty is NaN, not finite",
        messageOf(() -> ChunkSplitter.cohesive(flat, 1, 2, Double.NaN)));
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "temperature is " + bad + ", not in (0, infinity)",
          messageOf(() -> ChunkSplitter.cohesive(flat, 1, 2, 0, bad, 1, 2)));
    }
    ChunkSplitter nan = ChunkSplitter.cohesive((text, start, end) -> Double.NaN, 1, 2, 0);
    assertEquals("the score of units [5, 6) is NaN", messageOf(() -> nan.split(SIX)));
    assertEquals(
        "smallest size is 3, above the largest, 2",
        messageOf(() -> ChunkSplitter.causal(3, 2, (text, start, at) -> true)));
    assertEquals(
        "no mean size of 5.0 in a text of 6 units and chunks of 1 to 4",
        messageOf(() -> flat.penaltyForMean(1, 4, 5, SIX)));
  }

  @Test
  void nullIsRefused() {
    ChunkSplitter pairs = ChunkSplitter.fixed(2);
    assertThrows(NullPointerException.class, () -> ChunkSplitter.pattern((int[]) null));
    assertThrows(NullPointerException.class, () -> ChunkSplitter.parse(null));
    assertThrows(NullPointerException.class, () -> ChunkSplitter.checkedSplit(null, SIX));
    assertThrows(NullPointerException.class, () -> ChunkSplitter.checkedSplit(pairs, null));
    assertThrows(NullPointerException.class, () -> pairs.split(null));
    assertThrows(NullPointerException.class, () -> ChunkSplitter.sampled(4, 7).split(null));
    assertThrows(NullPointerException.class, () -> pairs.acrossSentences().split(null));
  }

  private static String messageOf(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
