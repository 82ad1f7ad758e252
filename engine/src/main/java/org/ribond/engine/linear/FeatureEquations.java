package org.ribond.engine.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.metric.Cholesky;

/**
 * The normal equations {@code (X^T X + penalty) w = X^T y} of centred features. Samples are read
 * once, some at a time; of these each feature's products are added in the order of the samples, so
 * that the sums do not depend on the number of threads.
 */
public final class FeatureEquations implements RidgeEquations {
  private static final int BATCH = 512;

  private final int features;
  private final int outputs;
  private final int samples;

  /** Sums of products of features, of which the lower triangle is kept. */
  private final double[] products;

  /** Sums of products of feature and target, features x outputs. */
  private final double[] moments;

  private final double[] sums;
  private final double[] targetMeans;

  /**
   * Sums all samples up.
   *
   * @param targets samples x outputs, row-major
   */
  public FeatureEquations(SparseRows rows, double[] targets, int outputs) {
    features = rows.columns();
    this.outputs = outputs;
    samples = rows.rows();
    products = new double[features * features];
    moments = new double[features * outputs];
    sums = new double[features];
    targetMeans = RidgeEquations.means(targets, outputs);
    List<SparseRow> batch = new ArrayList<>();
    for (int i = 0; i < Math.min(BATCH, samples); i++) {
      batch.add(new SparseRow());
    }
    for (int first = 0; first < samples; first += BATCH) {
      int count = Math.min(BATCH, samples - first);
      int start = first;
      IntStream.range(0, count).parallel().forEach(i -> rows.read(start + i, batch.get(i)));
      add(batch.subList(0, count), targets, first);
    }
  }

  private FeatureEquations(FeatureEquations all, FeatureEquations part) {
    features = all.features;
    outputs = all.outputs;
    samples = all.samples - part.samples;
    products = difference(all.products, part.products);
    moments = difference(all.moments, part.moments);
    sums = difference(all.sums, part.sums);
    targetMeans = new double[outputs];
    for (int j = 0; j < outputs; j++) {
      targetMeans[j] =
          (all.targetMeans[j] * all.samples - part.targetMeans[j] * part.samples) / samples;
    }
  }

  private static double[] difference(double[] all, double[] part) {
    if (all.length != part.length) {
      throw new IllegalArgumentException(
          "sums of " + all.length + " and " + part.length + " numbers: not of the same features");
    }
    double[] rest = new double[all.length];
    Arrays.setAll(rest, i -> all[i] - part[i]);
    return rest;
  }

  /**
   * The equations of all samples but those of {@code part}, which are some of them, at the price of
   * a subtraction: so cross-validation reads each sample but once. Features should be centred, more
   * or less, so that the difference keeps its digits.
   */
  public FeatureEquations without(FeatureEquations part) {
    return new FeatureEquations(this, part);
  }

  private void add(List<SparseRow> batch, double[] targets, int first) {
    // The entries of each feature, samples in their order: starts[f] to starts[f + 1] - 1.
    int[] starts = new int[features + 1];
    for (SparseRow row : batch) {
      for (int i = 0; i < row.count(); i++) {
        starts[row.column(i) + 1]++;
      }
    }
    for (int f = 0; f < features; f++) {
      starts[f + 1] += starts[f];
    }
    int[] next = Arrays.copyOf(starts, features);
    int[] samplesOf = new int[starts[features]];
    int[] placesOf = new int[starts[features]];
    for (int s = 0; s < batch.size(); s++) {
      SparseRow row = batch.get(s);
      for (int i = 0; i < row.count(); i++) {
        int entry = next[row.column(i)]++;
        samplesOf[entry] = s;
        placesOf[entry] = i;
      }
    }
    IntStream.range(0, features)
        .parallel()
        .forEach(
            f -> {
              for (int entry = starts[f]; entry < starts[f + 1]; entry++) {
                SparseRow row = batch.get(samplesOf[entry]);
                double value = row.value(placesOf[entry]);
                sums[f] += value;
                row.addScaled(value, placesOf[entry], products, f * features);
                int target = (first + samplesOf[entry]) * outputs;
                for (int j = 0; j < outputs; j++) {
                  moments[f * outputs + j] += value * targets[target + j];
                }
              }
            });
  }

  @Override
  public LinearWeights solve(int from, int to, double penalty) {
    int size = to - from;
    double[] matrix = new double[size * size];
    for (int i = 0; i < size; i++) {
      double mean = sums[from + i] / samples;
      for (int j = 0; j <= i; j++) {
        matrix[i * size + j] = products[(from + i) * features + from + j] - mean * sums[from + j];
      }
      matrix[i * size + i] += penalty;
    }
    Cholesky factor = Cholesky.of(size, matrix);
    double[] weights = new double[outputs * size];
    double[] intercepts = targetMeans.clone();
    for (int j = 0; j < outputs; j++) {
      double[] solution = new double[size];
      for (int i = 0; i < size; i++) {
        solution[i] = moments[(from + i) * outputs + j] - sums[from + i] * targetMeans[j];
      }
      factor.solve(solution);
      System.arraycopy(solution, 0, weights, j * size, size);
      for (int i = 0; i < size; i++) {
        intercepts[j] -= solution[i] * sums[from + i] / samples;
      }
    }
    return new LinearWeights(size, weights, intercepts);
  }
}
