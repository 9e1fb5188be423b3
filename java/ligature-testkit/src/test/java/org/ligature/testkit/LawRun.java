package org.ligature.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a class of laws inside a test, and keeps what was red. */
final class LawRun implements TestExecutionListener {
  /** What jqwik told of a law that failed: its message and the sample, shrunk. */
  record Failure(String message, String report) {
    /** The parameters at which the law fails, shrunk where that could be. */
    String sample() {
      Matcher sample = SAMPLE.matcher(report);
      return sample.find() ? sample.group(1) : report;
    }
  }

  private static final Pattern SAMPLE =
      Pattern.compile("Sample[^\n]*\n-+\n(.*?)(?:\n\n|$)", Pattern.DOTALL);

  /** Says with each run that failures are not remembered. Held here, or it would be collected. */
  private static final Logger LOGGER = Logger.getLogger("net.jqwik");

  static {
    LOGGER.setLevel(Level.WARNING);
  }

  private final StringBuilder report = new StringBuilder();
  private Failure failure;

  private LawRun() {}

  /** Tries one law, by its name, in a class that inherits it or has it; empty if it holds. */
  static Optional<Failure> run(Class<?> laws, Method law) {
    LawRun listener = new LawRun();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(laws, law))
                .filters(includeEngines("jqwik"))
                // Failures go to the listener, not to the log, and are not remembered.
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.tries.default", "1000")
                .build(),
            listener);
    return Optional.ofNullable(listener.failure);
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    report.append(String.join("\n", entry.getKeyValuePairs().values()));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    result
        .getThrowable()
        .ifPresent(
            thrown ->
                failure = new Failure(String.valueOf(thrown.getMessage()), report.toString()));
  }
}
