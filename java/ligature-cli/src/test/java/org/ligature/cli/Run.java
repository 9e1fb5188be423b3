package org.ligature.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of the command line inside the test, and what it printed. */
record Run(int code, String out, String err) {
  static Run of(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    int code =
        Main.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            words);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A run that must succeed, and say nothing on standard error. */
  static Run ok(Object... args) {
    Run run = of(args);
    assertEquals("", run.err);
    assertEquals(0, run.code);
    return run;
  }

  /** The number that the JSON object has for a key; the first, where several objects have it. */
  double number(String key) {
    return Double.parseDouble(value(key, "[-+0-9.eE]+"));
  }

  String string(String key) {
    String quoted = value(key, "\"[^\"]*\"");
    return quoted.substring(1, quoted.length() - 1);
  }

  private String value(String key, String form) {
    Matcher matcher = Pattern.compile('"' + key + "\": (" + form + ")[,}]").matcher(out);
    assertEquals(true, matcher.find(), () -> "no " + key + " in " + out);
    return matcher.group(1);
  }
}
