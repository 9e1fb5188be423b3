package org.ligature.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What of the text between words is a {@link GlyphKind#SYMBOL}, and the commonest of them. */
final class Symbols {
  private static final int JOINER = 0x200D;

  private Symbols() {}

  /**
   * Emoji (Unicode 16; with skin tone; flags), kana, the ideographs of GB 2312 and JIS X 0208 level
   * 1, hangul syllables of KS X 1001: some 10,000, which few texts hold and many users write.
   */
  static List<String> listed() {
    String text = new String(Resources.read("symbols.txt"), StandardCharsets.UTF_8);
    return List.of(text.trim().split("[ \n]"));
  }

  /** Whether the text, which is not empty, is made of emoji or ideographs only. */
  static boolean isSymbol(String text) {
    return text.codePoints()
        .allMatch(c -> isEmoji(c) || isIdeograph(c) || isModifier(c) || c == JOINER);
  }

  /** The blocks of arrows, technical signs and dingbats, and those of pictures. */
  static boolean isEmoji(int c) {
    return c >= 0x2190 && c < 0x2C00 || c >= 0x1F000 && c < 0x20000;
  }

  private static boolean isIdeograph(int c) {
    return c >= 0x2E80 && c < 0x3000
        || c >= 0x3040 && c < 0xA000
        || c >= 0xAC00 && c < 0xD7B0
        || c >= 0xF900 && c < 0xFB00
        || c >= 0x20000 && c < 0x40000;
  }

  /** Variation selectors, the keycap, skin tones, tags. */
  static boolean isModifier(int c) {
    return c >= 0xFE00 && c <= 0xFE0F
        || c == 0x20E3
        || c >= 0x1F3FB && c <= 0x1F3FF
        || c >= 0xE0020 && c <= 0xE007F;
  }
}
