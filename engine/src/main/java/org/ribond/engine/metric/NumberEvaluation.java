package org.ribond.engine.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Measured numbers beside those that a model predicted. Immutable. */
public final class NumberEvaluation {
  /** Rows whose number was measured, and their values. */
  private final int[] rows;

  private final double[] predicted;
  private final double[] measured;

  /** Places in {@link #predicted} and {@link #measured} by ascending value. */
  private final int[] predictedOrder;

  private final int[] measuredOrder;

  /**
   * Takes the numbers.
   *
   * @param predicted what the model says, never NaN where measured
   * @param measured what is so; NaN where it was not measured
   * @throws IllegalArgumentException if the lengths differ or a prediction is NaN
   */
  public NumberEvaluation(float[] predicted, float[] measured) {
    if (predicted.length != measured.length) {
      throw new IllegalArgumentException(
          predicted.length + " predicted and " + measured.length + " measured numbers");
    }
    rows = IntStream.range(0, measured.length).filter(i -> !Float.isNaN(measured[i])).toArray();
    this.predicted = Arrays.stream(rows).mapToDouble(i -> predicted[i]).toArray();
    this.measured = Arrays.stream(rows).mapToDouble(i -> measured[i]).toArray();
    if (Arrays.stream(this.predicted).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException("a predicted number is NaN");
    }
    predictedOrder = order(this.predicted);
    measuredOrder = order(this.measured);
  }

  private NumberEvaluation(int[] rows, double[] predicted, double[] measured) {
    this.rows = rows;
    this.predicted = predicted;
    this.measured = measured;
    predictedOrder = order(predicted);
    measuredOrder = order(measured);
  }

  private static int[] order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted((a, b) -> Double.compare(values[a] + 0.0, values[b] + 0.0))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Those of the rows {@code chosen} that were measured, alone. */
  public NumberEvaluation subset(int[] chosen) {
    int[] places =
        Arrays.stream(chosen)
            .map(row -> Arrays.binarySearch(rows, row))
            .filter(place -> place >= 0)
            .toArray();
    return new NumberEvaluation(
        IntStream.range(0, places.length).toArray(),
        Arrays.stream(places).mapToDouble(place -> predicted[place]).toArray(),
        Arrays.stream(places).mapToDouble(place -> measured[place]).toArray());
  }

  /** The scores of all measured values. */
  public NumberScores scores() {
    int[] once = new int[rows.length];
    Arrays.fill(once, 1);
    double[] scores = weighted(once);
    return new NumberScores(rows.length, scores[0], scores[1], scores[2], scores[3]);
  }

  /** Confidence intervals from {@code replicates} draws of as many values as there are. */
  public NumberIntervals intervals(int replicates, int seed) {
    List<Interval> intervals =
        RowBootstrap.intervals(rows.length, replicates, seed, this::weighted);
    if (intervals.isEmpty()) {
      throw new IllegalArgumentException(replicates + " replicates give no interval");
    }
    return new NumberIntervals(
        intervals.get(0), intervals.get(1), intervals.get(2), intervals.get(3), replicates);
  }

  /**
   * The same from whole groups, drawn with replacement: values of one group, such as a gene, are
   * anything but independent.
   *
   * @param groups of each measured value, in their order, a number from 0
   */
  public NumberIntervals intervals(int replicates, int seed, int[] groups) {
    List<Interval> intervals = RowBootstrap.intervals(groups, replicates, seed, this::weighted);
    return new NumberIntervals(
        intervals.get(0), intervals.get(1), intervals.get(2), intervals.get(3), replicates);
  }

  private double[] weighted(int[] weights) {
    double weight = 0;
    double squaredError = 0;
    double mean = 0;
    for (int i = 0; i < weights.length; i++) {
      double error = predicted[i] - measured[i];
      weight += weights[i];
      squaredError += weights[i] * error * error;
      mean += weights[i] * measured[i];
    }
    mean /= weight;
    double deviations = 0;
    for (int i = 0; i < weights.length; i++) {
      deviations += weights[i] * (measured[i] - mean) * (measured[i] - mean);
    }
    return new double[] {
      correlation(predicted, measured, weights),
      correlation(
          ranks(predicted, predictedOrder, weights),
          ranks(measured, measuredOrder, weights),
          weights),
      deviations > 0 ? 1 - squaredError / deviations : Double.NaN,
      Math.sqrt(squaredError / weight)
    };
  }

  /** Ranks if value {@code i} is there {@code weights[i]} times, equal ones sharing the mean. */
  private static double[] ranks(double[] values, int[] order, int[] weights) {
    double[] ranks = new double[values.length];
    double below = 0;
    int end;
    for (int at = 0; at < order.length; at = end) {
      double here = 0;
      for (end = at; end < order.length && values[order[end]] == values[order[at]]; end++) {
        here += weights[order[end]];
      }
      for (int i = at; i < end; i++) {
        ranks[order[i]] = below + (here + 1) / 2;
      }
      below += here;
    }
    return ranks;
  }

  private static double correlation(double[] x, double[] y, int[] weights) {
    double weight = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < weights.length; i++) {
      weight += weights[i];
      meanX += weights[i] * x[i];
      meanY += weights[i] * y[i];
    }
    meanX /= weight;
    meanY /= weight;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < weights.length; i++) {
      xx += weights[i] * (x[i] - meanX) * (x[i] - meanX);
      yy += weights[i] * (y[i] - meanY) * (y[i] - meanY);
      xy += weights[i] * (x[i] - meanX) * (y[i] - meanY);
    }
    return xx > 0 && yy > 0 ? xy / Math.sqrt(xx) / Math.sqrt(yy) : Double.NaN;
  }
}
