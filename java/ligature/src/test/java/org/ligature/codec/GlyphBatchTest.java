package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches by example, and what one bad text does. */
class GlyphBatchTest {
  private static final GlyphCodec CODEC = Texts.sampleCodec();

  /** A text that cannot be read. */
  private record Broken(Throwable why) implements CharSequence {
    @Override
    public int length() {
      return 1;
    }

    @Override
    public char charAt(int i) {
      throw new AssertionError("toString is asked first");
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      throw new AssertionError("toString is asked first");
    }

    @Override
    public String toString() {
      if (why instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) why;
    }
  }

  @Test
  void textsStandOneBehindTheOther() {
    GlyphBatch batch = CODEC.encodeAll(List.of("the fox", "", "dog. The quick dog"), 2);
    assertArrayEquals(new int[] {0, 2, 2, 6}, batch.starts());
    int[] units = batch.toArray();
    assertEquals(6, units.length);
    assertEquals("the fox", CODEC.decode(Glyphs.of(units[0], units[1])));
    assertEquals(Glyphs.empty(), batch.text(1));
    assertEquals(2, batch.text(2).numSentences());
    assertEquals("GlyphBatch[3 texts, 6 units]", batch.toString());
  }

  @Test
  void batchesAreEqualByContent() {
    GlyphBatch batch = CODEC.encodeAll(List.of("the fox", "dog"), 1);
    assertEquals(batch, CODEC.encodeAll(List.of("the fox", "dog"), 3));
    assertEquals(batch.hashCode(), CODEC.encodeAll(List.of("the fox", "dog"), 3).hashCode());
    assertNotEquals(batch, CODEC.encodeAll(List.of("the", "fox dog"), 1));
    assertEquals(0, CODEC.encodeAll(List.of(), 4).numTexts());
  }

  @Test
  void manyThreadsGiveWhatOneGives() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      texts.add("fox " + i + ", quick dog. ".repeat(i % 17));
    }
    assertEquals(CODEC.encodeAll(texts, 1), CODEC.encodeAll(texts, 8));
  }

  @Test
  void theFirstTextThatFailsIsNamed() {
    List<CharSequence> texts = new ArrayList<>(Collections.nCopies(200, "the fox"));
    RuntimeException why = new UnsupportedOperationException("broken");
    texts.set(70, new Broken(why));
    texts.set(71, new Broken(new UnsupportedOperationException("broken too")));
    texts.set(150, new Broken(new UnsupportedOperationException("broken as well")));
    for (int threads = 1; threads <= 4; threads++) {
      int n = threads;
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> CODEC.encodeAll(texts, n));
      assertTrue(e.getMessage().startsWith("text 70 "), e.getMessage());
      assertSame(why, e.getCause());
    }
  }

  @Test
  void anErrorIsThrownAsItIs() {
    Error why = new StackOverflowError("deep");
    List<CharSequence> texts = List.of("the fox", new Broken(why));
    assertSame(why, assertThrows(Error.class, () -> CODEC.encodeAll(texts, 2)));
  }

  @Test
  void anInterruptIsKept() {
    Thread.currentThread().interrupt();
    assertEquals(3, CODEC.encodeAll(List.of("the", "fox", "dog"), 3).numUnits());
    assertTrue(Thread.interrupted());
  }

  @Test
  void badArgumentsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> CODEC.encodeAll(List.of("fox"), 0));
    assertThrows(NullPointerException.class, () -> CODEC.encodeAll(null, 1));
    NullPointerException e =
        assertThrows(
            NullPointerException.class, () -> CODEC.encodeAll(Arrays.asList("the", null), 1));
    assertEquals("text 1 is null", e.getMessage());
    GlyphBatch batch = CODEC.encodeAll(List.of("the fox"), 1);
    assertThrows(IndexOutOfBoundsException.class, () -> batch.text(1));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.start(2));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.copyTo(new int[1], 0, 0, 2));
  }
}
