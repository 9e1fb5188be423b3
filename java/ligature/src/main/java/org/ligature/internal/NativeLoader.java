package org.ligature.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * Brings a native library from the jar into this class's loader.
 *
 * <p>Every load unpacks into a private folder of its own, so there is no cache to go stale, no race
 * between processes and no clash between class loaders. Where the system lets a mapped file be
 * unlinked, the folder is gone as soon as the library is loaded; elsewhere it goes at exit.
 */
final class NativeLoader {
  /** A folder that holds the library, used instead of the jar. */
  static final String PATH_PROPERTY = "org.ligature.library.path";

  /** Where to unpack, instead of {@code java.io.tmpdir}. */
  static final String TMP_PROPERTY = "org.ligature.tmpdir";

  private NativeLoader() {}

  /**
   * Loads the library.
   *
   * @throws UnsatisfiedLinkError with what was tried, why it failed and what to do
   */
  static void load(String name) {
    String file = System.mapLibraryName(name);
    String folder = System.getProperty(PATH_PROPERTY);
    String tried =
        folder != null
            ? file + " in " + folder + " (-D" + PATH_PROPERTY + ")"
            : "the jar's " + platform() + "/" + file + ", unpacked in " + tmpdir();
    try {
      if (folder != null) {
        System.load(Path.of(folder, file).toAbsolutePath().toString());
      } else {
        unpackAndLoad(platform() + "/" + file, file);
      }
    } catch (IOException | UnsatisfiedLinkError | InvalidPathException | SecurityException e) {
      UnsatisfiedLinkError error =
          new UnsatisfiedLinkError(
              "Ligature cannot load its native library, so Device, Tensor and the layers cannot be"
                  + " used (the codec and the splitters can). Tried: "
                  + tried
                  + ". Why it failed: "
                  + reason(e)
                  + ". What to do: where the temporary folder cannot be written or is mounted"
                  + " noexec, set -D"
                  + TMP_PROPERTY
                  + "=FOLDER; for a platform that the jar has no"
                  + " library for, build one and set -D"
                  + PATH_PROPERTY
                  + "=FOLDER.");
      error.initCause(e);
      throw error;
    }
  }

  private static String reason(Throwable e) {
    return e instanceof UnsatisfiedLinkError ? e.getMessage() : e.toString();
  }

  private static String tmpdir() {
    return System.getProperty(TMP_PROPERTY, System.getProperty("java.io.tmpdir"));
  }

  /** JavaCPP's name of this platform, such as linux-x86_64. */
  static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String family =
        os.startsWith("mac")
            ? "macosx"
            : os.startsWith("windows") ? "windows" : os.replace(" ", "");
    return family
        + "-"
        + switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> arch;
        };
  }

  private static void unpackAndLoad(String resource, String file) throws IOException {
    try (InputStream in = NativeLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the jar has no library for " + platform());
      }
      boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] ownerOnly =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
              }
              : new FileAttribute<?>[0];
      Path folder = Files.createTempDirectory(Path.of(tmpdir()), "ligature-", ownerOnly);
      Path library = folder.resolve(file);
      try {
        Files.copy(in, library);
        System.load(library.toAbsolutePath().toString());
      } finally {
        delete(library, folder);
      }
    }
  }

  private static void delete(Path library, Path folder) {
    try {
      Files.deleteIfExists(library);
      Files.delete(folder);
    } catch (IOException stillMapped) { // Windows keeps a loaded library open
      folder.toFile().deleteOnExit();
      library.toFile().deleteOnExit(); // in reverse order at exit: the library goes first
    }
  }
}
