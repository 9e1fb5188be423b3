package org.ligature.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes {@code letters-unicode13.bin} from the tables of the JDK that runs it. Run it on JDK 17,
 * whose Unicode is 13, with the path of the resource as argument; {@link LetterTableTest} compares.
 */
final class LetterTableGenerator {
  private LetterTableGenerator() {}

  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), fromThisJdk().toBytes());
  }

  /** The table as this JDK's {@link Character} sees it. */
  static LetterTable fromThisJdk() {
    boolean[] letters = new boolean[1 << 16];
    char[] lower = LetterTable.identity();
    for (int i = 0; i < letters.length; i++) {
      char c = (char) i;
      letters[i] = isLetter(c);
      char l = Character.toLowerCase(c);
      if (l != c && isLetter(c) && isLetter(l) && Character.toUpperCase(l) == c) {
        lower[i] = l;
      }
    }
    return new LetterTable(13, letters, lower);
  }

  private static boolean isLetter(char c) {
    if (c >= 0x2E80 && c < 0xA000 || c >= 0xAC00 && c < 0xD7B0 || c >= 0xF900 && c < 0xFB00) {
      return false;
    }
    boolean variationSelector = c >= 0xFE00 && c <= 0xFE0F;
    return Character.isLetter(c)
        || Character.getType(c) == Character.NON_SPACING_MARK && !variationSelector;
  }
}
