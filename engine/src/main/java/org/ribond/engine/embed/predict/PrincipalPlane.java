package org.ribond.engine.embed.predict;

import java.util.ArrayList;
import java.util.List;

/**
 * The plane on which vectors are spread most: their first two principal components (Pearson, 1901),
 * by orthogonal iteration on the covariances.
 */
public final class PrincipalPlane {
  private static final int MOST_TURNS = 2000;
  private static final double STILL = 1e-10;

  private final double[] mean;
  private final double[][] directions = new double[2][];
  private final double[] shares = new double[2];

  /**
   * Finds the plane.
   *
   * @param vectors at least one, all of one length of at least two
   */
  public PrincipalPlane(List<float[]> vectors) {
    int width = vectors.getFirst().length;
    mean = new double[width];
    for (float[] vector : vectors) {
      for (int i = 0; i < width; i++) {
        mean[i] += (double) vector[i] / vectors.size();
      }
    }
    double[][] covariance = covariance(vectors, width);
    double trace = 0;
    for (int i = 0; i < width; i++) {
      trace += covariance[i][i];
    }
    for (int k = 0; k < 2; k++) {
      directions[k] = direction(covariance, k == 0 ? List.of() : List.of(directions[0]));
      double variance = dot(directions[k], times(covariance, directions[k]));
      shares[k] = trace > 0 ? variance / trace : 0;
    }
  }

  private double[][] covariance(List<float[]> vectors, int width) {
    double[][] covariance = new double[width][width];
    double[] centred = new double[width];
    for (float[] vector : vectors) {
      for (int i = 0; i < width; i++) {
        centred[i] = vector[i] - mean[i];
      }
      for (int i = 0; i < width; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += centred[i] * centred[j] / vectors.size();
        }
      }
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        covariance[j][i] = covariance[i][j];
      }
    }
    return covariance;
  }

  /** The unit vector that the matrix stretches most among those at right angles to others. */
  private static double[] direction(double[][] matrix, List<double[]> others) {
    double[] at = new double[matrix.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = 1 + Math.cos(i + 1.0);
    }
    straighten(at, others);
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      double[] next = times(matrix, at);
      if (!straighten(next, others)) {
        return at;
      }
      double change = 1 - Math.abs(dot(at, next));
      at = next;
      if (change < STILL * STILL) {
        break;
      }
    }
    return upright(at);
  }

  /** With its largest component above 0: either sign is as good, one is to be chosen. */
  private static double[] upright(double[] vector) {
    int largest = 0;
    for (int i = 0; i < vector.length; i++) {
      largest = Math.abs(vector[i]) > Math.abs(vector[largest]) ? i : largest;
    }
    if (vector[largest] < 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = -vector[i];
      }
    }
    return vector;
  }

  /** Takes out what lies along others and makes the length 1; false if nothing is left. */
  private static boolean straighten(double[] vector, List<double[]> others) {
    for (double[] other : others) {
      double along = dot(vector, other);
      for (int i = 0; i < vector.length; i++) {
        vector[i] -= along * other[i];
      }
    }
    double length = Math.sqrt(dot(vector, vector));
    if (!(length > 1e-150)) {
      return false;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return true;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = dot(matrix[i], vector);
    }
    return product;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Share of all variance along component 0 or 1. */
  public double share(int component) {
    return shares[component];
  }

  /** Where each vector is on the plane. */
  public List<double[]> places(List<float[]> vectors) {
    List<double[]> places = new ArrayList<>();
    for (float[] vector : vectors) {
      double[] place = new double[2];
      for (int k = 0; k < 2; k++) {
        for (int i = 0; i < mean.length; i++) {
          place[k] += (vector[i] - mean[i]) * directions[k][i];
        }
      }
      places.add(place);
    }
    return places;
  }
}
