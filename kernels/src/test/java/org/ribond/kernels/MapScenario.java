package org.ribond.kernels;

import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.AxialAttention;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapConvolution;
import org.ribond.engine.compute.MapSide;
import org.ribond.engine.compute.Matrix;

/** What a training step of a network on pairs does, to be interrupted anywhere. */
final class MapScenario {
  private static final int CHANNELS = 6;
  private static final int HEADS = 2;

  /** One of them empty, one of a single cell. */
  private static final int[] SIDES = {5, 0, 1};

  private MapScenario() {}

  static void run(Backend backend) {
    Layout maps = Layout.maps(SIDES, SIDES);
    Layout chains = Layout.chains(SIDES);
    try (Matrix x = backend.allocate(maps.sites(), CHANNELS);
        Matrix out = backend.allocate(maps.sites(), CHANNELS);
        Matrix ofChains = backend.allocate(chains.sites(), CHANNELS);
        Matrix gain = backend.allocate(1, CHANNELS);
        Matrix shift = backend.allocate(1, CHANNELS)) {
      backend.outerSum(chains, ofChains, chains, ofChains, true, out);
      for (MapSide side : MapSide.values()) {
        backend.mapSums(side, maps, x, true, ofChains);
      }
      backend.transpose(maps, x, false, out);
      backend.normaliseItems(maps, x, gain, shift, 1e-5f, out);
      backend.normaliseItemsGradient(maps, x, gain, 1e-5f, out, gain, shift);
      convolution(backend, MapConvolution.full(3, 1), maps, x, out);
      convolution(backend, MapConvolution.depthwise(3, 2), maps, x, out);
    }
    for (AxialAttention.Axis axis : AxialAttention.Axis.values()) {
      attention(backend, axis, axis == AxialAttention.Axis.CHAIN ? chains : maps);
    }
  }

  private static void convolution(
      Backend backend, MapConvolution shape, Layout maps, Matrix x, Matrix out) {
    Dropout dropout = new Dropout(0.5f, 1, 2, 0, 3, 0);
    try (Matrix weights = backend.allocate(shape.weightRows(CHANNELS), CHANNELS);
        Matrix bias = backend.allocate(1, CHANNELS)) {
      Epilogue epilogue = Epilogue.of(bias, Activation.RELU, dropout);
      backend.mapConvolution(shape, maps, x, weights, out, epilogue);
      backend.mapConvolutionWeightGradient(shape, maps, x, out, weights);
      backend.mapConvolutionInputGradient(shape, maps, out, weights, true, x);
    }
  }

  private static void attention(Backend backend, AxialAttention.Axis axis, Layout layout) {
    AxialAttention attention = new AxialAttention(axis, HEADS);
    try (Matrix projected = backend.allocate(layout.sites(), 3 * CHANNELS);
        Matrix gradient = backend.allocate(layout.sites(), 3 * CHANNELS);
        Matrix out = backend.allocate(layout.sites(), CHANNELS)) {
      backend.axialAttention(attention, layout, projected, out);
      backend.axialAttentionGradient(attention, layout, projected, out, gradient);
    }
  }
}
