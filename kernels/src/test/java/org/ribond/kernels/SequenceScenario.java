package org.ribond.kernels;

import java.util.List;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Pooling;
import org.ribond.engine.compute.Recurrence;

/**
 * What training steps of networks on whole sequences, and on pairs of their letters, do, to be
 * interrupted anywhere.
 */
final class SequenceScenario {
  private static final int UNITS = 5;

  /** One more than a group takes several chains of. */
  private static final int MANY_UNITS = 257;

  /** One of them empty, one long enough that several lines of work-items share its sites. */
  private static final Layout CHAINS = Layout.chains(3, 0, 33);

  private SequenceScenario() {}

  static void run(Backend backend) {
    for (int channels : new int[] {3, 4}) {
      chains(backend, channels);
    }
    recurrence(backend, CHAINS, UNITS);
    recurrence(backend, Layout.chains(2), MANY_UNITS);
    MapScenario.run(backend);
    try (Matrix x = backend.allocate(9, UNITS);
        Matrix gradient = backend.allocate(9, UNITS);
        Matrix gain = backend.allocate(1, UNITS);
        Matrix shift = backend.allocate(1, UNITS);
        Matrix moments = backend.allocate(2, UNITS);
        Matrix flat = backend.allocate(3, 3 * UNITS);
        Matrix loss = backend.allocate(1, 1)) {
      backend.normaliseRows(x, gain, shift, 1e-5f, gradient);
      backend.normaliseRowsGradient(x, gain, 1e-5f, gradient, gain, shift);
      backend.columnMoments(x, moments);
      backend.normaliseColumns(x, moments, gain, shift, 1e-5f, gradient);
      backend.normaliseColumnsGradient(x, moments, gain, 1e-5f, gradient, gain, shift);
      backend.copyColumns(x, 1, gradient, 2, 3, true);
      backend.reshape(x, flat, false);
      backend.sigmoidCrossEntropy(x, gradient, x, 0, 1, x, loss);
      backend.squaredError(x, gradient, gradient, 0, 1, x, loss);
      backend.normaliseLengths(x, gradient);
      backend.normaliseLengthsGradient(x, gradient);
    }
  }

  private static void chains(Backend backend, int channels) {
    Convolution shape = new Convolution(3, 2, 2, Convolution.Edge.SAME);
    Layout halves = shape.layout(CHAINS);
    Dropout dropout = new Dropout(0.5f, 1, 2, 0, 3, 0);
    try (Matrix x = backend.allocate(CHAINS.sites(), channels);
        Matrix dx = backend.allocate(CHAINS.sites(), channels);
        Matrix weights = backend.allocate(3 * channels, UNITS);
        Matrix bias = backend.allocate(1, UNITS);
        Matrix out = backend.allocate(halves.sites(), UNITS)) {
      Epilogue epilogue = Epilogue.of(bias, Activation.RELU, dropout);
      backend.convolution(shape, CHAINS, x, weights, out, epilogue);
      backend.convolutionInputGradient(shape, CHAINS, out, weights, false, dx);
      backend.convolutionWeightGradient(shape, CHAINS, x, out, weights);
      List<Pooling> poolings =
          List.of(
              new Pooling(Pooling.Kind.MAX, Pooling.Extent.WINDOWS, 3, 2),
              Pooling.parts(Pooling.Kind.LAST, 2),
              Pooling.whole(Pooling.Kind.MAX));
      for (Pooling pooling : poolings) {
        try (Matrix pooled = backend.allocate(pooling.layout(CHAINS).sites(), channels)) {
          backend.pool(pooling, CHAINS, x, pooled);
          backend.poolGradient(pooling, CHAINS, x, pooled, true, dx);
        }
      }
    }
  }

  private static void recurrence(Backend backend, Layout chains, int units) {
    for (Recurrence.Cell cell : Recurrence.Cell.values()) {
      Recurrence recurrence = new Recurrence(cell, cell == Recurrence.Cell.GRU);
      int width = cell.gates() * units;
      try (Matrix gates = backend.allocate(chains.sites(), width);
          Matrix weights = backend.allocate(units, width);
          Matrix out = backend.allocate(chains.sites(), units);
          Matrix memory = backend.allocate(chains.sites(), units);
          Matrix gradient = backend.allocate(chains.sites(), units)) {
        backend.recurrence(recurrence, chains, gates, weights, out, memory);
        backend.recurrenceGradient(
            recurrence, chains, gates, weights, out, memory, gradient, weights);
      }
    }
  }
}
