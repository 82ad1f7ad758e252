package org.ribond.engine.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class NumberEvaluationTest {
  private static final long SEED = Long.getLong("ribond.test.seed", 1);

  @Test
  void scores_withTiesAndAMissingValue_areThoseComputedByHand() {
    float[] predicted = {1, 2, 2, 9, 4};
    float[] measured = {1, 3, 2, Float.NaN, 4};
    NumberScores scores = new NumberEvaluation(predicted, measured).scores();

    assertEquals(4, scores.samples());
    // Means 2.25 and 2.5: covariances 4.5 with variances 4.75 and 5.
    assertEquals(4.5 / Math.sqrt(4.75 * 5), scores.pearson(), 1e-12);
    // Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4.
    assertEquals(4.5 / Math.sqrt(4.5 * 5), scores.spearman(), 1e-12);
    assertEquals(1 - 1 / 5.0, scores.r2(), 1e-12);
    assertEquals(0.5, scores.rmse(), 1e-12);
  }

  @Test
  void spearman_randomCases_isTheCorrelationOfCountedRanks() {
    for (long seed = SEED; seed < SEED + 100; seed++) {
      Random random = new Random(seed);
      int size = 3 + random.nextInt(30);
      float[] predicted = new float[size];
      float[] measured = new float[size];
      float[] predictedRanks = new float[size];
      float[] measuredRanks = new float[size];
      for (int i = 0; i < size; i++) {
        predicted[i] = random.nextInt(8);
        measured[i] = i == 0 ? -1 : random.nextInt(8);
      }
      predicted[1] = 9;
      for (int i = 0; i < size; i++) {
        predictedRanks[i] = rank(predicted, i);
        measuredRanks[i] = rank(measured, i);
      }

      assertEquals(
          new NumberEvaluation(predictedRanks, measuredRanks).scores().pearson(),
          new NumberEvaluation(predicted, measured).scores().spearman(),
          1e-12,
          "seed " + seed);
    }
  }

  private static float rank(float[] values, int i) {
    float rank = 1;
    for (int j = 0; j < values.length; j++) {
      rank += values[j] < values[i] ? 1 : values[j] == values[i] && j != i ? 0.5f : 0;
    }
    return rank;
  }

  @Test
  void subset_ofRows_scoresThoseThatWereMeasured() {
    float[] predicted = {1, 2, 3, 4, 5, 6};
    float[] measured = {2, Float.NaN, 1, 5, 9, 3};
    NumberScores scores =
        new NumberEvaluation(predicted, measured).subset(new int[] {1, 2, 3, 5}).scores();

    assertEquals(
        new NumberEvaluation(new float[] {3, 4, 6}, new float[] {1, 5, 3}).scores(), scores);
  }

  @Test
  void intervals_ofManySamples_holdTheScoreAndAreSeeded() {
    Random random = new Random(SEED);
    int size = 500;
    float[] predicted = new float[size];
    float[] measured = new float[size];
    for (int i = 0; i < size; i++) {
      predicted[i] = (float) random.nextGaussian();
      measured[i] = predicted[i] + (float) random.nextGaussian();
    }
    NumberEvaluation evaluation = new NumberEvaluation(predicted, measured);
    NumberScores scores = evaluation.scores();

    NumberIntervals intervals = evaluation.intervals(500, 3);

    // Fisher: the deviation of atanh(r) is 1 / sqrt(n - 3).
    double half = 1.96 / Math.sqrt(size - 3);
    double z = 0.5 * Math.log((1 + scores.pearson()) / (1 - scores.pearson()));
    assertEquals(Math.tanh(z - half), intervals.pearson().lower(), 0.02);
    assertEquals(Math.tanh(z + half), intervals.pearson().upper(), 0.02);
    for (Interval interval : new Interval[] {intervals.r2(), intervals.rmse()}) {
      assertTrue(interval.lower() < interval.upper(), interval.toString());
    }
    assertTrue(
        intervals.spearman().lower() < scores.spearman()
            && scores.spearman() < intervals.spearman().upper());
    assertEquals(intervals, evaluation.intervals(500, 3));
  }

  @Test
  void intervals_ofGroups_areWiderThanOfTheirRows() {
    float[] predicted = new float[400];
    float[] measured = new float[400];
    int[] alone = new int[400];
    int[] together = new int[400];
    for (int i = 0; i < 400; i++) {
      alone[i] = i;
      together[i] = i / 10;
      predicted[i] = (float) Math.sin(together[i]);
      measured[i] = (float) Math.cos(7.0 * together[i]);
    }
    NumberEvaluation evaluation = new NumberEvaluation(predicted, measured);

    Interval rows = evaluation.intervals(300, 1, alone).pearson();
    Interval groups = evaluation.intervals(300, 1, together).pearson();

    assertEquals(evaluation.intervals(300, 1).pearson(), rows);
    assertTrue(
        groups.upper() - groups.lower() > 2 * (rows.upper() - rows.lower()), groups + ", " + rows);
    assertThrows(IllegalArgumentException.class, () -> evaluation.intervals(0, 1, alone));
  }

  @Test
  void scores_ofConstants_areUndefined() {
    NumberScores scores = new NumberEvaluation(new float[] {1, 1}, new float[] {2, 2}).scores();

    assertTrue(Double.isNaN(scores.pearson()));
    assertTrue(Double.isNaN(scores.spearman()));
    assertTrue(Double.isNaN(scores.r2()));
    assertEquals(1, scores.rmse(), 1e-12);
  }

  @Test
  void evaluation_ofAPredictionThatIsNone_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new NumberEvaluation(new float[] {Float.NaN}, new float[] {1}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new NumberEvaluation(new float[] {1, 2}, new float[] {1}));
  }
}
