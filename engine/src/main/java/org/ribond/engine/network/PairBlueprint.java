package org.ribond.engine.network;

import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AxialAttention;
import org.ribond.engine.compute.MapConvolution;

/** Layers over maps of pairs, added to those along chains of one blueprint. */
final class PairBlueprint {
  private final ChainBlueprint chains;

  PairBlueprint(ChainBlueprint chains) {
    this.chains = chains;
  }

  /** Where layers along chains, and those that do not care, are added. */
  ChainBlueprint chains() {
    return chains;
  }

  int outerSum(int rows, int columns) {
    return chains.add(new OuterSumLayer(rows, columns, chains.width(rows)));
  }

  int givenCells(int width) {
    return chains.add(new GivenCellsLayer(width));
  }

  /** A convolution over maps with a reversible activation. */
  int mapConvolution(
      String name,
      int below,
      int width,
      MapConvolution shape,
      Activation activation,
      float dropout) {
    int inputs = shape.weightRows(chains.width(below));
    int place = chains.tensors().size();
    int reached = shape.depthwise() ? shape.taps() : shape.taps() * width;
    chains
        .tensors()
        .add(new TensorShape(name + "weights", inputs, width, chains.start(), inputs, reached));
    chains.tensors().add(chains.bias(name, width, inputs, TensorShape.Start.ZERO));
    return chains.add(
        new MapConvolutionLayer(below, width, place, shape, activation, chains.mask(dropout)));
  }

  /** Attention along lines among linear queries, keys and values. */
  int axial(String name, int below, AxialAttention attention) {
    int width = chains.width(below);
    int projected = chains.dense(name + "projected.", below, 3 * width, Activation.LINEAR, 0);
    return chains.add(new AxialLayer(projected, width, attention));
  }

  int symmetric(int below) {
    return chains.add(new SymmetricLayer(below, chains.width(below)));
  }

  /** What a layer above gave in the pass before; {@link #recycle} says which. */
  int recycled(int like) {
    return chains.add(new RecycledLayer(like, chains.layers().size(), chains.width(like)));
  }

  /** Layer {@code latent} is what recycled layer {@code recycled} gives in the next pass. */
  void recycle(int recycled, int latent) {
    RecycledLayer before = (RecycledLayer) chains.layers().get(recycled);
    chains.layers().set(recycled, new RecycledLayer(before.first(), latent, before.width()));
  }

  int normalisedItems(String name, int below) {
    int width = chains.width(below);
    int place = chains.tensors().size();
    chains.tensors().add(new TensorShape(name + "gain", 1, width, TensorShape.Start.ONE, 0));
    chains.tensors().add(TensorShape.bias(name + "bias", width));
    return chains.add(new ItemNormalisationLayer(below, width, place, ChainBlueprint.EPSILON));
  }
}
