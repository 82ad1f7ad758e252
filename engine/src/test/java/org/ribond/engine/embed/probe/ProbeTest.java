package org.ribond.engine.embed.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final FeatureTable TABLE = Examples.table(1, 300, 12);
  private static final Targets NUMBERS = new Targets.Numbers(Examples.numbers(TABLE, 2, 0.5));

  private static ProbePlan plan(Double... fractions) {
    return new ProbePlan(List.of(fractions), 4, 5, 100, false, 3);
  }

  private static BitSet lastTested() {
    BitSet tested = new BitSet();
    tested.set(210, 300);
    return tested;
  }

  private static Targets.Classes classes() {
    int[] labels = new int[300];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = TABLE.value(i, 0) > 0 ? 1 : 0;
    }
    return new Targets.Classes(List.of("low", "high"), labels);
  }

  @Test
  void run_onASplit_findsThePlantedColumn() {
    ProbeResult result =
        new Probe(Examples.data(NUMBERS, lastTested()), plan(1.0)).run("x", TABLE, 1);

    assertEquals(210, result.train());
    assertEquals(90, result.test());
    assertEquals(1, result.draws());
    assertEquals(
        List.of("pearson", "spearman", "r2"),
        result.scores().stream().map(ProbeScore::name).toList());
    ProbeScore pearson = result.scores().getFirst();
    assertTrue(pearson.value() > 0.85, pearson.toString());
    assertTrue(
        pearson.interval().lower() < pearson.value()
            && pearson.value() < pearson.interval().upper(),
        pearson.toString());
  }

  @Test
  void run_onAShare_isTheMeanOfItsDraws() {
    ProbeResult result =
        new Probe(Examples.data(NUMBERS, lastTested()), plan(0.1)).run("x", TABLE, 0.1);

    assertEquals(21, result.train());
    assertEquals(4, result.draws());
    ProbeScore pearson = result.scores().getFirst();
    assertTrue(pearson.interval().lower() < pearson.value(), pearson.toString());
    assertTrue(pearson.value() < pearson.interval().upper(), pearson.toString());
  }

  @Test
  void run_inFolds_testsAllRows() {
    ProbeResult result =
        new Probe(Examples.data(NUMBERS, new BitSet()), plan(1.0)).run("x", TABLE, 1);

    assertEquals(240, result.train());
    assertEquals(300, result.test());
    assertTrue(result.scores().getFirst().value() > 0.85, result.toString());
  }

  @Test
  void run_onClasses_tellsThem() {
    ProbeResult result =
        new Probe(Examples.data(classes(), lastTested()), plan(1.0)).run("x", TABLE, 1);

    assertEquals(
        List.of("roc_auc", "mcc", "accuracy"),
        result.scores().stream().map(ProbeScore::name).toList());
    assertTrue(result.scores().getFirst().value() > 0.97, result.toString());
    assertTrue(result.scores().get(1).value() > 0.8, result.toString());
  }

  @Test
  void run_onOtherThreads_givesTheSameResult() throws Exception {
    for (Targets targets : List.of(NUMBERS, classes())) {
      ProbeData data = Examples.data(targets, new BitSet());
      ProbeResult many = new Probe(data, plan(0.3)).run("x", TABLE, 0.3);

      ProbeResult one;
      try (ForkJoinPool pool = new ForkJoinPool(1)) {
        one = pool.submit(() -> new Probe(data, plan(0.3)).run("x", TABLE, 0.3)).get();
      }

      assertEquals(many, one);
    }
  }

  @Test
  void isEnough_fewGroups_isNot() {
    Probe probe = new Probe(Examples.data(NUMBERS, lastTested()), plan(0.01));

    assertFalse(probe.isEnough(0.01));
    assertTrue(probe.isEnough(0.1));
    assertThrows(IllegalArgumentException.class, () -> probe.run("x", TABLE, 0.01));
  }

  @Test
  void partedGroups_ofASplitWithinAGroup_areCounted() {
    BitSet tested = new BitSet();
    tested.set(211, 300);

    assertEquals(1, Examples.data(NUMBERS, tested).partedGroups());
    assertEquals(0, Examples.data(NUMBERS, lastTested()).partedGroups());
  }

  @Test
  void plan_impossibleNumbers_areRefused() {
    assertThrows(IllegalArgumentException.class, ProbeTest::plan);
    assertThrows(IllegalArgumentException.class, () -> plan(0.0));
    assertThrows(IllegalArgumentException.class, () -> plan(1.5));
    assertThrows(IllegalArgumentException.class, () -> plan(Double.NaN));
    assertThrows(
        IllegalArgumentException.class, () -> new ProbePlan(List.of(1.0), 0, 5, 0, false, 1));
  }
}
