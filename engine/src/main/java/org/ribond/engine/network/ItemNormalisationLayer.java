package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * Group normalisation with one group: each chain or map by its own mean and variance.
 *
 * @param input number of the layer that it stands on
 * @param width its width
 * @param place place of the gains among the network's tensors; the shift is the next
 * @param epsilon added to a variance
 */
record ItemNormalisationLayer(int input, int width, int place, float epsilon) implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(input);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Matrix gain = pass.weights().get(place);
    Matrix shift = pass.weights().get(place + 1);
    Layout layout = pass.chunk().layout(input);
    pass.backend().normaliseItems(layout, pass.output(input), gain, shift, epsilon, output);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    pass.backend()
        .normaliseItemsGradient(
            pass.chunk().layout(input),
            pass.output(input),
            pass.weights().get(place),
            epsilon,
            gradient,
            pass.weightGradient(place),
            pass.weightGradient(place + 1));
    pass.giveGradient(input, gradient);
  }
}
