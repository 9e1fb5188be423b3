package org.ligature.testkit;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Profile;

/**
 * The laws of codecs: a test class that implements {@link #codec} inherits them all. They hold for
 * any lexicon, trained on whatever text. LAWS.md beside this module's sources has a bug for each
 * law.
 */
public interface CodecLaws {
  /** The codec to try. It is asked for at each try: give one that is kept. */
  GlyphCodec codec();

  /** The strings to try it on. */
  default Arbitrary<String> strings() {
    return LigatureArbitraries.strings();
  }

  /** {@link #strings} under a name for jqwik, so that who overrides that needs no annotation. */
  @Provide
  default Arbitrary<String> stringsToEncode() {
    return strings();
  }

  /** Decoding gives the very String that was encoded. */
  @Property
  default void decodeGivesBackWhatWasEncoded(
      @ForAll("stringsToEncode") String text, @ForAll Profile profile) {
    CodecChecks.givesBack(calls(), text, profile);
  }

  /** Units are glyphs of the lexicon, bare ids in profile FLAT. */
  @Property
  default void unitsAreGlyphsOfTheCodec(
      @ForAll("stringsToEncode") String text, @ForAll Profile profile) {
    CodecChecks.glyphs(calls(), text, profile);
  }

  /** Each profile converts to the other and back, units and sentence ends. */
  @Property
  default void profilesConvertThereAndBack(@ForAll("stringsToEncode") String text) {
    CodecChecks.convert(calls(), text);
  }

  /** Counting gives as many units as encoding. */
  @Property
  default void countUnitsIsTheLength(
      @ForAll("stringsToEncode") String text, @ForAll Profile profile) {
    CodecChecks.count(calls(), text, profile);
  }

  /** Into an array go the first units, as many as have room, and nothing beside them. */
  @Property
  default void anArrayGetsTheFirstUnits(
      @ForAll("stringsToEncode") String text,
      @ForAll Profile profile,
      @ForAll @IntRange(max = 60) int room,
      @ForAll @IntRange(max = 3) int at) {
    CodecChecks.encodeInto(calls(), text, profile, room, at);
  }

  /** A text that arrives in parts has the units of the whole, and units in parts its chars. */
  @Property
  default void partsGiveTheWhole(
      @ForAll("stringsToEncode") String text,
      @ForAll Profile profile,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9) Integer> sizes)
      throws IOException {
    CodecChecks.parts(calls(), text, profile, sizes);
  }

  /** A text of a batch is encoded as it is alone, by any number of threads. */
  @Property(tries = 50)
  default void aBatchIsEncodedAsItsTexts(
      @ForAll @Size(max = 6) List<@From("stringsToEncode") String> texts,
      @ForAll Profile profile,
      @ForAll @IntRange(min = 1, max = 4) int threads) {
    CodecChecks.batch(calls(), texts, profile, threads);
  }

  /** The printable form reads back as the glyphs that it was written from. */
  @Property
  default void printableFormComesBack(@ForAll("stringsToEncode") String text) {
    CodecChecks.printable(calls(), text);
  }

  /** The stretches of the units lie side by side over the whole text, in chars and in bytes. */
  @Property
  default void offsetsTileTheText(@ForAll("stringsToEncode") String text, @ForAll Profile profile) {
    CodecChecks.offsets(calls(), text, profile);
  }

  /** A truncated text is its first units, and decodes to a prefix of the text. */
  @Property
  default void aTruncatedTextIsAPrefix(
      @ForAll("stringsToEncode") String text, @ForAll Profile profile) {
    CodecChecks.truncate(calls(), text, profile);
  }

  /** A codec that was saved and loaded is the same, and gives the same units. */
  @Property(tries = 5)
  default void aSavedCodecIsTheSame(@ForAll("stringsToEncode") String text) throws IOException {
    CodecChecks.saved(calls(), text);
  }

  private CodecCalls calls() {
    return new CodecCalls(codec());
  }
}
