package org.ligature.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every law finds a bug that was planted for it, and shows it on a small text. */
class PlantedBugsTest {
  /** The most chars of a sample that is small: one line for each parameter. */
  private static final int SMALL = 100;

  private static final Map<String, Class<?>> SPLITTERS =
      Map.of(
          "chunksGiveBackTheText", forgetful(),
          "sizesAreWithinBounds", PlantedSplitterBugs.SparesTheLastUnit.class,
          "theShortestTextsAreCut", PlantedSplitterBugs.LooksBeforeItLeaps.class,
          "theSameTextIsCutTheSame", PlantedSplitterBugs.DrawsAnew.class,
          "manyThreadsCutTheSame", PlantedSplitterBugs.KnowsOneThread.class,
          "aBatchIsCutAsItsTexts", PlantedSplitterBugs.RemembersTheTextBefore.class,
          "sentenceEndsAreBoundaries", PlantedSplitterBugs.CrossesSentences.class,
          "unitsDoNotMatter", PlantedSplitterBugs.LooksAtUnits.class,
          "aPrefixIsCutTheSame", PlantedSplitterBugs.CountsFromTheEnd.class,
          "laterUnitsMoveNoBoundary", PlantedSplitterBugs.LooksOneUnitAhead.class);

  /** The example is of a user, in a package of its own, and no more visible than theirs. */
  private static Class<?> forgetful() {
    try {
      return Class.forName("org.ligature.testkit.example.ForgetfulSplitter");
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Arguments> bugs() {
    return Stream.concat(
        laws(SplitterLaws.class).map(law -> Arguments.of(law, SPLITTERS.get(law.getName()))),
        laws(PlantedCodecBugs.class).map(law -> Arguments.of(law, PlantedCodecBugs.class)));
  }

  private static Stream<Method> laws(Class<?> laws) {
    return Arrays.stream(laws.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Property.class));
  }

  private static Set<String> names(Class<?> laws) {
    return laws(laws).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void theLawFindsItsBugAndShowsItSmall(Method law, Class<?> bug) {
    LawRun.Failure failure =
        LawRun.run(bug, law)
            .orElseThrow(() -> new AssertionError(law.getName() + " finds nothing in " + bug));
    String sample = failure.sample();
    assertTrue(sample.length() <= SMALL, sample);
    assertTrue(failure.message().length() <= 2 * SMALL, failure.message());
  }

  @Test
  void everyLawHasABugAndALineOfTheTable() throws IOException {
    assertEquals(names(SplitterLaws.class), new TreeSet<>(SPLITTERS.keySet()));
    assertEquals(names(CodecLaws.class), names(PlantedCodecBugs.class));
    List<String> table =
        Files.readAllLines(Path.of("LAWS.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();
    Set<String> all = new TreeSet<>(names(SplitterLaws.class));
    all.addAll(names(CodecLaws.class));
    assertEquals(List.copyOf(all), table.stream().sorted().toList());
  }
}
