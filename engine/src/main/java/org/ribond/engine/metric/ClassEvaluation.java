package org.ribond.engine.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Samples of two or more classes with the probabilities that a model gave them. Immutable. */
public final class ClassEvaluation {
  private static final double LEAST_PROBABILITY = 1e-15;
  private static final int OVERALL_SCORES = 5;

  private final int classes;
  private final float[] probabilities;
  private final int[] labels;
  private final int[] called;
  private final List<RowRanking> rankings = new ArrayList<>();

  /**
   * Takes the probabilities; neither array may be changed afterwards.
   *
   * @param classes number of classes, at least 2
   * @param probabilities samples x classes, row-major, each in [0, 1]
   * @param labels class of each sample, from 0
   * @throws IllegalArgumentException if the sizes do not fit or a value is out of range
   */
  public ClassEvaluation(int classes, float[] probabilities, int[] labels) {
    if (classes < 2 || probabilities.length != labels.length * classes) {
      throw new IllegalArgumentException(
          probabilities.length
              + " probabilities for "
              + labels.length
              + " samples of "
              + classes
              + " classes");
    }
    for (float probability : probabilities) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException("probability " + probability + " is not in [0, 1]");
      }
    }
    for (int label : labels) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException("label " + label + " is not in 0.." + (classes - 1));
      }
    }
    this.classes = classes;
    this.probabilities = probabilities;
    this.labels = labels;
    called = new int[labels.length];
    for (int i = 0; i < called.length; i++) {
      for (int label = 1; label < classes; label++) {
        if (probability(i, label) > probability(i, called[i])) {
          called[i] = label;
        }
      }
    }
    for (int label = 0; label < classes; label++) {
      float[] scores = new float[labels.length];
      boolean[] positives = new boolean[labels.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = probability(i, label);
        positives[i] = labels[i] == label;
      }
      rankings.add(new RowRanking(scores, positives));
    }
  }

  private float probability(int row, int label) {
    return probabilities[row * classes + label];
  }

  /** Number of samples. */
  public int samples() {
    return labels.length;
  }

  /** The samples {@code rows} alone. */
  public ClassEvaluation subset(int[] rows) {
    float[] chosen = new float[rows.length * classes];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(probabilities, rows[i] * classes, chosen, i * classes, classes);
    }
    return new ClassEvaluation(
        classes, chosen, Arrays.stream(rows).map(row -> labels[row]).toArray());
  }

  /** The scores of all samples. */
  public ClassScores scores() {
    int[] once = new int[labels.length];
    Arrays.fill(once, 1);
    double logLoss = 0;
    double brier = 0;
    for (int i = 0; i < labels.length; i++) {
      logLoss -= Math.log(Math.max(probability(i, labels[i]), LEAST_PROBABILITY));
      for (int label = 0; label < classes; label++) {
        double difference = probability(i, label) - (label == labels[i] ? 1.0 : 0.0);
        brier += difference * difference;
      }
    }
    return new ClassScores(
        labels.length,
        confusion(once),
        rankings.stream().map(ranking -> ranking.ranking(once)).toList(),
        logLoss / labels.length,
        brier / labels.length,
        ece());
  }

  private ClassConfusion confusion(int[] weights) {
    long[] counts = new long[classes * classes];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i] * classes + called[i]] += weights[i];
    }
    return ClassConfusion.of(classes, counts);
  }

  private double ece() {
    double[] confidence = new double[ScoreTally.ECE_BINS];
    double[] right = new double[ScoreTally.ECE_BINS];
    for (int i = 0; i < labels.length; i++) {
      double probability = probability(i, called[i]);
      int bin = (int) Math.min(ScoreTally.ECE_BINS - 1.0, probability * ScoreTally.ECE_BINS);
      confidence[bin] += probability;
      right[bin] += called[i] == labels[i] ? 1 : 0;
    }
    double sum = 0;
    for (int bin = 0; bin < confidence.length; bin++) {
      sum += Math.abs(confidence[bin] - right[bin]);
    }
    return sum / labels.length;
  }

  /** Confidence intervals from {@code replicates} draws of as many samples as there are. */
  public ClassIntervals intervals(int replicates, int seed) {
    return intervals(
        RowBootstrap.intervals(labels.length, replicates, seed, this::weighted), replicates);
  }

  /**
   * The same from whole groups, drawn with replacement: samples of one group, such as a gene, are
   * anything but independent.
   *
   * @param groups of each sample, a number from 0
   */
  public ClassIntervals intervals(int replicates, int seed, int[] groups) {
    return intervals(RowBootstrap.intervals(groups, replicates, seed, this::weighted), replicates);
  }

  private ClassIntervals intervals(List<Interval> intervals, int replicates) {
    if (intervals.isEmpty()) {
      throw new IllegalArgumentException(replicates + " replicates give no interval");
    }
    return new ClassIntervals(
        intervals.get(0),
        intervals.get(1),
        intervals.get(2),
        intervals.get(3),
        intervals.get(4),
        intervals.subList(OVERALL_SCORES, OVERALL_SCORES + classes),
        intervals.subList(OVERALL_SCORES + classes, OVERALL_SCORES + 2 * classes),
        replicates);
  }

  private double[] weighted(int[] weights) {
    ClassConfusion confusion = confusion(weights);
    List<Ranking> ranked = rankings.stream().map(ranking -> ranking.ranking(weights)).toList();
    ClassScores scores = new ClassScores(0, confusion, ranked, 0, 0, 0);
    double[] values = new double[OVERALL_SCORES + 2 * classes];
    values[0] = confusion.accuracy();
    values[1] = confusion.mcc();
    values[2] = confusion.macroF1();
    values[3] = scores.macroRocAuc();
    values[4] = scores.macroAveragePrecision();
    for (int label = 0; label < classes; label++) {
      values[OVERALL_SCORES + label] = ranked.get(label).rocAuc();
      values[OVERALL_SCORES + classes + label] = ranked.get(label).averagePrecision();
    }
    return values;
  }
}
