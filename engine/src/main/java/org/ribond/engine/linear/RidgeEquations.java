package org.ribond.engine.linear;

/**
 * What ridge regression of some targets on some samples has to solve, for any penalty and any run
 * of features: the weights minimise the squared errors plus {@code penalty} times their own
 * squares; intercepts are free (Hoerl and Kennard, Technometrics 12, 1970).
 */
public interface RidgeEquations {
  /** The weights of the features {@code from} to {@code to - 1}, all others left out. */
  LinearWeights solve(int from, int to, double penalty);

  /**
   * The cheaper equations: of features, or of samples if there are fewer of them.
   *
   * @param targets samples x outputs, row-major
   */
  static RidgeEquations of(SparseRows rows, double[] targets, int outputs) {
    return rows.rows() < rows.columns()
        ? new SampleEquations(rows, targets, outputs)
        : new FeatureEquations(rows, targets, outputs);
  }

  /** Mean of each output over all samples. */
  static double[] means(double[] targets, int outputs) {
    double[] means = new double[outputs];
    for (int i = 0; i < targets.length; i++) {
      means[i % outputs] += targets[i];
    }
    for (int j = 0; j < outputs; j++) {
      means[j] /= (double) targets.length / outputs;
    }
    return means;
  }
}
