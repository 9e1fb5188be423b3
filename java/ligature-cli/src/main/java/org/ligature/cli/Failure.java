package org.ligature.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.ligature.codec.MalformedFileException;

/** Something that the user can mend. Its message becomes the one line that they see. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  Failure(String message) {
    super(message);
  }

  private Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /** What went wrong with a file: {@code doing} is "read" or "write". */
  static Failure of(String doing, Path file, IOException e) {
    if (e instanceof MalformedFileException) {
      return new Failure(file + ": " + e.getMessage(), e);
    }
    return new Failure("cannot " + doing + " " + file + ": " + reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "a part of the path is no folder";
    }
    if (e instanceof CharacterCodingException) {
      return "the text holds half a surrogate pair, which UTF-8 cannot express";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** The failure that an error amounts to, or null where it is a fault of ours. */
  static Failure of(Throwable e) {
    if (e instanceof Failure failure) {
      return failure;
    }
    if (e instanceof UnsatisfiedLinkError) {
      return new Failure(e.getMessage(), e);
    }
    if (e instanceof OutOfMemoryError) {
      String message = String.valueOf(e.getMessage());
      long heap = Runtime.getRuntime().maxMemory() >> 20;
      String advice =
          message.startsWith("Java heap")
              ? "; Java may use " + heap + " MB, and java -Xmx8g -jar ... gives it 8 GB"
              : "";
      return new Failure("out of memory: " + message + advice, e);
    }
    return null;
  }

  /** A message as one line of a log. */
  static String line(String message) {
    return "ligature: " + message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
