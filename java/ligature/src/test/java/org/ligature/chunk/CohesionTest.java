package org.ligature.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.codec.MalformedFileException;

class CohesionTest {
  private static final String[] WORDS = {
    "of course", "at once", "he", "she", "came", "sat", "and", "then", "now", "here"
  };

  /** Words in no order, two of which are pairs. */
  private static final String BOOK =
      IntStream.range(0, 600)
          .mapToObj(i -> WORDS[new SplitMix64(1, i).nextInt(WORDS.length)])
          .collect(Collectors.joining(" "));

  /** What {@code theFormatStays} writes to a file, in Base 64. */
  private static final String GOLDEN =
      "iUxJR0NPSAoBAAAADgAAAPpfpgJjRzNVIoQCiVPa//IzTS7dONMGi4MHlGoEOy9IAAAAAKVHAAA8AAAA"
          + "AAAAAAAAAAAASAAAOAAAAAAAAAAAAAAAAUgAAAAAAAAAAAAAAAAAAABKAAA+AAAAAAAAAAAAAAABSgAA"
          + "PQAAAAAAAAAAAAAAAkoAAAAAAAAAAAAAAAAAAANKAAA2AAAAAAAAAAAAAAAATAAAMgAAAAAAAAAAAAAA"
          + "AE4AAD0AAAAAAAAAAAAAAAJOAAAnAAAAAAAAAAEAAAAATAAADAAAAAAAAAADAAAAAUwAADMAAAAAAAAA"
          + "BgAAAAFOAAA6AAAAAAAAAAoAAAAASAAADAAAAAAAAADByCtr";

