package org.ligature.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The arithmetic behind the tables. */
class MeasuredCaseTest {
  private static MeasuredCase dense() {
    MeasuredCase one = new MeasuredCase(Settings.parse("op=attn n=2048 d=64 h=8 mask=none t=1"));
    one.cpu.put(Contender.LIGATURE, new double[] {10, 20, 40});
    one.cpu.put(Contender.PYTORCH_BEST, new double[] {20, 60, 40});
    one.cpu.put(Contender.DJL, new double[] {30, 30, 60});
    return one;
  }

  @Test
  void ratiosAreOfRoundsThatStandSideBySide() {
    assertEquals(2, dense().times(Contender.PYTORCH_BEST));
    assertEquals(1.5, dense().times(Contender.DJL));
    assertEquals(1.5, dense().timesBest(Contender.PYTORCH_AND_DJL));
    assertTrue(Double.isNaN(dense().times(Contender.ONNX_RUNTIME)));
  }

  @Test
  void sharesAreOfThePeakInTheSameRound() {
    MeasuredCase one = dense();
    assertTrue(Double.isNaN(one.share()));
    double work = 4.0 * 64 * 8 * 2048 * 2048;
    one.limitRates = new double[] {work / 5, work / 15, work / 20};
    assertEquals(0.5, one.share(), 1e-12);
    assertEquals(5.0 / 10, one.bestShare(), 1e-12);
  }

  @Test
  void workCountsWhatIsKept() {
    double dense = Work.flops(Settings.parse("op=attn n=2048 d=64 h=8"));
    assertEquals(4.0 * 64 * 8 * 2048 * 2048, dense);
    double causal = Work.flops(Settings.parse("op=attn n=2048 d=64 h=8 mask=causal"));
    assertEquals(2049.0 / 4096, causal / dense, 1e-12);
    double tiles = Work.flops(Settings.parse("op=attn n=2048 d=64 h=8 mask=bs25"));
    assertEquals(0.25, tiles / dense, 0.03);
    assertEquals(3.5, Work.flops(Settings.parse("op=attn n=2048 d=64 h=8 dir=train")) / dense);
  }

  @Test
  void bytesOfAStepHoldThoseOfForward() {
    double forward = Work.bytes(Settings.parse("op=emb V=1000 d=8 ids=100"));
    double bags = PeerInputs.Bags.of(1000, 100).sizes().length;
    assertEquals((100 + bags) * 8 * 4, forward);
    assertEquals(forward / 2, Work.bytes(Settings.parse("op=emb V=1000 d=8 ids=100 dtype=bf16")));
    double dense = Work.bytes(Settings.parse("op=emb V=1000 d=8 ids=100 dir=train"));
    assertEquals((bags + 1000) * 8 * 4, dense - forward);
  }

  @Test
  void resultsThatDifferAreSeen() {
    MeasuredCase one = dense();
    one.sums.put(Contender.LIGATURE, new double[] {1, 100, 3});
    assertFalse(one.disagrees());
    one.sums.put(Contender.DJL, new double[] {1.001, 100, 3});
    assertFalse(one.disagrees());
    one.sums.put(Contender.ONNX_RUNTIME, new double[] {1, 100, 3.1});
    assertEquals(1e-3, one.disagreement(), 1e-12);
    assertTrue(one.disagrees());
  }

  @Test
  void goalsBelongToOneKindOfMachineAndOneThread() {
    Settings dense = dense().settings;
    assertEquals(1.55, Goal.of(Machine.Isa.AVX512, dense).get(0).stretch());
    assertEquals(1.5, Goal.of(Machine.Isa.AVX2, dense).get(0).stretch());
    assertEquals(List.of(), Goal.of(Machine.Isa.OTHER, dense));
    assertEquals(List.of(), Goal.of(Machine.Isa.AVX512, dense.with("t", 2)));
  }

  @Test
  void everyCaseHasATitleOfItsOwn() {
    List<String> titles =
        List.of(Suite.values()).stream()
            .flatMap(suite -> suite.cases(1, false).stream())
            .map(Suite::title)
            .toList();
    assertEquals(titles.size(), titles.stream().distinct().count(), titles.toString());
  }

  @Test
  void aGoalIsMissedMetOrMore() {
    Goal goal = new Goal(Goal.Of.BEST, 1.4, 1.55);
    assertEquals("**missed**", goal.verdict(1.39));
    assertEquals("met", goal.verdict(1.4));
    assertEquals("met, stretch too", goal.verdict(1.55));
    assertEquals("not measured", goal.verdict(Double.NaN));
  }

  @Test
  void aMachineIsReadFromWhatLinuxTells() {
    List<String> lines =
        List.of("cpu family\t: 26", "model\t\t: 2", "model name\t: X", "flags\t\t: fma avx2");
    assertEquals(new Machine("X (family 26, model 2)", Machine.Isa.AVX2), Machine.of(lines));
    assertEquals(Machine.Isa.OTHER, Machine.of(List.of()).isa());
  }

  @Test
  void settingsReadWhatTheyWrite() {
    Settings settings = Settings.parse(" op=attn  n=7 mask=bs25 ");
    assertEquals("op=attn n=7 mask=bs25", settings.toString());
    assertEquals(settings, Settings.parse(settings.toString()));
    assertThrows(IllegalArgumentException.class, () -> Settings.parse("op"));
  }
}
