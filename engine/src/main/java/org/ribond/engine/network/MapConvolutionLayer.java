package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapConvolution;
import org.ribond.engine.compute.Matrix;

/**
 * Convolution over maps: {@code output = dropout(activation(convolution(input) + bias))}.
 *
 * @param input number of the layer that it stands on
 * @param width channels of its result
 * @param place place of the weights among the network's tensors; the bias is the next
 * @param shape taps
 * @param activation a reversible one
 * @param hidden hidden layer whose dropout mask is applied, or -1
 */
record MapConvolutionLayer(
    int input, int width, int place, MapConvolution shape, Activation activation, int hidden)
    implements Layer {
  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(input);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Matrix weights = pass.weights().get(place);
    Matrix bias = pass.weights().get(place + 1);
    Epilogue epilogue = Epilogue.of(bias, activation, pass.dropout(hidden));
    Layout maps = pass.chunk().layout(input);
    pass.backend().mapConvolution(shape, maps, pass.output(input), weights, output, epilogue);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    Backend backend = pass.backend();
    DenseLayer.activationGradient(pass, activation, hidden, output, gradient);
    Layout maps = pass.chunk().layout(input);
    Matrix ofWeights = pass.weightGradient(place);
    backend.mapConvolutionWeightGradient(shape, maps, pass.output(input), gradient, ofWeights);
    backend.columnSums(gradient, true, pass.weightGradient(place + 1));
    if (pass.wants(input)) {
      Matrix weights = pass.weights().get(place);
      boolean add = pass.begin(input);
      Matrix below = pass.gradient(input);
      backend.mapConvolutionInputGradient(shape, maps, gradient, weights, add, below);
    }
  }
}
