package org.ribond.engine.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Scores of classes against straight readings of their definitions, and by hand. */
final class ClassEvaluationTest {
  private static final long FIRST_SEED = Long.getLong("ribond.test.seed", 1);
  private static final int CASES = 300;

  /** Few enough samples to compare each with each, with ties from none to nothing else. */
  private record Case(long seed, int classes, float[] probabilities, int[] labels) {
    static Case of(long seed) {
      Random random = new Random(seed);
      int classes = 2 + random.nextInt(3);
      int size = 1 + random.nextInt(40);
      int steps = 1 << random.nextInt(12);
      float[] probabilities = new float[size * classes];
      int[] labels = new int[size];
      for (int i = 0; i < size; i++) {
        labels[i] = random.nextInt(classes);
        for (int label = 0; label < classes; label++) {
          probabilities[i * classes + label] = (float) random.nextInt(steps + 1) / steps;
        }
      }
      return new Case(seed, classes, probabilities, labels);
    }

    ClassEvaluation evaluation() {
      return new ClassEvaluation(classes, probabilities, labels);
    }

    String name() {
      return "seed " + seed;
    }
  }

  private static List<Case> cases() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + CASES).mapToObj(Case::of).toList();
  }

  @Test
  void rankings_randomCases_areThoseOfTheTallies() {
    for (Case c : cases()) {
      ClassScores scores = c.evaluation().scores();
      for (int label = 0; label < c.classes; label++) {
        ScoreTally tally = new ScoreTally();
        for (int i = 0; i < c.labels.length; i++) {
          tally.add(c.probabilities[i * c.classes + label], c.labels[i] == label);
        }
        Ranking expected = tally.ranking();
        Ranking actual = scores.rankings().get(label);
        assertEquals(expected.rocAuc(), actual.rocAuc(), 1e-12, c.name());
        assertEquals(expected.averagePrecision(), actual.averagePrecision(), 1e-12, c.name());
        assertEquals(expected.prevalence(), actual.prevalence(), 1e-12, c.name());
      }
    }
  }

  /** The coefficient as Gorodkin writes it: covariances of indicator matrices. */
  @Test
  void mcc_randomCases_isTheCorrelationOfIndicators() {
    for (Case c : cases()) {
      int size = c.labels.length;
      double[][] truth = new double[size][c.classes];
      double[][] calls = new double[size][c.classes];
      for (int i = 0; i < size; i++) {
        truth[i][c.labels[i]] = 1;
        int best = 0;
        for (int label = 1; label < c.classes; label++) {
          best =
              c.probabilities[i * c.classes + label] > c.probabilities[i * c.classes + best]
                  ? label
                  : best;
        }
        calls[i][best] = 1;
      }
      double expected =
          covariance(truth, calls) / Math.sqrt(covariance(truth, truth) * covariance(calls, calls));
      double actual = c.evaluation().scores().confusion().mcc();
      if (Double.isNaN(expected)) {
        assertTrue(Double.isNaN(actual), c.name());
      } else {
        assertEquals(expected, actual, 1e-9, c.name());
      }
    }
  }

  private static double covariance(double[][] x, double[][] y) {
    double sum = 0;
    for (int column = 0; column < x[0].length; column++) {
      int k = column;
      double meanX = Arrays.stream(x).mapToDouble(row -> row[k]).average().orElseThrow();
      double meanY = Arrays.stream(y).mapToDouble(row -> row[k]).average().orElseThrow();
      for (int i = 0; i < x.length; i++) {
        sum += (x[i][k] - meanX) * (y[i][k] - meanY);
      }
    }
    return sum;
  }

  @Test
  void scores_ofFourSamples_areThoseComputedByHand() {
    float[] probabilities = {
      0.7f, 0.2f, 0.1f, 0.1f, 0.8f, 0.1f, 0.5f, 0.3f, 0.2f, 0.2f, 0.2f, 0.6f
    };
    ClassScores scores = new ClassEvaluation(3, probabilities, new int[] {0, 1, 1, 2}).scores();

    assertEquals(0.75, scores.confusion().accuracy(), 1e-12);
    // F1: class 0 2/3, class 1 2/3, class 2 1.
    assertEquals((2 / 3.0 + 2 / 3.0 + 1) / 3, scores.confusion().macroF1(), 1e-12);
    // c s - sum p t = 3 * 4 - (2 + 2 + 1); s^2 - sum p^2 = 16 - 6; s^2 - sum t^2 = 16 - 6.
    assertEquals(7.0 / 10, scores.confusion().mcc(), 1e-12);
    assertEquals(
        -(Math.log(0.7) + Math.log(0.8) + Math.log(0.3) + Math.log(0.6)) / 4,
        scores.logLoss(),
        1e-7);
    assertEquals((0.14 + 0.06 + 0.78 + 0.24) / 4, scores.brier(), 1e-6);
    // Each sample is alone in its bin: |0.7 - 1|, |0.8 - 1|, |0.5 - 0|, |0.6 - 1|.
    assertEquals((0.3 + 0.2 + 0.5 + 0.4) / 4, scores.ece(), 1e-6);
    assertEquals(1, scores.rankings().get(0).rocAuc(), 1e-12);
    assertEquals(1, scores.macroRocAuc(), 1e-12);
    assertEquals(new Confusion(1, 0, 2, 1), scores.confusion().against(1));
  }

  @Test
  void mcc_ofTwoClasses_isThatOfTheirConfusion() {
    ClassConfusion confusion = new ClassConfusion(List.of(List.of(50L, 7L), List.of(11L, 23L)));

    assertEquals(new Confusion(23, 7, 50, 11).mcc(), confusion.mcc(), 1e-12);
  }

  @Test
  void subset_ofRows_scoresThemAlone() {
    Case c = Case.of(FIRST_SEED + 3);
    int[] rows = IntStream.range(0, c.labels.length).filter(i -> i % 3 != 1).toArray();
    float[] chosen = new float[rows.length * c.classes];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(c.probabilities, rows[i] * c.classes, chosen, i * c.classes, c.classes);
    }
    int[] labels = Arrays.stream(rows).map(row -> c.labels[row]).toArray();

    assertEquals(
        new ClassEvaluation(c.classes, chosen, labels).scores(),
        c.evaluation().subset(rows).scores());
  }

  @Test
  void intervals_ofManySamples_areAsWideAsTheoryAndSeeded() {
    int size = 2000;
    Random random = new Random(FIRST_SEED);
    float[] probabilities = new float[2 * size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % 2;
      boolean right = random.nextInt(5) > 0;
      probabilities[2 * i + (right ? labels[i] : 1 - labels[i])] = 1;
    }
    ClassEvaluation evaluation = new ClassEvaluation(2, probabilities, labels);
    double accuracy = evaluation.scores().confusion().accuracy();
    double deviation = Math.sqrt(accuracy * (1 - accuracy) / size);

    ClassIntervals intervals = evaluation.intervals(1000, 7);

    // The normal interval, whose ends 1,000 replicates give to about a tenth of its half-width.
    assertEquals(accuracy - 1.96 * deviation, intervals.accuracy().lower(), 0.3 * deviation);
    assertEquals(accuracy + 1.96 * deviation, intervals.accuracy().upper(), 0.3 * deviation);
    assertEquals(intervals, evaluation.intervals(1000, 7));
    assertTrue(!intervals.equals(evaluation.intervals(1000, 8)), "another seed, another interval");
    assertEquals(2, intervals.rocAucs().size());
  }

  @Test
  void intervals_ofGroupsOfOne_areThoseOfSamples() {
    ClassEvaluation evaluation =
        new ClassEvaluation(
            2, new float[] {0.9f, 0.1f, 0.4f, 0.6f, 0.7f, 0.3f}, new int[] {0, 1, 1});

    assertEquals(evaluation.intervals(50, 1), evaluation.intervals(50, 1, new int[] {0, 1, 2}));
    Interval whole = evaluation.intervals(50, 1, new int[] {0, 0, 0}).accuracy();
    assertEquals(new Interval(2.0 / 3, 2.0 / 3), whole);
  }

  @Test
  void evaluation_ofWrongInput_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClassEvaluation(2, new float[] {0.5f}, new int[] {0}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClassEvaluation(2, new float[] {0.5f, 1.5f}, new int[] {0}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClassEvaluation(2, new float[] {0.5f, Float.NaN}, new int[] {0}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClassEvaluation(2, new float[] {0.5f, 0.5f}, new int[] {2}));
  }
}
