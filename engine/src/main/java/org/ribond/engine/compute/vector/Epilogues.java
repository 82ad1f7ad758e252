package org.ribond.engine.compute.vector;

import static org.ribond.engine.compute.vector.Lanes.COUNT;
import static org.ribond.engine.compute.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;

/**
 * Bias, activation and dropout of a piece of a result while it is in cache, and their gradient. All
 * column ranges begin and end at multiples of {@link Lanes#LINE}, padding included.
 */
final class Epilogues {
  private Epilogues() {}

  /**
   * Applies an epilogue to rows {@code top} to {@code bottom}, columns {@code from} to {@code to}.
   */
  static void apply(
      Epilogue epilogue, VectorMatrix c, int top, int bottom, int from, int to, Scratch scratch) {
    if (epilogue.bias().isPresent()) {
      float[] bias = VectorMatrix.of(epilogue.bias().get()).values();
      for (int i = top; i < bottom; i++) {
        addBias(bias, c.values(), c.row(i), from, to);
      }
    }
    Dropout dropout = epilogue.dropout();
    short[] numbers =
        dropout.isActive() ? scratch.shorts(DropoutMask.scratchLength(to - from)) : null;
    for (int i = top; i < bottom; i++) {
      activate(epilogue.activation(), c.values(), c.row(i) + from, c.row(i) + to);
      if (dropout.isActive()) {
        DropoutMask.apply(dropout, i, from, to, c.values(), c.row(i), numbers);
      }
    }
  }

  private static void addBias(float[] bias, float[] values, int at, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      load(values, at + j).add(load(bias, j)).intoArray(values, at + j);
    }
  }

  private static void activate(Activation activation, float[] values, int from, int to) {
    switch (activation) {
      case LINEAR -> {}
      case RELU -> rectify(values, from, to);
      case TANH -> Functions.tanh(values, from, to);
      case SIGMOID -> Functions.sigmoid(values, from, to);
      case LEAKY_RELU -> leak(values, from, to);
      case SOFTPLUS -> Functions.softplus(values, from, to);
      case SILU -> Functions.silu(values, from, to);
      case GELU -> Functions.gelu(values, from, to);
    }
  }

  private static void rectify(float[] values, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      FloatVector z = load(values, j);
      z.blend(0, z.compare(VectorOperators.LE, 0)).intoArray(values, j);
    }
  }

  private static void leak(float[] values, int from, int to) {
    for (int j = from; j < to; j += COUNT) {
      FloatVector z = load(values, j);
      z.blend(z.mul(Activation.LEAK), z.compare(VectorOperators.LE, 0)).intoArray(values, j);
    }
  }

  /** {@link org.ribond.engine.compute.Backend#slopeGradient} for one row. */
  static void slopeGradient(
      Activation activation,
      Dropout dropout,
      int row,
      VectorMatrix z,
      VectorMatrix gradient,
      Scratch scratch) {
    float[] g = gradient.values();
    int at = z.row(row);
    int width = z.width();
    if (dropout.isActive()) {
      mask(dropout, row, g, at, width, scratch);
    }
    if (activation == Activation.SILU) {
      Functions.siluSlope(z.values(), g, at, at + width);
    } else {
      Functions.geluSlope(z.values(), g, at, at + width);
    }
  }

  private static void mask(
      Dropout dropout, int row, float[] g, int at, int width, Scratch scratch) {
    short[] numbers = scratch.shorts(DropoutMask.scratchLength(width));
    DropoutMask.apply(dropout, row, 0, width, g, at, numbers);
  }

  /**
   * {@link org.ribond.engine.compute.Backend#activationGradient} for one row. What dropout kept of
   * a rectified unit is above 0 wherever the derivative is not 0, so that its mask need not be
   * drawn again.
   */
  static void gradient(
      Activation activation,
      Dropout dropout,
      int row,
      VectorMatrix output,
      VectorMatrix gradient,
      Scratch scratch) {
    float[] a = output.values();
    float[] g = gradient.values();
    int at = output.row(row);
    int width = output.width();
    float scale = dropout.isActive() ? dropout.scale() : 1;
    if (activation == Activation.RELU) {
      rectifierGradient(scale, a, g, at, width);
      return;
    }
    if (dropout.isActive()) {
      mask(dropout, row, g, at, width, scratch);
    }
    if (activation == Activation.TANH) {
      tanhGradient(1 / scale, a, g, at, width);
    } else if (activation == Activation.SIGMOID) {
      sigmoidGradient(1 / scale, a, g, at, width);
    } else if (activation == Activation.LEAKY_RELU) {
      leakGradient(a, g, at, width);
    } else if (activation == Activation.SOFTPLUS) {
      Functions.softplusSlope(1 / scale, a, g, at, at + width);
    }
  }

  private static void rectifierGradient(float scale, float[] a, float[] g, int at, int width) {
    for (int j = at; j < at + width; j += COUNT) {
      VectorMask<Float> passed = load(a, j).compare(VectorOperators.GT, 0);
      FloatVector.zero(FLOATS).blend(load(g, j).mul(scale), passed).intoArray(g, j);
    }
  }

  private static void tanhGradient(float unscale, float[] a, float[] g, int at, int width) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int j = at; j < at + width; j += COUNT) {
      FloatVector y = load(a, j).mul(unscale);
      load(g, j).mul(Lanes.fma(y.neg(), y, one)).intoArray(g, j);
    }
  }

  private static void sigmoidGradient(float unscale, float[] a, float[] g, int at, int width) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int j = at; j < at + width; j += COUNT) {
      FloatVector y = load(a, j).mul(unscale);
      load(g, j).mul(y.mul(one.sub(y))).intoArray(g, j);
    }
  }

  private static void leakGradient(float[] a, float[] g, int at, int width) {
    for (int j = at; j < at + width; j += COUNT) {
      FloatVector gradient = load(g, j);
      VectorMask<Float> leaks = load(a, j).compare(VectorOperators.LE, 0);
      gradient.blend(gradient.mul(Activation.LEAK), leaks).intoArray(g, j);
    }
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(FLOATS, values, at);
  }
}
