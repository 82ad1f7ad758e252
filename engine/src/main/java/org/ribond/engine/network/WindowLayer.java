package org.ribond.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Ints;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.WindowInput;

/**
 * First layer: gathers and sums the weight rows that the letters of each window select. It has no
 * gradient with respect to its input, which is not a number but a choice of letters.
 *
 * @param windows the inputs; their weights are the tensors 0, 1... and the bias is the next
 */
record WindowLayer(List<Window> windows) {
  int biasPlace() {
    return windows.size();
  }

  /** The sums of one window alone, without bias: one summand of the pre-activation. */
  void forwardOne(
      Backend backend,
      DeviceWeights weights,
      int window,
      Ints letters,
      Ints positions,
      Matrix out) {
    WindowInput input = input(window, letters, positions, 0);
    backend.windowSum(List.of(input), List.of(weights.get(window)), out, Epilogue.NONE);
  }

  /** Output (samples x units) of the samples from {@code first} on. */
  void forward(
      Backend backend,
      DeviceWeights weights,
      Samples samples,
      int first,
      Matrix output,
      Epilogue epilogue) {
    List<Matrix> matrices = new ArrayList<>();
    for (int window = 0; window < windows.size(); window++) {
      matrices.add(weights.get(window));
    }
    backend.windowSum(inputs(samples, first), matrices, output, epilogue);
  }

  /**
   * Adds the gradient of the weights and the bias.
   *
   * @param dz gradient of the pre-activation, samples x units
   */
  void backward(Backend backend, DeviceWeights gradient, Samples samples, int first, Matrix dz) {
    List<WindowInput> inputs = inputs(samples, first);
    for (int window = 0; window < windows.size(); window++) {
      backend.windowSumGradient(inputs.get(window), dz, gradient.get(window));
    }
    backend.columnSums(dz, true, gradient.get(biasPlace()));
  }

  private List<WindowInput> inputs(Samples samples, int first) {
    List<WindowInput> inputs = new ArrayList<>();
    for (int window = 0; window < windows.size(); window++) {
      Ints letters = samples.letters().get(window);
      inputs.add(input(window, letters, samples.positions().get(window), first));
    }
    return inputs;
  }

  private WindowInput input(int window, Ints letters, Ints positions, int first) {
    Window shape = windows.get(window);
    return new WindowInput(letters, positions, first, shape.alphabet(), shape.halfWindow());
  }
}
