package org.ribond.kernels.measure;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Parity;
import org.ribond.engine.compute.Pooling;
import org.ribond.engine.compute.Recurrence;

/** The operations of networks on whole sequences: a mini-batch of chains, 128 channels or units. */
final class ChainFigures {
  private static final int LENGTH = 1000;
  private static final int CHANNELS = 128;
  private static final int MOST_CHAINS = 64;

  private final Backend backend;
  private final SplittableRandom random;
  private final BiConsumer<String, Runnable> operation;
  private final Layout chains;

  /**
   * With what takes a name and times an operation.
   *
   * @param shrink divides the number of chains
   */
  ChainFigures(
      Backend backend,
      SplittableRandom random,
      int shrink,
      BiConsumer<String, Runnable> operation) {
    this.backend = backend;
    this.random = random;
    this.operation = operation;
    int[] lengths = new int[Math.max(1, MOST_CHAINS / shrink)];
    Arrays.fill(lengths, LENGTH);
    chains = Layout.chains(lengths);
  }

  private Matrix matrix(int rows, int columns) {
    Matrix matrix = backend.allocate(rows, columns);
    float[] values = Parity.random(rows * columns, random);
    for (int i = 0; i < values.length; i++) {
      values[i] *= 0.1f;
    }
    backend.upload(values, matrix);
    return matrix;
  }

  void measure() {
    int sites = chains.sites();
    try (Matrix x = matrix(sites, CHANNELS);
        Matrix out = matrix(sites, CHANNELS)) {
      convolution(x, out);
      pooling(x, out);
      normalisation(x, out);
      for (Recurrence.Cell cell : Recurrence.Cell.values()) {
        recurrence(cell, x, out);
      }
    }
  }

  private void convolution(Matrix x, Matrix out) {
    Convolution shape = Convolution.same(9, 1);
    try (Matrix weights = matrix(9 * CHANNELS, CHANNELS);
        Matrix gradient = matrix(9 * CHANNELS, CHANNELS);
        Matrix bias = matrix(1, CHANNELS)) {
      Epilogue epilogue = Epilogue.of(bias, Activation.RELU);
      operation.accept(
          "convolution", () -> backend.convolution(shape, chains, x, weights, out, epilogue));
      operation.accept(
          "convolutionInput",
          () -> backend.convolutionInputGradient(shape, chains, out, weights, false, x));
      operation.accept(
          "convolutionWeights",
          () -> backend.convolutionWeightGradient(shape, chains, x, out, gradient));
    }
  }

  private void pooling(Matrix x, Matrix out) {
    for (Pooling pooling :
        new Pooling[] {Pooling.windows(Pooling.Kind.MAX, 4), Pooling.whole(Pooling.Kind.MAX)}) {
      String name = "pool." + (pooling.extent() == Pooling.Extent.WHOLE ? "whole" : "windows");
      try (Matrix pooled = matrix(pooling.layout(chains).sites(), CHANNELS)) {
        operation.accept(name, () -> backend.pool(pooling, chains, x, pooled));
        operation.accept(
            name + ".gradient", () -> backend.poolGradient(pooling, chains, x, pooled, false, out));
      }
    }
  }

  private void normalisation(Matrix x, Matrix out) {
    try (Matrix gain = matrix(1, CHANNELS);
        Matrix shift = matrix(1, CHANNELS);
        Matrix moments = matrix(2, CHANNELS)) {
      operation.accept("rows", () -> backend.normaliseRows(x, gain, shift, 1e-5f, out));
      operation.accept(
          "rows.gradient", () -> backend.normaliseRowsGradient(x, gain, 1e-5f, out, gain, shift));
      operation.accept("moments", () -> backend.columnMoments(x, moments));
      operation.accept(
          "columns", () -> backend.normaliseColumns(x, moments, gain, shift, 1e-5f, out));
      operation.accept(
          "columns.gradient",
          () -> backend.normaliseColumnsGradient(x, moments, gain, 1e-5f, out, gain, shift));
    }
  }

  private void recurrence(Recurrence.Cell cell, Matrix gradient, Matrix out) {
    Recurrence recurrence = new Recurrence(cell, false);
    int width = cell.gates() * CHANNELS;
    try (Matrix gates = matrix(chains.sites(), width);
        Matrix weights = matrix(CHANNELS, width);
        Matrix weightsGradient = matrix(CHANNELS, width);
        Matrix memory = matrix(chains.sites(), CHANNELS)) {
      operation.accept(
          cell.name(), () -> backend.recurrence(recurrence, chains, gates, weights, out, memory));
      operation.accept(
          cell.name() + ".gradient",
          () ->
              backend.recurrenceGradient(
                  recurrence, chains, gates, weights, out, memory, gradient, weightsGradient));
    }
  }
}
