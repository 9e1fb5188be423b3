package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Encoding into an array, and counting, agree with encoding. */
class EncodeIntoLawsTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();
  private static final Map<Profile, GlyphEncoder> REUSED =
      Map.of(Profile.ATTRIBUTE, CODEC.encoder(), Profile.FLAT, CODEC.encoder(Profile.FLAT));

  @Provide
  Arbitrary<String> texts() {
    return Texts.any();
  }

  @Property(tries = 2000)
  void countEqualsLength(@ForAll("texts") String text, @ForAll Profile profile) {
    long length = CODEC.encode(text, profile).length();
    assertEquals(length, CODEC.countUnits(text, profile));
    assertTrue(length <= 3L * text.length());
  }

  @Property(tries = 2000)
  void theArrayHoldsTheFirstUnits(
      @ForAll("texts") String text,
      @ForAll Profile profile,
      @ForAll @IntRange(max = 60) int room,
      @ForAll @IntRange(max = 5) int at) {
    int[] units = CODEC.encode(text, profile).toArray();
    int[] expected = new int[at + room];
    Arrays.fill(expected, -1);
    System.arraycopy(units, 0, expected, at, Math.min(room, units.length));
    int[] array = new int[at + room];
    Arrays.fill(array, -1);
    assertEquals(units.length, REUSED.get(profile).encodeInto(text, array, at));
    assertArrayEquals(expected, array);
  }
}
