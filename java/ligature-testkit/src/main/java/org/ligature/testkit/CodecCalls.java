package org.ligature.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ligature.codec.GlyphBatch;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.GlyphDecoder;
import org.ligature.codec.GlyphEncoder;
import org.ligature.codec.GlyphOffsets;
import org.ligature.codec.Glyphs;
import org.ligature.codec.Profile;

/**
 * What the laws ask of a codec. A codec's class is final; this one is open, so that a test can
 * plant a bug in one answer and see the law fail.
 */
class CodecCalls {
  private final GlyphCodec codec;

  CodecCalls(GlyphCodec codec) {
    this.codec = codec;
  }

  int size() {
    return codec.size();
  }

  String identity() {
    return codec.identity();
  }

  Glyphs encode(String text, Profile profile) {
    return codec.encode(text, profile);
  }

  String decode(Glyphs units) {
    return codec.decode(units);
  }

  Glyphs convert(Glyphs units, Profile to) {
    return codec.convert(units, to);
  }

  long countUnits(String text, Profile profile) {
    return codec.countUnits(text, profile);
  }

  int encodeInto(String text, Profile profile, int[] units, int at) {
    return codec.encoder(profile).encodeInto(text, units, at);
  }

  /** The parts of one text, and what an encoder gives after each. */
  List<Glyphs> encodeParts(List<String> parts, Profile profile) {
    GlyphEncoder encoder = codec.encoder(profile);
    List<Glyphs> taken = new ArrayList<>();
    for (String part : parts) {
      taken.add(encoder.accept(part).take());
    }
    taken.add(encoder.finish());
    return taken;
  }

  String decodeParts(List<Glyphs> parts) throws IOException {
    StringBuilder text = new StringBuilder();
    GlyphDecoder decoder = codec.decoder(text);
    for (Glyphs part : parts) {
      decoder.accept(part);
    }
    decoder.finish();
    return text.toString();
  }

  List<Glyphs> encodeAll(List<String> texts, Profile profile, int threads) {
    GlyphBatch batch = codec.encodeAll(texts, profile, threads);
    return IntStream.range(0, batch.numTexts()).mapToObj(batch::text).toList();
  }

  String toPrintable(Glyphs units) {
    return codec.toPrintable(units);
  }

  Glyphs fromPrintable(String text) {
    return codec.fromPrintable(text);
  }

  /** Offsets in chars, one more than there are units. */
  int[] charStarts(Glyphs units) {
    GlyphOffsets offsets = codec.offsets(units);
    return IntStream.rangeClosed(0, offsets.numUnits()).map(offsets::charStart).toArray();
  }

  /** Offsets in bytes, one more than there are units. */
  long[] byteStarts(Glyphs units) {
    GlyphOffsets offsets = codec.offsets(units);
    return IntStream.rangeClosed(0, offsets.numUnits()).mapToLong(offsets::byteStart).toArray();
  }

  Glyphs truncate(Glyphs units, int maxUnits) {
    return codec.truncate(units, maxUnits);
  }

  CodecCalls savedAndLoaded() throws IOException {
    Path file = Files.createTempFile("ligature-laws", ".lexicon");
    try {
      codec.save(file);
      return new CodecCalls(GlyphCodec.load(file));
    } finally {
      Files.delete(file);
    }
  }
}
