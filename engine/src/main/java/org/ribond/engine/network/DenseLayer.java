package org.ribond.engine.network;

import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/**
 * Fully connected layer: {@code output = epilogue(input weights)}, with weights inputs x outputs.
 *
 * @param place place of the weights among the network's tensors; the bias is the next
 */
record DenseLayer(int place) {
  int biasPlace() {
    return place + 1;
  }

  void forward(
      Backend backend, DeviceWeights weights, Matrix input, Matrix output, Epilogue epilogue) {
    backend.gemm(false, false, input, weights.get(place), false, output, epilogue);
  }

  /**
   * Adds the gradient of the weights, {@code input' dz}, and of the bias, the column sums of {@code
   * dz}, the gradient of the pre-activation.
   */
  void backward(Backend backend, DeviceWeights gradient, Matrix input, Matrix dz) {
    backend.gemm(true, false, input, dz, true, gradient.get(place), Epilogue.NONE);
    backend.columnSums(dz, true, gradient.get(biasPlace()));
  }

  /** Gradient of the input, {@code dz weights'}. */
  void inputGradient(Backend backend, DeviceWeights weights, Matrix dz, Matrix inputGradient) {
    backend.gemm(false, true, dz, weights.get(place), false, inputGradient, Epilogue.NONE);
  }
}
