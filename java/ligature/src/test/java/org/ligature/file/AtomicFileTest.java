package org.ligature.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private static AtomicFile begin(Path path, String text) throws IOException {
    AtomicFile file = AtomicFile.create(path);
    file.channel().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    return file;
  }

  private static void write(Path path, String text) throws IOException {
    try (AtomicFile file = begin(path, text)) {
      file.finish();
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void theTargetIsReplacedWhenTheFileIsFinished() throws IOException {
    Path path = Files.writeString(folder.resolve("a"), "before");
    try (AtomicFile file = begin(path, "behind")) {
      assertEquals("before", Files.readString(path));
      assertEquals(2, list().size());
      file.finish();
      assertEquals("behind", Files.readString(path));
    }
    assertEquals("behind", Files.readString(path));
    assertEquals(List.of(path), list());
  }

  @Test
  void whatIsNotFinishedLeavesNothing() throws IOException {
    Path path = Files.writeString(folder.resolve("a"), "before");
    AtomicFile file = begin(path, "behind");
    file.close();
    file.close();
    assertThrows(ClosedChannelException.class, file::finish);
    assertEquals("before", Files.readString(path));
    assertEquals(List.of(path), list());
  }

  @Test
  void aLinkStaysOneAndWhatItNamesIsReplaced() throws IOException {
    Path path = Files.writeString(folder.resolve("a"), "before");
    Path link = link(folder.resolve("link"), Path.of("a"));
    write(link, "behind");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("behind", Files.readString(path));
    assertEquals(List.of(path, link), list());
  }

  @Test
  void aLinkThatLeadsNowhereIsReplaced() throws IOException {
    Path link = link(folder.resolve("link"), Path.of("none"));
    write(link, "text");
    assertEquals("text", Files.readString(link));
    assertEquals(List.of(link), list());
  }

  private static Path link(Path link, Path target) throws IOException {
    try {
      return Files.createSymbolicLink(link, target);
    } catch (UnsupportedOperationException | FileSystemException e) {
      assumeTrue(false, "skipped: no symbolic link can be made here: " + e);
      throw e;
    }
  }

  @Test
  void whatIsNoFileIsLeftAlone() throws IOException {
    assertNoFile(folder);
    assertNoFile(folder.getRoot());
    assertThrows(IOException.class, () -> AtomicFile.create(folder.resolve("none").resolve("a")));
    assertThrows(NullPointerException.class, () -> AtomicFile.create(null));
    assertEquals(List.of(), list());
  }

  private static void assertNoFile(Path path) {
    FileSystemException e = assertThrows(FileSystemException.class, () -> AtomicFile.create(path));
    assertEquals(path + ": is not a file", e.getMessage());
  }

  @Test
  void aNameWithoutFolderIsInTheWorkingFolder() throws IOException {
    Path path = Path.of("atomic-file-test-" + System.nanoTime());
    try {
      write(path, "text");
      assertEquals("text", Files.readString(path));
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
