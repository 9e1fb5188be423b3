package org.ligature.testkit;

import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Profile;

/**
 * What each law of codecs comes to, on a codec with one bug, tried by PlantedBugsTest alone. A law
 * and its bug have one name.
 */
class PlantedCodecBugs {
  /** A codec with no bug; each law plants one in it. */
  private static class Sound extends CodecCalls {
    Sound() {
      super(TrainedCodecTest.CODEC);
    }
  }

  @Provide
  Arbitrary<String> strings() {
    return LigatureArbitraries.strings();
  }

  @Property
  void decodeGivesBackWhatWasEncoded(@ForAll("strings") String text, @ForAll Profile profile) {
    CodecCalls normalises =
        new Sound() {
          @Override
          String decode(Glyphs units) {
            return Normalizer.normalize(super.decode(units), Normalizer.Form.NFC);
          }
        };
    CodecChecks.givesBack(normalises, text, profile);
  }

  @Property
  void unitsAreGlyphsOfTheCodec(@ForAll("strings") String text, @ForAll Profile profile) {
    CodecCalls forgetsTheProfile =
        new Sound() {
          @Override
          Glyphs encode(String whole, Profile ignored) {
            return super.encode(whole, Profile.ATTRIBUTE);
          }
        };
    CodecChecks.glyphs(forgetsTheProfile, text, profile);
  }

  @Property
  void profilesConvertThereAndBack(@ForAll("strings") String text) {
    CodecCalls losesSentenceEnds =
        new Sound() {
          @Override
          Glyphs convert(Glyphs units, Profile to) {
            return super.convert(units, to).asOneSentence();
          }
        };
    CodecChecks.convert(losesSentenceEnds, text);
  }

  @Property
  void countUnitsIsTheLength(@ForAll("strings") String text, @ForAll Profile profile) {
    CodecCalls countsOneProfile =
        new Sound() {
          @Override
          long countUnits(String whole, Profile ignored) {
            return super.countUnits(whole, Profile.ATTRIBUTE);
          }
        };
    CodecChecks.count(countsOneProfile, text, profile);
  }

  @Property
  void anArrayGetsTheFirstUnits(
      @ForAll("strings") String text,
      @ForAll Profile profile,
      @ForAll @IntRange(max = 60) int room,
      @ForAll @IntRange(max = 3) int at) {
    CodecCalls writesFromTheBeginning =
        new Sound() {
          @Override
          int encodeInto(String whole, Profile of, int[] units, int ignored) {
            return super.encodeInto(whole, of, units, 0);
          }
        };
    CodecChecks.encodeInto(writesFromTheBeginning, text, profile, room, at);
  }

  @Property
  void partsGiveTheWhole(
      @ForAll("strings") String text,
      @ForAll Profile profile,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9) Integer> sizes)
      throws IOException {
    CodecCalls endsAWordWithItsPart =
        new Sound() {
          @Override
          List<Glyphs> encodeParts(List<String> parts, Profile of) {
            return parts.stream().map(part -> encode(part, of)).toList();
          }
        };
    CodecChecks.parts(endsAWordWithItsPart, text, profile, sizes);
  }

  @Property
  void aBatchIsEncodedAsItsTexts(
      @ForAll @Size(max = 6) List<@From("strings") String> texts,
      @ForAll Profile profile,
      @ForAll @IntRange(min = 1, max = 4) int threads) {
    CodecCalls mixesUpTheThreads =
        new Sound() {
          @Override
          List<Glyphs> encodeAll(List<String> all, Profile of, int several) {
            List<Glyphs> batch = new ArrayList<>(super.encodeAll(all, of, several));
            Collections.rotate(batch, several - 1);
            return batch;
          }
        };
    CodecChecks.batch(mixesUpTheThreads, texts, profile, threads);
  }

  @Property
  void printableFormComesBack(@ForAll("strings") String text) {
    CodecCalls losesTheLastGlyph =
        new Sound() {
          @Override
          Glyphs fromPrintable(String printed) {
            Glyphs read = super.fromPrintable(printed);
            return read.slice(0, Math.max(0, read.length() - 1));
          }
        };
    CodecChecks.printable(losesTheLastGlyph, text);
  }

  @Property
  void offsetsTileTheText(@ForAll("strings") String text, @ForAll Profile profile) {
    CodecCalls countsCodePoints =
        new Sound() {
          @Override
          int[] charStarts(Glyphs units) {
            String decoded = decode(units);
            return Arrays.stream(super.charStarts(units))
                .map(at -> decoded.codePointCount(0, at))
                .toArray();
          }
        };
    CodecChecks.offsets(countsCodePoints, text, profile);
  }

  @Property
  void aTruncatedTextIsAPrefix(@ForAll("strings") String text, @ForAll Profile profile) {
    CodecCalls cutsAnywhere =
        new Sound() {
          @Override
          Glyphs truncate(Glyphs units, int most) {
            return units.slice(0, Math.min(most, units.length()));
          }
        };
    CodecChecks.truncate(cutsAnywhere, text, profile);
  }

  @Property(tries = 5)
  void aSavedCodecIsTheSame(@ForAll("strings") String text) throws IOException {
    CodecCalls loadsAnOldFile =
        new Sound() {
          @Override
          CodecCalls savedAndLoaded() {
            return new CodecCalls(GlyphCodec.trainer().add("the fox").train());
          }
        };
    CodecChecks.saved(loadsAnOldFile, text);
  }
}
