package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Matrix;

/** A pass over a chunk of sequences without dropout. */
final class ChainPass extends Pass {
  private final ChainChunk chunk;

  ChainPass(DeviceLayers network, List<Matrix> outputs, ChainChunk chunk) {
    super(network, outputs);
    this.chunk = chunk;
  }

  @Override
  void windowSums(WindowLayer layer, Matrix output, Epilogue epilogue) {
    throw new IllegalStateException("a layer on windows in a network on chains");
  }

  @Override
  ChainChunk chunk() {
    return chunk;
  }

  @Override
  Dropout dropout(int hidden) {
    return Dropout.NONE;
  }
}
