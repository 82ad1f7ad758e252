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
   * Softmax of {@code scale} times {@code count} numbers, in place, zeros behind them up to {@code
   * padded}, a multiple of a cache line.
   *
   * @param lanes a cache line of working memory from {@code lanesAt}
   */
  static void softmax(
      float[] x, int at, int count, int padded, float scale, float[] lanes, int lanesAt) {
    Arrays.fill(x, at + count, at + padded, Float.NEGATIVE_INFINITY);
    int end = at + Lanes.roundUp(count, LINE);
    float largest = largest(x, at, end, lanes, lanesAt);
    for (int j = at; j < end; j += COUNT) {
      load(x, j).sub(largest).mul(scale).intoArray(x, j);
    }
    Functions.exp(x, at, end);
    Arrays.fill(x, at + count, at + padded, 0);
    float factor = 1 / sum(x, at, end, lanes, lanesAt);
    for (int j = at; j < end; j += COUNT) {
      load(x, j).mul(factor).intoArray(x, j);
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
   * Makes the gradient of a row's {@code count} shares that of its scores before they were scaled:
   * {@code scale p (g - sum of p g)}. Behind the last, up to a whole cache line, shares are 0.
   */
  static void scoreGradient(
      float[] x, int shares, int gradient, int count, float scale, float[] lanes, int lanesAt) {
    int padded = Lanes.roundUp(count, LINE);
    for (int lane = 0; lane < LINE; lane += COUNT) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int j = lane; j < padded; j += LINE) {
        sum = fma(load(x, shares + j), load(x, gradient + j), sum);
      }
      sum.intoArray(lanes, lanesAt + lane);
    }
    float mean = total(lanes, lanesAt);
    for (int j = 0; j < padded; j += COUNT) {
      FloatVector g = load(x, gradient + j).sub(mean);
      g.mul(load(x, shares + j)).mul(scale).intoArray(x, gradient + j);
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
