package org.ligature.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ligature.tensor.Device;

/** Our worker in a process of its own, as the side by side starts it. */
class WorkerProcessTest {
  @TempDir Path folder;

  private WorkerProcess start(String engine) throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/thread-self")), "CPU time is counted on Linux only");
    File log = folder.resolve("log").toFile();
    return WorkerProcess.start(Contender.LIGATURE.command(engine), Map.of(), log);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "op=attn n=128 d=16 h=2 mask=causal dir=train",
        "op=attn n=256 d=16 h=2 mask=bs50 dtype=f32",
        "op=emb V=100 d=16 ids=300 mode=mean",
        "op=emb V=100 d=16 ids=300 dir=train",
        "op=emb V=100 d=16 ids=300 dir=trainsparse"
      })
  void enginesGiveTheSame(String line) throws IOException {
    MeasuredCase measured = new MeasuredCase(Settings.parse(line));
    List<String> engines = Device.engines();
    measured.sums.put(Contender.LIGATURE, sums("scalar", line));
    measured.sums.put(Contender.DJL, sums(engines.get(engines.size() - 1), line)); // as if
    assertFalse(measured.disagrees(), line + ": " + measured.disagreement());
  }

  private double[] sums(String engine, String line) throws IOException {
    try (WorkerProcess worker = start(engine)) {
      assertEquals("Ligature, engine " + engine, worker.version());
      assertEquals("ok", worker.ask("prep " + line));
      WorkerProcess.Round round = worker.run(3);
      assertTrue(round.cpu() > 0 && round.wall() > 0, round.toString());
      String answer = worker.ask("check");
      assertTrue(answer.startsWith("check "), answer);
      return Arrays.stream(answer.split(" ")).skip(1).mapToDouble(Double::parseDouble).toArray();
    }
  }

  @Test
  void whatCannotBeDoneIsSkippedAndTheWorkerLives() throws IOException {
    try (WorkerProcess worker = start("scalar")) {
      for (String line : List.of("prep op=dance", "prep nonsense", "run 1", "sing")) {
        String answer = worker.ask(line);
        assertTrue(answer.startsWith("skip "), line + ": " + answer);
      }
      assertThrows(IOException.class, () -> worker.run(1));
      assertTrue(worker.isAlive());
      assertEquals("ok", worker.ask("prep op=attn n=64 d=8 h=1"));
    }
  }

  @Test
  void aProgramThatSaysNothingIsNoWorker() {
    File log = folder.resolve("log").toFile();
    assertThrows(IOException.class, () -> WorkerProcess.start(List.of("/bin/true"), Map.of(), log));
  }

  @Test
  void aRoundIsReadInMilliseconds() throws IOException {
    WorkerProcess.Round round = WorkerProcess.Round.parse("t 1000000 9000000 2000000 cpu 1.5E6");
    assertEquals(2, round.wall(), 1e-9);
    assertEquals(1.5, round.cpu(), 1e-9);
  }
}
