import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sorts the functions of the JNI sources that JavaCPP generates. Their order there follows
 * reflection, which changes from run to run; the same commit must give the same library.
 *
 * <p>Usage: {@code java StableJni.java FOLDER}
 */
final class StableJni {
  public static void main(String[] args) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".cpp")).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        List<String> sorted = sortFunctions(lines);
        if (!sorted.equals(lines)) {
          Files.write(file, sorted);
        }
      }
    }
  }

  /** A function runs from its JNIEXPORT line to the next line that is a brace alone. */
  private static List<String> sortFunctions(List<String> lines) {
    List<String> functions = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    int at = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches("JNIEXPORT .* JNICALL Java_.*\\{")) {
        at = at < 0 ? rest.size() : at;
        int from = i;
        while (!lines.get(i).equals("}")) {
          i++;
        }
        functions.add(String.join("\n", lines.subList(from, i + 1)));
      } else {
        rest.add(lines.get(i));
      }
    }
    functions.sort(null);
    rest.addAll(Math.max(at, 0), functions);
    return rest;
  }
}
