package org.ligature.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at the paths that a user gave before any work is done, as a book may take minutes. */
final class FileArguments {
  private FileArguments() {}

  /** Checks that a file can be read, and returns its length in bytes. */
  static long checkInput(Path file) {
    if (Files.isDirectory(file)) {
      throw new Failure("cannot read " + file + ": it is a folder");
    }
    if (Files.exists(file) && !Files.isReadable(file)) {
      throw new Failure("cannot read " + file + ": permission denied");
    }
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw Failure.of("read", file, e);
    }
  }

  /** Checks that a file can be put at a path, and would replace no input; an input may be null. */
  static void checkOutput(Path file, Path... inputs) {
    if (Files.isDirectory(file)) {
      throw new Failure("cannot write " + file + ": it is a folder");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new Failure("cannot write " + file + ": it is no file that can be replaced");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new Failure("cannot write " + file + ": there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new Failure("cannot write " + file + ": permission denied in " + folder);
    }
    for (Path input : inputs) {
      if (input != null && isSame(file, input)) {
        throw new Failure("cannot write " + file + ": it is what is read");
      }
    }
  }

  private static boolean isSame(Path output, Path input) {
    try {
      return Files.exists(output) && Files.exists(input) && Files.isSameFile(output, input);
    } catch (IOException e) {
      throw Failure.of("read", input, e);
    }
  }
}
