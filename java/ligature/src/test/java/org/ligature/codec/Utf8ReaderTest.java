package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class Utf8ReaderTest {
  private static final String[] PARTS = {
    "41",
    "C3BE",
    "E2809C",
    "F09F9880",
    "EFBBBF",
    "80",
    "C080",
    "C1BF",
    "E08080",
    "EDA080",
    "EDBFBF",
    "F0808080",
    "F4908080",
    "F5808080",
    "FF",
    "C3",
    "E280",
    "F09F98",
    "F48FBFBF",
    "ED9FBF"
  };

  /** The parts up to here are sound alone. */
  private static final int SOUND = 5;

  @Property(tries = 2000)
  void whatIsReadIsTheTextUpToTheFirstMalformedByte(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder hex = new StringBuilder();
    // Enough to pass the end of the reader's own buffer now and then.
    hex.append("41".repeat(random.nextInt(4) == 0 ? (1 << 14) - random.nextInt(8) : 0));
    boolean sound = random.nextBoolean();
    for (int i = random.nextInt(12); i > 0; i--) {
      hex.append(PARTS[random.nextInt(sound ? SOUND : PARTS.length)]);
    }
    byte[] bytes = HexFormat.of().parseHex(hex);
    int wellFormed = wellFormed(bytes);
    StringBuilder text = new StringBuilder();
    try (Utf8Reader reader = new Utf8Reader(new ByteArrayInputStream(bytes))) {
      if (wellFormed == bytes.length) {
        readAll(reader, text, random);
        assertEquals(bytes.length, reader.bytesRead());
      } else {
        MalformedFileException e =
            assertThrows(MalformedFileException.class, () -> readAll(reader, text, random));
        assertEquals(wellFormed, e.offset());
      }
    }
    assertEquals(new String(bytes, 0, wellFormed, StandardCharsets.UTF_8), text.toString());
  }

  private static void readAll(Utf8Reader reader, StringBuilder text, Random random)
      throws IOException {
    char[] part = new char[1 + random.nextInt(5) * random.nextInt(9000)];
    int n;
    while ((n = reader.read(part, 0, 1 + random.nextInt(part.length))) >= 0) {
      assertTrue(n > 0);
      text.append(part, 0, n);
    }
    assertEquals(-1, reader.read());
  }

  /** How many bytes from the beginning are whole chars: the table of the Unicode standard. */
  private static int wellFormed(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      int b = bytes[at] & 255;
      int length = b < 0x80 ? 1 : b < 0xC2 ? 0 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : b < 0xF5 ? 4 : 0;
      if (length == 0 || at + length > bytes.length) {
        return at;
      }
      int least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
      int most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
      for (int i = 1; i < length; i++) {
        int next = bytes[at + i] & 255;
        if (next < (i == 1 ? least : 0x80) || next > (i == 1 ? most : 0xBF)) {
          return at;
        }
      }
      at += length;
    }
    return at;
  }
}
