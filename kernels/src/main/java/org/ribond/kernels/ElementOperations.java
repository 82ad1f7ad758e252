package org.ribond.kernels;

import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AdamStep;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.MomentumStep;

/** Operations on each element by itself, by {@code elementwise.cl} and {@code gaussian.cl}. */
final class ElementOperations {
  private final Kernels kernels;

  ElementOperations(Kernels kernels) {
    this.kernels = kernels;
  }

  void fill(GpuMatrix matrix, float value) {
    kernels.fill(matrix, value);
  }

  void copy(GpuMatrix from, GpuMatrix to) {
    kernels.call("copyMatrix").matrix(from).matrix(to).shape(to).overElements(to);
  }

  void reshape(GpuMatrix from, GpuMatrix to, boolean accumulate) {
    kernels
        .call("reshapeMatrix")
        .matrix(from)
        .integer(from.columns())
        .matrix(to)
        .flag(accumulate)
        .shape(to)
        .overElements(to);
  }

  void add(GpuMatrix from, GpuMatrix to) {
    kernels.call("addTo").elements(from).matrix(to).shape(to).overElements(to);
  }

  void multiply(GpuMatrix a, GpuMatrix b, boolean accumulate, GpuMatrix out) {
    kernels
        .call("multiplyElements")
        .elements(a)
        .elements(b)
        .flag(accumulate)
        .matrix(out)
        .shape(out)
        .overElements(out);
  }

  void scale(GpuMatrix matrix, float factor) {
    kernels.call("scaleElements").matrix(matrix).shape(matrix).real(factor).overElements(matrix);
  }

  /** Scales {@code matrix} by {@code norm / sqrt(squares)} if that is below 1. */
  void scaleToNorm(GpuMatrix matrix, float norm, GpuMatrix squares) {
    kernels
        .call("scaleToNorm")
        .matrix(matrix)
        .shape(matrix)
        .real(norm)
        .elements(squares)
        .overElements(matrix);
  }

  void activationGradient(
      Activation activation, Dropout dropout, GpuMatrix output, GpuMatrix gradient) {
    kernels
        .call("activationGradient")
        .matrix(output)
        .matrix(gradient)
        .shape(gradient)
        .activation(activation)
        .dropout(dropout)
        .overElements(gradient);
  }

  void slopeGradient(Activation activation, Dropout dropout, GpuMatrix z, GpuMatrix gradient) {
    kernels
        .call("slopeGradient")
        .elements(z)
        .matrix(gradient)
        .shape(gradient)
        .activation(activation)
        .dropout(dropout)
        .overElements(gradient);
  }

  void gaussian(GpuMatrix x, GpuMatrix centres, GpuMatrix widths, GpuMatrix out) {
    kernels
        .call("gaussian")
        .elements(x)
        .elements(centres)
        .elements(widths)
        .matrix(out)
        .shape(out)
        .overElements(out);
  }

  void adam(GpuMatrix weights, GpuMatrix gradient, GpuMatrix m, GpuMatrix v, AdamStep step) {
    kernels
        .call("adam")
        .elements(weights)
        .elements(gradient)
        .elements(m)
        .matrix(v)
        .shape(weights)
        .real(step.correctedRate())
        .real(step.beta1())
        .real(step.beta2())
        .real(step.epsilon())
        .real(step.secondMomentCorrection())
        .real(step.l2())
        .real(step.learningRate())
        .real(step.decoupledDecay())
        .words()
        .overElements(weights);
  }

  void momentum(GpuMatrix weights, GpuMatrix gradient, GpuMatrix velocity, MomentumStep step) {
    kernels
        .call("momentumStep")
        .elements(weights)
        .elements(gradient)
        .matrix(velocity)
        .shape(weights)
        .real(step.learningRate())
        .real(step.momentum())
        .real(step.l2())
        .real(step.decoupledDecay())
        .words()
        .overElements(weights);
  }
}
