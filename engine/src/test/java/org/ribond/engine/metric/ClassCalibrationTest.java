package org.ribond.engine.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ClassCalibrationTest {
  private static final long SEED = Long.getLong("ribond.test.seed", 1);

  /** Draws labels by known probabilities, of which the fit sees the scores alone. */
  @Test
  void fit_ofDrawnLabels_findsTheLineTheyAreDrawnBy() {
    Random random = new Random(SEED);
    ClassCalibration truth = new ClassCalibration(2.5, List.of(0.0, 1.0, -0.7));
    int size = 20_000;
    double[] scores = new double[3 * size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      double[] own = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      System.arraycopy(own, 0, scores, 3 * i, 3);
      double[] p = truth.probabilities(own);
      double draw = random.nextDouble();
      labels[i] = draw < p[0] ? 0 : draw < p[0] + p[1] ? 1 : 2;
    }

    ClassCalibration fit = ClassCalibration.fit(3, scores, labels).orElseThrow();

    assertEquals(2.5, fit.slope(), 0.1);
    assertEquals(1.0, fit.offsets().get(1), 0.1);
    assertEquals(-0.7, fit.offsets().get(2), 0.1);
  }

  /** With two classes it is the line that the calibration of one class's score is. */
  @Test
  void fit_ofTwoClasses_isPlattsLine() {
    Random random = new Random(SEED + 1);
    int size = 400;
    double[] scores = new double[2 * size];
    int[] labels = new int[size];
    ScoreTally tally = new ScoreTally();
    for (int i = 0; i < size; i++) {
      labels[i] = random.nextInt(3) == 0 ? 1 : 0;
      float score = (float) (1 / (1 + Math.exp(-random.nextGaussian() - labels[i])));
      scores[2 * i + 1] = Math.log(score) - Math.log1p(-score);
      tally.add(score, labels[i] == 1);
    }

    ClassCalibration fit = ClassCalibration.fit(2, scores, labels).orElseThrow();

    CalibrationFit line = CalibrationFit.of(List.of(tally), new double[] {1}).orElseThrow();
    assertEquals(line.slope(), fit.slope(), 1e-4);
    assertEquals(line.intercept(), fit.offsets().get(1), 1e-4);
  }

  @Test
  void temperature_ofDrawnLabels_isTheSlopeTheyAreDrawnByAndKeepsTheLikeliestClass() {
    Random random = new Random(SEED + 2);
    ClassCalibration truth = new ClassCalibration(0.4, List.of(0.0, 0.0, 0.0));
    int size = 20_000;
    double[] scores = new double[3 * size];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      double[] own = {
        4 * random.nextGaussian(), 4 * random.nextGaussian(), 4 * random.nextGaussian()
      };
      System.arraycopy(own, 0, scores, 3 * i, 3);
      double[] p = truth.probabilities(own);
      double draw = random.nextDouble();
      labels[i] = draw < p[0] ? 0 : draw < p[0] + p[1] ? 1 : 2;
    }

    ClassCalibration fit = ClassCalibration.temperature(3, scores, labels).orElseThrow();

    assertEquals(0.4, fit.slope(), 0.02);
    assertEquals(List.of(0.0, 0.0, 0.0), fit.offsets());
  }

  @Test
  void temperature_ofAModelThatIsRightlySure_leavesItsLossAboutWhatItIs() {
    Random random = new Random(SEED + 3);
    ClassCalibration truth = ClassCalibration.none(3);
    int size = 400;
    double[] scores = new double[3 * size];
    int[] labels = new int[size];
    double loss = 0;
    for (int i = 0; i < size; i++) {
      double[] own = new double[3];
      own[i % 3] = 3 + 9 * random.nextDouble();
      System.arraycopy(own, 0, scores, 3 * i, 3);
      double[] p = truth.probabilities(own);
      double draw = random.nextDouble();
      labels[i] = draw < p[0] ? 0 : draw < p[0] + p[1] ? 1 : 2;
      loss -= Math.log(p[labels[i]]) / size;
    }

    ClassCalibration fit = ClassCalibration.temperature(3, scores, labels).orElseThrow();

    double fitted = 0;
    for (int i = 0; i < size; i++) {
      double[] own = {scores[3 * i], scores[3 * i + 1], scores[3 * i + 2]};
      fitted -= Math.log(fit.probabilities(own)[labels[i]]) / size;
    }
    assertTrue(fitted < loss + 0.003, fitted + " after, " + loss + " before");
  }

  @Test
  void temperature_ofSeparableScores_isFinite() {
    double[] scores = {5, 0, 4, 0, 0, 5, 0, 6};

    ClassCalibration fit =
        ClassCalibration.temperature(2, scores, new int[] {0, 0, 1, 1}).orElseThrow();

    double p = fit.probabilities(new double[] {5, 0})[0];
    assertTrue(p > 0.6 && p < 0.99, "probability " + p);
  }

  @Test
  void temperature_ofScoresThatPointTheWrongWay_isEmpty() {
    double[] scores = {0, 5, 0, 4, 5, 0, 6, 0};

    assertTrue(ClassCalibration.temperature(2, scores, new int[] {0, 0, 1, 1}).isEmpty());
  }

  @Test
  void fit_ofSeparableScores_isFinite() {
    double[] scores = {5, 0, 4, 0, 0, 5, 0, 6};

    ClassCalibration fit = ClassCalibration.fit(2, scores, new int[] {0, 0, 1, 1}).orElseThrow();

    double[] p = fit.probabilities(new double[] {5, 0});
    assertTrue(p[0] > 0.6 && p[0] < 0.99, "probability " + p[0]);
    assertEquals(1, p[0] + p[1], 1e-12);
  }

  @Test
  void fit_ofScoresThatPointTheWrongWay_isEmpty() {
    double[] scores = {0, 5, 0, 4, 5, 0, 6, 0};

    assertTrue(ClassCalibration.fit(2, scores, new int[] {0, 0, 1, 1}).isEmpty());
  }
}
