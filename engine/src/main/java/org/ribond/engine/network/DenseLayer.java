package org.ribond.engine.network;

import java.util.List;
import java.util.Optional;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * Fully connected layer: {@code output = dropout(activation(input weights + bias))}, with weights
 * inputs x outputs.
 *
 * @param input number of the layer that it stands on
 * @param width units
 * @param place place of the weights among the network's tensors; the bias is the next
 * @param activation a reversible one
 * @param hidden hidden layer whose dropout mask is applied, or -1
 * @param biased whether there is a bias
 */
record DenseLayer(
    int input, int width, int place, Activation activation, int hidden, boolean biased)
    implements Layer {
  /** One with a bias. */
  DenseLayer(int input, int width, int place, Activation activation, int hidden) {
    this(input, width, place, activation, hidden, true);
  }

  @Override
  public Layout layout(Layout source, List<Layout> before) {
    return before.get(input);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Optional<Matrix> bias = biased ? Optional.of(pass.weights().get(place + 1)) : Optional.empty();
    Matrix weights = pass.weights().get(place);
    Epilogue epilogue = new Epilogue(bias, activation, pass.dropout(hidden));
    pass.backend().gemm(false, false, pass.output(input), weights, false, output, epilogue);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    activationGradient(pass, activation, hidden, output, gradient);
    Matrix below = pass.output(input);
    Matrix ofWeights = pass.weightGradient(place);
    pass.backend().gemm(true, false, below, gradient, true, ofWeights, Epilogue.NONE);
    if (biased) {
      pass.backend().columnSums(gradient, true, pass.weightGradient(place + 1));
    }
    if (pass.wants(input)) {
      Matrix weights = pass.weights().get(place);
      boolean add = pass.begin(input);
      pass.backend().gemm(false, true, gradient, weights, add, pass.gradient(input), Epilogue.NONE);
    }
  }

  /** Makes the gradient of an output that of the pre-activation. */
  static void activationGradient(
      TrainingPass pass, Activation activation, int hidden, Matrix output, Matrix gradient) {
    Dropout dropout = pass.dropout(hidden);
    if (activation != Activation.LINEAR || dropout.isActive()) {
      pass.backend().activationGradient(activation, dropout, output, gradient);
    }
  }
}
