package org.ligature.codec;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Makes {@code symbols.txt} from what the JDK that runs it knows: emoji of its Unicode tables, and
 * the characters of the national standards GB 2312, JIS X 0208 (level 1 of each) and KS X 1001. Run
 * it on JDK 25, whose Unicode is 16, with the path of the resource as argument.
 */
final class SymbolsGenerator {
  private static final String EMOJI_STYLE = "\uFE0F";

  private SymbolsGenerator() {}

  public static void main(String[] args) throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add(String.join(" ", emoji()));
    lines.add(String.join(" ", flags()));
    lines.add(String.join(" ", kana()));
    lines.add(String.join(" ", han()));
    lines.add(String.join(" ", hangul()));
    Files.writeString(Path.of(args[0]), String.join("\n", lines) + "\n");
  }

  /** {@code Character.isEmoji} and its kin came with JDK 21; this file must compile on 17. */
  private static IntPredicate property(String name) throws ReflectiveOperationException {
    var method = Character.class.getMethod(name, int.class);
    return c -> {
      try {
        return (boolean) method.invoke(null, c);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static Set<String> emoji() throws ReflectiveOperationException {
    IntPredicate isEmoji = property("isEmoji");
    IntPredicate isPresentation = property("isEmojiPresentation");
    IntPredicate isBase = property("isEmojiModifierBase");
    Set<String> emoji = new LinkedHashSet<>();
    for (int c = 0x2190; c <= Character.MAX_CODE_POINT; c++) {
      if (!isEmoji.test(c) || isRegional(c)) {
        continue;
      }
      String one = Character.toString(c);
      emoji.add(one);
      if (!isPresentation.test(c)) {
        emoji.add(one + EMOJI_STYLE);
      }
      for (int tone = 0x1F3FB; isBase.test(c) && tone <= 0x1F3FF; tone++) {
        emoji.add(one + Character.toString(tone));
      }
    }
    return emoji;
  }

  private static boolean isRegional(int c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
  }

  private static Set<String> flags() {
    Set<String> flags = new TreeSet<>();
    List<String> countries = new ArrayList<>(List.of(Locale.getISOCountries()));
    countries.addAll(List.of("EU", "UN", "XK"));
    for (String country : countries) {
      StringBuilder flag = new StringBuilder();
      country.chars().forEach(c -> flag.appendCodePoint(0x1F1E6 + c - 'A'));
      flags.add(flag.toString());
    }
    return flags;
  }

  private static Set<String> kana() {
    Set<String> kana = new TreeSet<>();
    for (char c = 0x3041; c <= 0x30FF; c++) {
      if (c <= 0x3096 || c >= 0x30A1 && c != 0x30FB) {
        kana.add(String.valueOf(c));
      }
    }
    return kana;
  }

  private static Set<String> han() throws IOException {
    Set<String> han = new TreeSet<>();
    addRows(han, "GB2312", 16, 55);
    addRows(han, "EUC-JP", 16, 47);
    return han;
  }

  private static Set<String> hangul() throws IOException {
    Set<String> hangul = new TreeSet<>();
    addRows(hangul, "EUC-KR", 16, 40);
    return hangul;
  }

  /** The characters of these rows of a 94 x 94 set, in its EUC form. */
  private static void addRows(Set<String> to, String charset, int first, int last) {
    for (int row = first; row <= last; row++) {
      for (int column = 1; column <= 94; column++) {
        byte[] euc = {(byte) (0xA0 + row), (byte) (0xA0 + column)};
        String text = new String(euc, Charset.forName(charset));
        if (text.length() == 1 && text.charAt(0) != 0xFFFD) {
          to.add(text);
        }
      }
    }
  }
}
