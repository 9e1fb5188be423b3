package org.ligature.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Profile;
import org.ligature.codec.Unit;
import org.ligature.testkit.internal.GlyphsFormat;

/** What the laws of codecs come to. */
final class CodecChecks {
  /** Stands in arrays where nothing may be written; no unit is negative. */
  private static final int POISON = -1;

  /** A long text is truncated at so many lengths, others at each. */
  private static final int MOST_CUTS = 50;

  private CodecChecks() {}

  /** Units and sentence ends must be the same; a failure shows both. */
  private static void assertSame(Glyphs expected, Glyphs actual, String what) {
    assertEquals(GlyphsFormat.show(expected), GlyphsFormat.show(actual), what);
  }

  static void givesBack(CodecCalls codec, String text, Profile profile) {
    assertEquals(text, codec.decode(codec.encode(text, profile)), "decoded");
  }

  static void glyphs(CodecCalls codec, String text, Profile profile) {
    Glyphs units = codec.encode(text, profile);
    for (int unit : units.toArray()) {
      assertTrue(
          Unit.glyph(unit) < codec.size(),
          () -> "glyph " + Unit.glyph(unit) + " of a codec of " + codec.size());
      assertTrue(
          profile != Profile.FLAT || unit == Unit.glyph(unit),
          () -> "unit " + unit + " of profile FLAT is more than a glyph");
    }
  }

  static void convert(CodecCalls codec, String text) {
    for (Profile from : Profile.values()) {
      Glyphs units = codec.encode(text, from);
      for (Profile to : Profile.values()) {
        Glyphs converted = codec.convert(units, to);
        assertSame(codec.encode(text, to), converted, from + " converted to " + to);
        assertSame(units, codec.convert(converted, from), from + " to " + to + " and back");
      }
    }
  }

  static void count(CodecCalls codec, String text, Profile profile) {
    assertEquals(codec.encode(text, profile).length(), codec.countUnits(text, profile), "units");
  }

  static void encodeInto(CodecCalls codec, String text, Profile profile, int room, int at) {
    int[] units = codec.encode(text, profile).toArray();
    int[] expected = new int[at + room];
    Arrays.fill(expected, POISON);
    System.arraycopy(units, 0, expected, at, Math.min(room, units.length));
    int[] array = new int[at + room];
    Arrays.fill(array, POISON);
    assertEquals(units.length, codec.encodeInto(text, profile, array, at), "units");
    assertArrayEquals(expected, array, "the array");
  }

  static void parts(CodecCalls codec, String text, Profile profile, List<Integer> sizes)
      throws IOException {
    Glyphs whole = codec.encode(text, profile);
    List<String> parts = cut(text.length(), sizes, text::substring);
    assertSame(whole, join(codec.encodeParts(parts, profile)), "the units of " + parts);
    List<Glyphs> units = cut(whole.length(), sizes, whole::slice);
    assertEquals(text, codec.decodeParts(units), "decoded in parts");
  }

  static void batch(CodecCalls codec, List<String> texts, Profile profile, int threads) {
    List<Glyphs> batch = codec.encodeAll(texts, profile, threads);
    assertEquals(texts.size(), batch.size(), "texts");
    for (int t = 0; t < batch.size(); t++) {
      assertSame(codec.encode(texts.get(t), profile), batch.get(t), "text " + t + " of the batch");
    }
  }

  static void printable(CodecCalls codec, String text) {
    Glyphs flat = codec.encode(text, Profile.FLAT);
    String printed = codec.toPrintable(codec.encode(text, Profile.ATTRIBUTE));
    assertEquals(printed, codec.toPrintable(flat), "printed from either profile");
    Glyphs read = codec.fromPrintable(printed);
    assertArrayEquals(flat.toArray(), read.toArray(), "glyphs of the printable form");
    assertEquals(printed, codec.toPrintable(read), "printed again");
    assertEquals(text, codec.decode(read), "decoded from the printable form");
  }

  static void offsets(CodecCalls codec, String text, Profile profile) {
    Glyphs units = codec.encode(text, profile);
    int[] chars = codec.charStarts(units);
    long[] bytes = codec.byteStarts(units);
    long[] bytesBefore = bytesBefore(text);
    int n = units.length();
    assertEquals(n + 1, chars.length, "offsets in chars");
    assertEquals(n + 1, bytes.length, "offsets in bytes");
    assertEquals(0, chars[0] + bytes[0], "the first offsets");
    assertEquals(text.length(), chars[n], "chars at the end");
    assertEquals(bytesBefore[text.length()], bytes[n], "bytes at the end");
    for (int i = 0; i < n; i++) {
      int unit = i;
      assertTrue(chars[i] <= chars[i + 1], () -> "chars go back at unit " + unit);
      assertTrue(bytes[i] <= bytes[i + 1], () -> "bytes go back at unit " + unit);
      if (chars[i] < chars[i + 1]) {
        assertEquals(bytesBefore[chars[i]], bytes[i], () -> "bytes before unit " + unit);
      }
    }
  }

  /** Bytes of the first n chars in UTF-8, for each n. Halves of a pair have three and one. */
  private static long[] bytesBefore(String text) {
    long[] bytes = new long[text.length() + 1];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ofPair = i > 0 && Character.isSurrogatePair(text.charAt(i - 1), c);
      bytes[i + 1] = bytes[i] + (ofPair ? 1 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3);
    }
    return bytes;
  }

  static void truncate(CodecCalls codec, String text, Profile profile) {
    Glyphs units = codec.encode(text, profile);
    int n = units.length();
    for (int max = 0; max <= n; max += 1 + n / MOST_CUTS) {
      int most = max;
      Glyphs cut = codec.truncate(units, most);
      assertTrue(cut.length() <= most, () -> cut.length() + " units, more than " + most);
      assertSame(units.slice(0, cut.length()), cut, "the first units");
      assertTrue(most < n || cut.length() == n, () -> "cut, though it has " + n + " units");
      String prefix = codec.decode(cut);
      assertTrue(text.startsWith(prefix), () -> "\"" + prefix + "\" is no prefix");
    }
  }

  static void saved(CodecCalls codec, String text) throws IOException {
    CodecCalls loaded = codec.savedAndLoaded();
    assertEquals(codec.identity(), loaded.identity(), "identity");
    assertEquals(codec.size(), loaded.size(), "size");
    for (Profile profile : Profile.values()) {
      Glyphs units = codec.encode(text, profile);
      assertSame(units, loaded.encode(text, profile), "the units of the loaded codec");
      assertEquals(text, loaded.decode(units), "decoded by the loaded codec");
    }
  }

  /** Cuts a text of chars or units into parts of these sizes, over and over. */
  private static <T> List<T> cut(
      int length, List<Integer> sizes, BiFunction<Integer, Integer, T> part) {
    List<T> parts = new ArrayList<>();
    for (int at = 0; at < length; ) {
      int to = Math.min(length, at + sizes.get(parts.size() % sizes.size()));
      parts.add(part.apply(at, to));
      at = to;
    }
    return parts;
  }

  private static Glyphs join(List<Glyphs> parts) {
    int[] units = new int[0];
    int[] ends = new int[0];
    for (Glyphs part : parts) {
      int from = units.length;
      int sentences = ends.length;
      units = Arrays.copyOf(units, from + part.length());
      part.copyTo(units, from, 0, part.length());
      ends = Arrays.copyOf(ends, sentences + part.numSentences());
      for (int s = 0; s < part.numSentences(); s++) {
        ends[sentences + s] = from + part.sentenceEnd(s);
      }
    }
    return Glyphs.of(units, ends);
  }
}
