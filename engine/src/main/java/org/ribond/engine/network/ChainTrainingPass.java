package org.ribond.engine.network;

import java.util.List;
import java.util.function.IntFunction;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/** A pass over a chunk of training sequences, forward and backward. */
class ChainTrainingPass extends TrainingPass {
  private final ChainChunk chunk;

  ChainTrainingPass(
      DeviceLayers network,
      DeviceWeights gradient,
      List<Matrix> outputs,
      IntFunction<Matrix> outputGradients,
      ChainChunk chunk,
      Masks masks) {
    super(network, gradient, outputs, outputGradients, masks);
    this.chunk = chunk;
  }

  @Override
  void windowSums(WindowLayer layer, Matrix output, Epilogue epilogue) {
    throw new IllegalStateException("a layer on windows in a network on chains");
  }

  @Override
  void windowGradient(WindowLayer layer, Matrix dz) {
    throw new IllegalStateException("a layer on windows in a network on chains");
  }

  @Override
  ChainChunk chunk() {
    return chunk;
  }
}
