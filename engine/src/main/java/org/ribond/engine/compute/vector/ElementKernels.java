package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;
import static org.ribond.engine.compute.vector.Lanes.fma;

import jdk.incubator.vector.FloatVector;
import org.ribond.engine.compute.MomentumStep;

/**
 * Operations that touch each element once, on elements {@code from} to {@code to} of matrices of
 * one layout, padding included.
 */
final class ElementKernels {
  private ElementKernels() {}

  /** {@code to += from}. */
  static void add(float[] source, float[] target, int from, int to) {
    for (int i = from; i < to; i += COUNT) {
      load(target, i).add(load(source, i)).intoArray(target, i);
    }
  }

  /** {@code out = a b}. */
  static void multiply(float[] a, float[] b, float[] out, int from, int to) {
    for (int i = from; i < to; i += COUNT) {
      load(a, i).mul(load(b, i)).intoArray(out, i);
    }
  }

  /** {@code out += a b}. */
  static void multiplyAdd(float[] a, float[] b, float[] out, int from, int to) {
    for (int i = from; i < to; i += COUNT) {
      fma(load(a, i), load(b, i), load(out, i)).intoArray(out, i);
    }
  }

  /** {@code values *= factor}. */
  static void scale(float factor, float[] values, int from, int to) {
    for (int i = from; i < to; i += COUNT) {
      load(values, i).mul(factor).intoArray(values, i);
    }
  }

  /** {@link org.ribond.engine.compute.Backend#momentum}. */
  static void momentum(
      float[] weights, float[] gradient, float[] velocity, int from, int to, MomentumStep step) {
    float decay = step.learningRate() * step.decoupledDecay();
    FloatVector l2 = FloatVector.broadcast(FLOATS, step.l2());
    FloatVector rate = FloatVector.broadcast(FLOATS, -step.learningRate());
    for (int i = from; i < to; i += COUNT) {
      FloatVector weight = load(weights, i);
      FloatVector g = fma(l2, weight, load(gradient, i));
      FloatVector moved = fma(rate, g, load(velocity, i).mul(step.momentum()));
      moved.intoArray(velocity, i);
      weight.add(moved).sub(weight.mul(decay)).intoArray(weights, i);
    }
  }

  /**
   * {@link org.ribond.engine.compute.Backend#gaussian} of one row.
   *
   * @param at index of the row in {@code x} and {@code out}
   */
  static void gaussian(float[] x, float[] centres, float[] widths, float[] out, int at, int width) {
    for (int j = 0; j < width; j += COUNT) {
      FloatVector distance = load(x, at + j).sub(load(centres, j));
      distance.mul(distance).mul(load(widths, j).neg()).intoArray(out, at + j);
    }
    Functions.exp(out, at, at + width);
  }

  /**
   * {@link org.ribond.engine.compute.Backend#gaussianGradient} of columns {@code from} to {@code
   * to} of all rows, in ascending order.
   */
  static void gaussianGradient(
      VectorMatrix x,
      float[] centres,
      float[] widths,
      float[] out,
      float[] gradient,
      float[] centresGradient,
      float[] widthsGradient,
      int from,
      int to) {
    for (int i = 0; i < x.rows(); i++) {
      int at = x.row(i);
      for (int j = from; j < to; j += COUNT) {
        FloatVector distance = load(x.values(), at + j).sub(load(centres, j));
        FloatVector ofExponent = load(gradient, at + j).mul(load(out, at + j));
        FloatVector part = distance.mul(ofExponent);
        FloatVector ofDistance = part.mul(load(widths, j)).mul(-2);
        load(widthsGradient, j).sub(part.mul(distance)).intoArray(widthsGradient, j);
        load(centresGradient, j).sub(ofDistance).intoArray(centresGradient, j);
        ofDistance.intoArray(gradient, at + j);
      }
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
