package org.ligature.bench;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.GlyphEncoder;
import org.ligature.codec.Profile;

/** Ours and the peer's, each as it is called by a user who wants ids. */
final class Encoders {
  private final GlyphCodec codec;
  private final Encoding o200k =
      Encodings.newDefaultEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  Encoders(GlyphCodec codec) {
    this.codec = codec;
  }

  /** Encodes each text and keeps nothing; how many units that were. */
  long units(TextSet set) {
    long units = 0;
    for (String text : set.texts()) {
      units += units(text);
    }
    return units;
  }

  long units(String text) {
    return codec.encode(text).length();
  }

  /** Units in a profile. */
  long count(TextSet set, Profile profile) {
    return set.texts().stream().mapToLong(text -> codec.countUnits(text, profile)).sum();
  }

  /** The same by jtokkit; special tokens are text like any other. */
  long tokens(TextSet set) {
    long tokens = 0;
    for (String text : set.texts()) {
      tokens += tokens(text);
    }
    return tokens;
  }

  long tokens(String text) {
    return o200k.encodeOrdinary(text).size();
  }

  /** Words by the library's definition. */
  long words(TextSet set) {
    GlyphEncoder encoder = codec.encoder();
    for (String text : set.texts()) {
      encoder.accept(text).finish();
    }
    return encoder.statistics().words();
  }
}
