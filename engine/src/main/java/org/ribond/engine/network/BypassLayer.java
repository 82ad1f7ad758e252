package org.ribond.engine.network;

import java.util.List;
import java.util.Optional;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/**
 * A dense layer with a linear way from the windows past its input: {@code output = activation(input
 * weights + bypass)}. See {@link TurnedUnits}; for scoring alone.
 *
 * @param input number of the layer that it stands on
 * @param bypass sums of the windows, with the bias
 * @param place place of the weights among the network's tensors
 * @param activation what is applied
 */
record BypassLayer(int input, WindowLayer bypass, int place, Activation activation)
    implements Layer {
  @Override
  public int width() {
    return bypass.width();
  }

  @Override
  public List<WindowLayer> windowLayers() {
    return List.of(bypass);
  }

  @Override
  public void forward(Pass pass, Matrix output) {
    bypass.forward(pass, output);
    Matrix weights = pass.weights().get(place);
    Epilogue epilogue = new Epilogue(Optional.empty(), activation, Dropout.NONE);
    pass.backend().gemm(false, false, pass.output(input), weights, true, output, epilogue);
  }

  @Override
  public void backward(TrainingPass pass, Matrix output, Matrix gradient) {
    throw new UnsupportedOperationException("turned units are for scoring");
  }
}