  private static GlyphCodec codec;
  private static Cohesion cohesion;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    codec = GlyphCodec.trainer().add(BOOK).train();
    try (CohesionTrainer trainer = Cohesion.trainer(codec)) {
      cohesion = trainer.minCount(12).add(new StringReader(BOOK)).train();
    }
  }

  private static String cut(ChunkSplitter splitter, String text) {
    Glyphs glyphs = codec.encode(text);
    return splitter.split(glyphs).toString();
  }

  @Test
  void whatStandsTogetherIsCutTogether() {
    ChunkSplitter best = ChunkSplitter.cohesive(cohesion, 1, cohesion.maxSize(), 0);

    assertEquals("2+1+1+2+1", cut(best, "of course he came at once and"));
    assertEquals("2+1+1+2+1", cut(best, "OF COURSE She sat At Once and"));
    assertEquals("2", cut(best, "of course"));
    assertEquals("1+1", cut(best, "course sat"));
    assertEquals("Cohesion[12 chunks of at most 2 units]", cohesion.toString());
    assertEquals(codec.identity(), cohesion.codecIdentity());
  }

  @Test
  void addingGlyphsOrTextIsTheSame() throws IOException {
    try (CohesionTrainer trainer = Cohesion.trainer(codec)) {
      Cohesion same = trainer.minCount(12).add(codec.encode(BOOK)).train();
      assertEquals(Base64.getEncoder().encodeToString(bytes(same)), base64(cohesion));
    }
  }

  @Test
  void causalChunksGoOnWhileALongerOneIsLikely() {
    ChunkSplitter causal = ChunkSplitter.causal(1, 4, cohesion.causalRule(0.5));

    assertEquals("2+1+1+2+1", cut(causal, "of course he sat at once and"));
    assertEquals("1+1", cut(ChunkSplitter.causal(1, 4, cohesion.causalRule(1)), "he sat"));
    for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
      assertEquals(
          "threshold is " + bad + ", not in [0, 1]", messageOf(() -> cohesion.causalRule(bad)));
    }
  }

  @Test
  void nothingLearnedIsSinglesOnly() throws IOException {
    try (CohesionTrainer trainer = Cohesion.trainer(codec)) {
      Cohesion none = trainer.train();
      assertEquals(0, none.numChunks());
      assertEquals("1+1", cut(ChunkSplitter.cohesive(none, 1, 2, 0), "of course"));
      bytes(none);
    }
    try (CohesionTrainer trainer = Cohesion.trainer(codec)) {
      Cohesion singles = trainer.maxChunks(0).add(codec.encode(BOOK)).train();
      assertEquals(1, singles.maxSize());
    }
    try (CohesionTrainer trainer = Cohesion.trainer(codec)) {
      Cohesion one = trainer.maxChunks(1).minCount(12).add(codec.encode(BOOK)).train();
      assertEquals(2, one.maxSize());
      assertEquals("2+1+1", cut(ChunkSplitter.cohesive(one, 1, 2, 0), "at once of course"));
    }
  }

  @Test
  void theFormatStays() throws IOException {
    assertEquals(GOLDEN, base64(cohesion));
    Path file = folder.resolve("golden");
    Files.write(file, Base64.getDecoder().decode(GOLDEN));
    Cohesion read = Cohesion.load(file);

    assertEquals(cohesion.toString(), read.toString());
    assertEquals(GOLDEN, base64(read));
  }

  private String base64(Cohesion some) throws IOException {
    return Base64.getEncoder().encodeToString(bytes(some));
  }

  private byte[] bytes(Cohesion some) throws IOException {
    Path file = folder.resolve("some.cohesion");
    some.save(file);
    return Files.readAllBytes(file);
  }

  @Test
  void everyDamageIsRefused() throws IOException {
    byte[] good = bytes(cohesion);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] = (byte) (bad[at] ^ 1 << at % 8);
      assertMalformed(bad);
    }
    for (int length = 0; length < good.length; length++) {
      assertMalformed(Arrays.copyOf(good, length));
    }
    assertMalformed(Arrays.copyOf(good, good.length + 1));
  }

  private MalformedFileException assertMalformed(byte[] bytes) throws IOException {
    Path file = folder.resolve("bad.cohesion");
    Files.write(file, bytes);
    return assertThrows(MalformedFileException.class, () -> Cohesion.load(file));
  }

  @Test
  void whatIsForgedWithARightCheckIsRefused() throws IOException {
    assertForged(12, 4, 1, "runs in a file of");
    assertForged(48, 4, 1, "run 1 adds unit");
    assertForged(48, 4, -1, "to run -1");
    assertForged(52, 4, 3 << 18, "run 1 adds unit");
    assertForged(52, 4, 1 << 24, "run 1 adds unit");
    assertForged(64 + 4, 4, 0, "run 2 adds unit 0");
    assertForged(56, 8, -1, "run 1 has a count too large");
    byte[] many = bytes(cohesion);
    ByteBuffer.wrap(many).order(ByteOrder.LITTLE_ENDIAN).putLong(56, Long.MAX_VALUE);
    assertTrue(assertMalformed(checked(many)).getMessage().contains("a count too large"));
  }

  private void assertForged(int at, int bytes, long value, String message) throws IOException {
    byte[] bad = bytes(cohesion);
    ByteBuffer buffer = ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes == 4) {
      buffer.putInt(at, (int) value);
    } else {
      buffer.putLong(at, value);
    }
    String found = assertMalformed(checked(bad)).getMessage();
    assertTrue(found.contains(message), found);
  }

  private static byte[] checked(byte[] file) {
    CRC32C crc = new CRC32C();
    crc.update(file, 0, file.length - 4);
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(file.length - 4, (int) crc.getValue());
    return file;
  }

  @Test
  void badArgumentsAreNamed() {
    try (CohesionTrainer trainer = Cohesion.trainer(codec)) {
      assertEquals("largest size is 17, not in [1, 16]", messageOf(() -> trainer.maxSize(17)));
      assertEquals("largest size is 0, not in [1, 16]", messageOf(() -> trainer.maxSize(0)));
      assertTrue(messageOf(() -> trainer.minCount(0)).startsWith("smallest count is 0"));
      assertTrue(messageOf(() -> trainer.maxChunks(-1)).startsWith("number of chunks is -1"));
      assertTrue(messageOf(() -> trainer.memory(65535)).startsWith("memory is 65535"));
      trainer.add(codec.encode("of course"));
      assertThrows(IllegalStateException.class, () -> trainer.temporaryFolder(folder));
    }
    assertThrows(NullPointerException.class, () -> Cohesion.trainer(null));
    assertThrows(IndexOutOfBoundsException.class, () -> cohesion.score(codec.encode("of"), 0, 2));
  }

  @Test
  void theTemporaryFilesGo() throws IOException {
    CohesionTrainer trainer = Cohesion.trainer(codec).temporaryFolder(folder);
    trainer.add(codec.encode(BOOK)).train();
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
    assertThrows(IllegalStateException.class, () -> trainer.add(codec.encode(BOOK)));
    assertThrows(IllegalStateException.class, trainer::train);
    trainer.close();
  }

  @Test
  void anInterruptEndsATraining() {
    CohesionTrainer trainer = Cohesion.trainer(codec).add(codec.encode(BOOK));
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, trainer::train);
    assertTrue(Thread.interrupted());
  }

  private static String messageOf(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
