package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.LINE;
import static org.ribond.engine.compute.vector.Lanes.fma;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Rows of {@link AxialAttentions}: sums in as many parts as a cache line has floats. */
final class AxialKernels {
  private AxialKernels() {}

  /**
   * Makes each of {@code rows} rows of {@code count} numbers, {@code padded} apart, {@code scale}
   * times its distance from the row's largest; behind the last, up to a whole cache line, numbers
   * are as small as can be.
   *
   * @param lanes a cache line of working memory from {@code lanesAt}
   */
  static void belowLargest(
      float[] x, int at, int rows, int count, int padded, float scale, float[] lanes, int lanesAt) {
    int length = Lanes.roundUp(count, LINE);
    for (int row = at; row < at + rows * padded; row += padded) {
      Arrays.fill(x, row + count, row + length, Float.NEGATIVE_INFINITY);
      float largest = largest(x, row, row + length, lanes, lanesAt);
      for (int j = row; j < row + length; j += COUNT) {
        load(x, j).sub(largest).mul(scale).intoArray(x, j);
      }
    }
  }

  /** Divides rows by their sums; behind the last number up to {@code padded} there are zeros. */
  static void shares(
      float[] x, int at, int rows, int count, int padded, float[] lanes, int lanesAt) {
    int length = Lanes.roundUp(count, LINE);
    for (int row = at; row < at + rows * padded; row += padded) {
      Arrays.fill(x, row + count, row + padded, 0);
      float factor = 1 / sum(x, row, row + length, lanes, lanesAt);
      for (int j = row; j < row + length; j += COUNT) {
        load(x, j).mul(factor).intoArray(x, j);
      }
    }
  }

  private static float largest(float[] x, int at, int end, float[] lanes, int lanesAt) {
    for (int lane = 0; lane < LINE; lane += COUNT) {
      FloatVector most = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
      for (int j = at + lane; j < end; j += LINE) {
        most = most.max(load(x, j));
      }
      most.intoArray(lanes, lanesAt + lane);
    }
    float largest = lanes[lanesAt];
    for (int lane = 1; lane < LINE; lane++) {
      largest = Math.max(largest, lanes[lanesAt + lane]);
    }
    return largest;
  }

  private static float sum(float[] x, int at, int end, float[] lanes, int lanesAt) {
    for (int lane = 0; lane < LINE; lane += COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int j = at + lane; j < end; j += LINE) {
        sum = sum.add(load(x, j));
      }
      sum.intoArray(lanes, lanesAt + lane);
    }
    return total(lanes, lanesAt);
  }

  private static float total(float[] lanes, int at) {
    float sum = 0;
    for (int i = at; i < at + LINE; i += 4) {
      sum += (lanes[i] + lanes[i + 1]) + (lanes[i + 2] + lanes[i + 3]);
    }
    return sum;
  }

  /**
   * Makes the gradients of rows of {@code count} shares those of their scores before they were
   * scaled: {@code scale p (g - sum of p g)}. Behind the last, up to a whole cache line, shares are
   * 0.
   */
  static void scoreGradients(
      float[] x,
      int shares,
      int gradients,
      int rows,
      int count,
      int padded,
      float scale,
      float[] lanes,
      int lanesAt) {
    int length = Lanes.roundUp(count, LINE);
    for (int row = 0; row < rows * padded; row += padded) {
      float mean = product(x, shares + row, gradients + row, length, lanes, lanesAt);
      for (int j = row; j < row + length; j += COUNT) {
        FloatVector g = load(x, gradients + j).sub(mean);
        g.mul(load(x, shares + j)).mul(scale).intoArray(x, gradients + j);
      }
    }
  }

  private static float product(float[] x, int a, int b, int length, float[] lanes, int lanesAt) {
    for (int lane = 0; lane < LINE; lane += COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int j = lane; j < length; j += LINE) {
        sum = fma(load(x, a + j), load(x, b + j), sum);
      }
      sum.intoArray(lanes, lanesAt + lane);
    }
    return total(lanes, lanesAt);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
