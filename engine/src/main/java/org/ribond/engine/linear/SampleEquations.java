package org.ribond.engine.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.engine.metric.Cholesky;

/**
 * The dual equations {@code (X X^T + penalty) a = y}, {@code w = X^T a} of centred features, for
 * fewer samples than features. All samples are kept.
 */
final class SampleEquations implements RidgeEquations {
  private final int outputs;
  private final double[] targets;
  private final double[] targetMeans;
  private final List<SparseRow> samples = new ArrayList<>();

  /** Mean of each feature. */
  private final double[] means;

  /** Products of all samples, lower triangle, by the features last asked for: often the same. */
  private double[] products = new double[0];

  private int productsFrom;
  private int productsTo;

  SampleEquations(SparseRows rows, double[] targets, int outputs) {
    this.outputs = outputs;
    this.targets = targets;
    targetMeans = RidgeEquations.means(targets, outputs);
    means = new double[rows.columns()];
    for (int i = 0; i < rows.rows(); i++) {
      SparseRow row = new SparseRow();
      rows.read(i, row);
      samples.add(row);
      for (int f = 0; f < row.count(); f++) {
        means[row.column(f)] += row.value(f) / rows.rows();
      }
    }
  }

  @Override
  public LinearWeights solve(int from, int to, double penalty) {
    int count = samples.size();
    int size = to - from;
    double[] matrix = products(from, to).clone();
    for (int i = 0; i < count; i++) {
      matrix[i * count + i] += penalty;
    }
    Cholesky factor = Cholesky.of(count, matrix);
    double[] weights = new double[outputs * size];
    double[] intercepts = targetMeans.clone();
    for (int j = 0; j < outputs; j++) {
      double[] solution = new double[count];
      for (int i = 0; i < count; i++) {
        solution[i] = targets[i * outputs + j] - targetMeans[j];
      }
      factor.solve(solution);
      double sum = 0;
      for (int i = 0; i < count; i++) {
        samples.get(i).addScaled(solution[i], from, to, weights, j * size);
        sum += solution[i];
      }
      for (int f = 0; f < size; f++) {
        weights[j * size + f] -= sum * means[from + f];
        intercepts[j] -= weights[j * size + f] * means[from + f];
      }
    }
    return new LinearWeights(size, weights, intercepts);
  }

  private double[] products(int from, int to) {
    int count = samples.size();
    if (products.length == 0 || from != productsFrom || to != productsTo) {
      double[] fresh = new double[count * count];
      IntStream.range(0, count).parallel().forEach(i -> products(i, from, to, fresh));
      products = fresh;
      productsFrom = from;
      productsTo = to;
    }
    return products;
  }

  private void products(int i, int from, int to, double[] into) {
    double[] centred = centred(samples.get(i), from, to);
    double meanProduct = 0;
    for (int f = 0; f < centred.length; f++) {
      meanProduct += centred[f] * means[from + f];
    }
    for (int j = 0; j <= i; j++) {
      into[i * samples.size() + j] = samples.get(j).dot(centred, 0, from, to) - meanProduct;
    }
  }

  private double[] centred(SparseRow row, int from, int to) {
    double[] centred = new double[to - from];
    for (int f = 0; f < centred.length; f++) {
      centred[f] = -means[from + f];
    }
    row.addScaled(1, from, to, centred, 0);
    return centred;
  }
}
