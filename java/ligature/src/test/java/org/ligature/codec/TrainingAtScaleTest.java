package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts larger than memory, several threads, streams, and an end before the end. */
class TrainingAtScaleTest {
  private static final int GLYPHS = 4000;

  @TempDir Path folder;

  private static String text(int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      int word = (int) Math.abs(random.nextGaussian() * 9000);
      text.append(i % 9 == 0 ? "Q" : "").append(Integer.toString(word, 36).replaceAll("\\d", "z"));
      text.append(i % 11 == 0 ? ". " : " ");
    }
    return text.toString();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private GlyphCodecTrainer trainer(Path temporary) {
    return GlyphCodec.trainer().maxGlyphs(GLYPHS).temporaryFolder(temporary);
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.count() - 1;
    }
  }

  @Test
  void memoryThreadsAndOrderChangeNothing() throws IOException {
    Path one = file("one.txt", text(1));
    Path two = file("two.txt", text(2));
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    byte[] plain = trainer(temporary).threads(1).add(text(1)).add(text(2)).train().toBytes();
    try (GlyphCodecTrainer small = trainer(temporary).threads(3).memory(1 << 16)) {
      assertArrayEquals(plain, small.add(two).add(one).train().toBytes());
      assertTrue(entries(temporary) > 10, "no counts were put in files");
    }
    assertEquals(0, entries(temporary));
  }

  @Test
  void aStreamTeachesWhatAFileDoes() throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    byte[] plain;
    try (GlyphCodecTrainer whole = trainer(temporary).phrases(20)) {
      plain = whole.add(text(1)).train().toBytes();
    }
    byte[] bytes = text(1).getBytes(StandardCharsets.UTF_8);
    try (GlyphCodecTrainer stream = trainer(temporary).phrases(20)) {
      assertArrayEquals(plain, stream.add(new ByteArrayInputStream(bytes)).train().toBytes());
    }
    assertEquals(0, entries(temporary));
  }

  @Test
  void cancellingEndsItAndLeavesNothing() throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Path file = file("one.txt", text(1));
    GlyphCodecTrainer reading = trainer(temporary).threads(2).memory(1 << 16);
    reading.progress(bytes -> reading.cancel());
    assertThrows(CancellationException.class, () -> reading.add(file).add(file).train());
    assertEquals(0, entries(temporary));
    assertThrows(IllegalStateException.class, () -> reading.add("more"));
    GlyphCodecTrainer choosing = trainer(temporary).add(file);
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, choosing::train);
    assertTrue(Thread.interrupted(), "the interrupt is lost");
    assertThrows(IllegalStateException.class, choosing::train);
  }

  @Test
  void argumentsAreChecked() throws IOException {
    assertThrows(IllegalArgumentException.class, () -> GlyphCodec.trainer().threads(0));
    assertThrows(IllegalArgumentException.class, () -> GlyphCodec.trainer().threads(257));
    GlyphCodecTrainer poor = GlyphCodec.trainer().threads(2).memory(30_000);
    assertThrows(IllegalArgumentException.class, () -> poor.add("text"));
    GlyphCodecTrainer begun = GlyphCodec.trainer().add("text");
    for (Runnable late :
        List.<Runnable>of(
            () -> begun.memory(1 << 20),
            () -> begun.threads(1),
            () -> begun.temporaryFolder(folder))) {
      assertThrows(IllegalStateException.class, late::run);
    }
    Path none = folder.resolve("none");
    GlyphCodecTrainer lost = trainer(none).threads(1).memory(CountTable.MIN_BYTES);
    Path file = file("one.txt", text(1));
    assertThrows(IOException.class, () -> lost.add(file));
    GlyphCodecTrainer lostByMany = trainer(none).threads(3).memory(3L * CountTable.MIN_BYTES);
    assertThrows(IOException.class, () -> lostByMany.add(file));
    GlyphCodecTrainer withPhrases = trainer(none).phrases(20).add("out of the box");
    assertThrows(UncheckedIOException.class, withPhrases::train);
  }
}
