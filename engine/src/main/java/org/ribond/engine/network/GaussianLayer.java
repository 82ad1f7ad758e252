package org.ribond.engine.network;

import org.ribond.engine.compute.Matrix;

/**
 * Gaussian units, one for each input.
 *
 * @param input number of the layer that it stands on
 * @param width its width
 * @param place place of the centres among the network's tensors; the widths are the next
 */
record GaussianLayer(int input, int width, int place) implements Layer {
  @Override
  public void forward(Pass pass, Matrix output) {
    pass.backend()
        .gaussian(
            pass.output(input), pass.weights().get(place), pass.weights().get(place + 1), output);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    pass.backend()
        .gaussianGradient(
            pass.output(input),
            pass.weights().get(place),
            pass.weights().get(place + 1),
            output,
            gradient,
            pass.weightGradient(place),
            pass.weightGradient(place + 1));
    pass.giveGradient(input, gradient);
  }
}
