package org.ribond.engine.compute;

import java.util.ArrayList;
import java.util.List;

/** An operation on dense, row-major doubles on the host. */
@FunctionalInterface
public interface HostFormula {
  /**
   * Does the operation.
   *
   * @param inputs elements of each matrix that is read
   * @param results elements of each matrix that is read and changed
   */
  void apply(List<double[]> inputs, List<double[]> results);

  /** The elements of each of {@code matrices}. */
  static List<double[]> download(MemoryOperations backend, List<Matrix> matrices) {
    List<double[]> all = new ArrayList<>();
    for (Matrix matrix : matrices) {
      float[] values = new float[matrix.rows() * matrix.columns()];
      backend.download(matrix, values);
      double[] wide = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        wide[i] = values[i];
      }
      all.add(wide);
    }
    return all;
  }

  /** Stores the elements of each of {@code matrices}, rounded to float. */
  static void upload(MemoryOperations backend, List<double[]> elements, List<Matrix> matrices) {
    for (int m = 0; m < matrices.size(); m++) {
      float[] values = new float[elements.get(m).length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) elements.get(m)[i];
      }
      backend.upload(values, matrices.get(m));
    }
  }
}
