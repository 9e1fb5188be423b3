package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A batch is its texts, however many threads made it. */
class GlyphBatchLawsTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  @Provide
  Arbitrary<List<String>> lists() {
    return Texts.any().list().ofMaxSize(12);
  }

  @Property(tries = 500)
  void batchEqualsSingle(
      @ForAll("lists") List<String> texts,
      @ForAll Profile profile,
      @ForAll @IntRange(min = 1, max = 4) int threads) {
    GlyphBatch batch = CODEC.encodeAll(texts, profile, threads);
    assertEquals(CODEC.encodeAll(texts, profile, 1), batch);
    assertEquals(texts.size(), batch.numTexts());
    assertEquals(0, batch.start(0));
    assertEquals(batch.numUnits(), batch.start(texts.size()));
    for (int t = 0; t < texts.size(); t++) {
      Glyphs single = CODEC.encode(texts.get(t), profile);
      assertEquals(single, batch.text(t));
      int[] units = new int[batch.start(t + 1) - batch.start(t)];
      batch.copyTo(units, 0, batch.start(t), batch.start(t + 1));
      assertArrayEquals(single.toArray(), units);
    }
  }
}
