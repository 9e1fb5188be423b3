package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
        "sampled:4@0#-3"
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
    "sampled:4#3@7, 'is not a whole number of 64 bits'"
  })
  void badNamesAreExplained(String name, String what) {
    String message = messageOf(() -> ChunkSplitter.parse(name));

    assertTrue(message.startsWith("\"" + name + "\""), message);
    assertTrue(message.contains(what), message);
  }

  @Test
  void badArgumentsAreNamed() {
    assertEquals("size 0 is 0, below 1", messageOf(() -> ChunkSplitter.fixed(0)));
    assertEquals("size 1 is -2, below 1", messageOf(() -> ChunkSplitter.pattern(4, -2)));
    assertEquals("a pattern needs at least one size", messageOf(ChunkSplitter::pattern));
    assertEquals("largest size is 0, below 1", messageOf(() -> ChunkSplitter.sampled(0, 1)));
    assertEquals("largest size is -1, below 1", messageOf(() -> ChunkSplitter.sampled(-1, 1, 2)));
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
