package org.ligature.testkit;

import org.ligature.codec.GlyphCodec;

/** A small codec: most texts are pieces and bytes to it. */
class TrainedCodecTest implements CodecLaws {
  static final GlyphCodec CODEC =
      GlyphCodec.trainer()
          .add(
              "The quick brown fox jumps over a dog. Don\u2019t stop, McDonald's iPhone rings!\n\n"
                  + "McDonald's iPhone: \u0434\u043e\u0431\u0440\u044b\u0439 \u043c\u0438\u0440."
                  + " \u4f60\u597d\u3002 \uD83D\uDE00 - 1234 in 1917.\n")
          .add("dog, fox. dog\nquick, quick - over")
          .train();

  @Override
  public GlyphCodec codec() {
    return CODEC;
  }
}
