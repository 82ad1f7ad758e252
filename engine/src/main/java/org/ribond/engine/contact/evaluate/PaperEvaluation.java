package org.ribond.engine.contact.evaluate;

import org.ribond.engine.metric.Confusion;
import org.ribond.engine.metric.ScoreTally;
import org.ribond.engine.metric.Summary;

/**
 * What the paper's test shows about scores.
 *
 * @param pairs number of complexes
 * @param window length of the window that set the stride
 * @param tally the test cells
 */
public record PaperEvaluation(int pairs, int window, ScoreTally tally) {
  /**
   * The least score that the paper calls a contact where it sets no threshold: the larger of two
   * softmax outputs wins, and a draw is no contact.
   */
  public static final float LARGER_CLASS = Math.nextUp(0.5f);

  private static final int STEPS = 10;

  /** All metrics of the paper's test cells, with exact areas. */
  public Summary summary(float threshold) {
    return Summary.of(tally, threshold);
  }

  /** Share of right calls, which the paper reports first and which the class ratio decides. */
  public static double accuracy(Confusion confusion) {
    long right = confusion.tp() + confusion.tn();
    return (double) right / (right + confusion.fp() + confusion.fn());
  }

  /**
   * The paper's AUC: a trapezoid through the 31 points of fixed thresholds. It differs from the
   * exact area, and does most where scores crowd between two thresholds.
   */
  public double trapezoidAuc() {
    float[] thresholds = thresholds();
    double area = 0;
    double previousRecall = Double.NaN;
    double previousFallOut = Double.NaN;
    for (int i = 0; i < thresholds.length; i++) {
      Confusion confusion = tally.confusion(thresholds[i]);
      double recall = confusion.recall();
      double fallOut = 1 - confusion.specificity();
      if (i > 0) {
        area += (previousRecall + recall) * (previousFallOut - fallOut) / 2;
      }
      previousRecall = recall;
      previousFallOut = fallOut;
    }
    return area;
  }

  /** Ten each from 0 by 0.001, from 0.01 by 0.009 and from 0.11 by 0.089, then one above 1. */
  static float[] thresholds() {
    float[] thresholds = new float[3 * STEPS + 1];
    for (int i = 0; i < STEPS; i++) {
      thresholds[i] = (float) (0.001 * i);
      thresholds[STEPS + i] = (float) (0.01 + 0.009 * i);
      thresholds[2 * STEPS + i] = (float) (0.11 + 0.089 * i);
    }
    thresholds[3 * STEPS] = 1.001f;
    return thresholds;
  }
}
