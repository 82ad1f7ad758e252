package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;

/** A pass over training samples, forward and backward. */
final class SamplesTrainingPass extends TrainingPass {
  private final Network network;
  private final Samples samples;
  private final int first;

  /**
   * A pass over the samples from {@code first} on, as many as {@code outputs} have rows.
   *
   * @param gradient where the gradients of the weights are added up
   * @param outputGradients the gradient of each of {@code outputs}
   */
  SamplesTrainingPass(
      Network network,
      DeviceWeights gradient,
      List<Matrix> outputs,
      List<Matrix> outputGradients,
      Samples samples,
      int first,
      Masks masks) {
    super(network.deviceLayers(), gradient, outputs, outputGradients::get, masks);
    this.network = network;
    this.samples = samples;
    this.first = first;
  }

  @Override
  void windowSums(WindowLayer layer, Matrix output, Epilogue epilogue) {
    List<Matrix> rows = layer.rows(weights(), constants());
    backend().windowSum(network.windowInputs(samples, first), rows, output, epilogue);
  }

  @Override
  void windowGradient(WindowLayer layer, Matrix dz) {
    List<WindowInput> inputs = network.windowInputs(samples, first);
    for (int window = 0; window < inputs.size(); window++) {
      backend().windowSumGradient(inputs.get(window), dz, weightGradient(layer.place() + window));
    }
  }
}
