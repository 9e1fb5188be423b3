package org.ligature.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads what stands in the jar beside the classes of this package. */
final class Resources {
  private Resources() {}

  /** All bytes of a resource, which every jar of the library has. */
  static byte[] read(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
