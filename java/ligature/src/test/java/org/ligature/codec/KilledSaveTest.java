package org.ligature.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ligature.file.AtomicFile;

/** A process that is killed while it saves leaves a whole file: this one or that one. */
class KilledSaveTest {
  private static final int KILLS = 4;

  @TempDir Path folder;

  @Test
  void aKilledProcessLeavesAWholeFile() throws Exception {
    GlyphCodec one = Texts.sampleCodec();
    GlyphCodec other = GlyphCodec.trainer().add("fox").train();
    Path file = folder.resolve("saved");
    one.save(folder.resolve("one"));
    other.save(folder.resolve("other"));
    Random random = new Random();
    Set<Path> left = new LinkedHashSet<>();
    for (int i = 0; i < KILLS; i++) {
      Process saver = startSaver(folder.resolve("one"), folder.resolve("other"), file);
      try {
        assertEquals('!', saver.getInputStream().read(), "the saver did not start");
        assertTrue(!saver.waitFor(random.nextInt(100), TimeUnit.MILLISECONDS), "it saves for ever");
      } finally {
        saver.destroyForcibly().waitFor();
      }
      GlyphCodec loaded = GlyphCodec.load(file);
      loaded.verify();
      assertTrue(loaded.equals(one) || loaded.equals(other), loaded.toString());
      left.addAll(temporaries());
    }
    assertTrue(left.size() <= KILLS, "one temporary file a kill at most: " + left);
  }

  private Set<Path> temporaries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".tmp")).collect(Collectors.toSet());
    }
  }

  private static Process startSaver(Path one, Path other, Path target) throws Exception {
    Set<String> classPath = new LinkedHashSet<>();
    for (Class<?> type :
        new Class<?>[] {
          Saver.class, GlyphCodec.class, AtomicFile.class, Long2IntOpenHashMap.class
        }) {
      classPath.add(place(type));
    }
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            String.join(File.pathSeparator, classPath),
            Saver.class.getName(),
            one.toString(),
            other.toString(),
            target.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** Saves two codecs in turn to one file, for ever; says ! when the file is there. */
  static final class Saver {
    private Saver() {}

    public static void main(String[] args) throws IOException {
      GlyphCodec[] codecs = {GlyphCodec.load(Path.of(args[0])), GlyphCodec.load(Path.of(args[1]))};
      for (int i = 0; ; i++) {
        codecs[i % 2].save(Path.of(args[2]));
        if (i == 0) {
          System.out.write('!');
          System.out.flush();
        }
      }
    }
  }
}
