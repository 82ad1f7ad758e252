package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/**
 * A layer on the windows: gathers and sums the weight rows that the letters of each window select.
 * It has no gradient with respect to its input, which is not a number but a choice of letters.
 *
 * @param number number among the network's window layers
 * @param width units
 * @param windows number of windows
 * @param place place of the first window's weights among the network's tensors, followed by those
 *     of the others and the bias; {@link #ONE_HOT} for the concatenated one-hot windows themselves
 * @param activation applied to the sums and the bias
 * @param hidden hidden layer whose dropout mask is applied, or -1
 */
record WindowLayer(int number, int width, int windows, int place, Activation activation, int hidden)
    implements Layer {
  /** In the place of weights: the identity. */
  static final int ONE_HOT = -1;

  boolean isOneHot() {
    return place == ONE_HOT;
  }

  @Override
  public boolean learns() {
    return !isOneHot();
  }

  @Override
  public List<WindowLayer> windowLayers() {
    return List.of(this);
  }

  private int biasPlace() {
    return place + windows;
  }

  /** The matrix of each window. */
  List<Matrix> rows(DeviceWeights weights, Constants constants) {
    if (isOneHot()) {
      return constants.oneHot();
    }
    List<Matrix> matrices = new ArrayList<>();
    for (int window = 0; window < windows; window++) {
      matrices.add(weights.get(place + window));
    }
    return matrices;
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    Optional<Matrix> bias =
        isOneHot() ? Optional.empty() : Optional.of(pass.weights().get(biasPlace()));
    pass.windowSums(this, output, new Epilogue(bias, activation, pass.dropout(hidden)));
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    DenseLayer.activationGradient(pass, activation, hidden, output, gradient);
    pass.windowGradient(this, gradient);
    pass.backend().columnSums(gradient, true, pass.weightGradient(biasPlace()));
  }
}
