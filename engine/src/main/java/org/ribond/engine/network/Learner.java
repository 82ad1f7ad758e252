package org.ribond.engine.network;

import java.util.List;
import java.util.Optional;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.StepVariables;

/**
 * Teaches a network: forward pass with dropout, softmax cross-entropy, backward pass and a step of
 * the optimiser for each mini-batch.
 *
 * <p>A mini-batch goes through all layers in chunks of the rows that the backend prefers, and the
 * gradients of the chunks add up in order. All is on the backend: a step transfers nothing. Dropout
 * masks depend on seed, member, layer, step and row alone, so a run that is restored from its
 * {@link LearnerState} goes on as if it had never stopped.
 *
 * <p>Not thread-safe: it is driven by the one thread that drives its backend.
 */
public final class Learner implements AutoCloseable {
  private final Network network;
  private final Backend backend;
  private final int seed;
  private final int member;
  private final int batch;
  private final int chunkRows;
  private final boolean isGrouped;
  private final DeviceMemory memory;
  private final Descent descent;

  /** Output of each layer for one chunk. */
  private final List<Matrix> outputs;

  /** Gradient of the loss with respect to each of {@link #outputs}. */
  private final List<Matrix> outputGradients;

  /** Where groups are computed, if dropout is grouped. */
  private final Optional<ThinnedNetwork> thinned;

  private float focus;

  /**
   * Prepares the first step.
   *
   * @param network network whose weights are to change; remains the caller's
   * @param optimiser settings of the optimiser
   * @param seed seed of the run, key of the dropout masks
   * @param member number of the ensemble member, key of the dropout masks
   * @param batch most samples of a mini-batch
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public Learner(Network network, Optimiser optimiser, int seed, int member, int batch) {
    this(network, optimiser, seed, member, batch, 0);
  }

  /**
   * Prepares the first step, with grouped dropout.
   *
   * @param group samples in a row that share a dropout mask, drawn anew in each step; units that it
   *     drops are not computed. 0: every sample has its own mask, and every unit is computed
   * @throws IllegalArgumentException if there are groups and the hidden layers are not dense
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public Learner(Network network, Optimiser optimiser, int seed, int member, int batch, int group) {
    if (group < 0) {
      throw new IllegalArgumentException("dropout group of " + group + " samples");
    }
    if (batch < 1) {
      throw new IllegalArgumentException("mini-batch of " + batch + " samples");
    }
    this.network = network;
    this.seed = seed;
    this.member = member;
    this.batch = batch;
    backend = network.backend();
    WindowArchitecture architecture = network.architecture();
    int mostRows = Math.min(architecture.mostRows(), Math.max(1, backend.preferredRows()));
    isGrouped = group > 0 && architecture.dropout() > 0;
    chunkRows = Math.min(batch, isGrouped ? group : mostRows);
    memory = new DeviceMemory(backend);
    descent = new Descent(backend, network.deviceWeights(), optimiser, memory);
    int rows = isGrouped ? 0 : chunkRows;
    List<Layer> layers = network.deviceLayers().layers();
    outputs = DeviceLayers.outputs(memory, layers, rows);
    outputGradients = DeviceLayers.outputs(memory, layers, rows);
    try {
      thinned = isGrouped ? Optional.of(new ThinnedNetwork(network, chunkRows)) : Optional.empty();
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /**
   * One step of the optimiser on the mini-batch of samples {@code first} to {@code first + count}.
   *
   * @param scale factor of each sample's weighted loss, such as one over the sum of the
   *     mini-batch's weights
   */
  public void step(Samples samples, int first, int count, float scale) {
    step(samples, first, count, scale, 1, 0);
  }

  /**
   * The same at another learning rate and with a bound to the gradient.
   *
   * @param rateFactor what the optimiser's learning rate is multiplied by
   * @param clipNorm Euclidean norm of the whole gradient beyond which it is scaled down to that
   *     norm; 0 for never
   */
  public void step(
      Samples samples, int first, int count, float scale, float rateFactor, float clipNorm) {
    check(samples, first, count);
    Runnable operations =
        () -> {
          descent.begin();
          addGradient(samples, first, count, scale, steps() + 1);
          descent.update(rateFactor, clipNorm);
        };
    if (thinned.isPresent()) {
      operations.run();
    } else {
      StepVariables variables = descent.variables(first, scale, rateFactor);
      backend.step(new Sequence(this, samples, count, clipNorm, focus), variables, operations);
    }
    descent.stepped();
  }

  /** What the operations of a step depend on besides its variables, if it draws no groups. */
  private record Sequence(
      Learner learner, Samples samples, int count, float clipNorm, float focus) {}

  /** Forgets the optimiser's moments, as if the next step were its first; the weights go on. */
  public void startAfresh() {
    descent.startAfresh();
  }

  /** Adds loss and gradient of a mini-batch, as step {@code step} of the run sees them. */
  void addGradient(Samples samples, int first, int count, float scale, int step) {
    check(samples, first, count);
    for (int row = 0; row < count; row += chunkRows) {
      int rows = Math.min(chunkRows, count - row);
      if (thinned.isPresent()) {
        KeptUnits units =
            KeptUnits.draw(network.architecture(), seed, member, step, row / chunkRows);
        thinned.get().addGradient(units, samples, first + row, rows, scale, gradient(), loss());
      } else {
        addChunk(samples, first + row, row, rows, scale, step);
      }
    }
  }

  private void check(Samples samples, int first, int count) {
    if (count < 1 || count > batch || first < 0 || first > samples.size() - count) {
      throw new IllegalArgumentException(
          "mini-batch: samples %d to %d of %d, at most %d at a time"
              .formatted(first, (long) first + count, samples.size(), batch));
    }
  }

  private void addChunk(Samples samples, int first, int row, int rows, float scale, int step) {
    List<Matrix> chunk = leadingRows(outputs, rows);
    List<Matrix> gradients = leadingRows(outputGradients, rows);
    TrainingPass pass =
        new SamplesTrainingPass(
            network,
            gradient(),
            chunk,
            gradients,
            samples,
            first,
            layer -> dropout(layer, row, step));
    pass.forward();
    backend.softmaxCrossEntropy(
        chunk.getLast(),
        samples.labels(),
        samples.weights(),
        first,
        scale,
        gradients.getLast(),
        loss());
    if (focus > 0) {
      backend.focus(chunk.getLast(), focus, gradients.getLast(), loss());
    }
    pass.backward();
  }

  /**
   * Replaces cross-entropy by the focal loss (Lin et al., 2017), which counts what is already right
   * for little.
   *
   * @param exponent its exponent, at least 0, which is cross-entropy; 2 in the paper
   */
  public void focus(float exponent) {
    if (!(exponent >= 0 && Float.isFinite(exponent))) {
      throw new IllegalArgumentException("focal loss with exponent " + exponent);
    }
    focus = exponent;
  }

  static List<Matrix> leadingRows(List<Matrix> matrices, int rows) {
    return matrices.stream().map(matrix -> matrix.leadingRows(rows)).toList();
  }

  private Dropout dropout(int layer, int row, int step) {
    float rate = network.architecture().dropout();
    return rate > 0 ? new Dropout(rate, seed, member, layer, step, row) : Dropout.NONE;
  }

  /** The gradient that {@link #addGradient} has added up. */
  DeviceWeights gradient() {
    return descent.gradient();
  }

  /** The loss that {@link #addGradient} has added up, 1 x 1. */
  Matrix loss() {
    return descent.loss();
  }

  /** Output of each layer for the last chunk. */
  List<Matrix> outputs() {
    return outputs;
  }

  /** Optimiser steps done. */
  public int steps() {
    return descent.steps();
  }

  /** Sum of the mini-batches' losses since the last call, or since the start. Waits for them. */
  public float takeLossSum() {
    return descent.takeLossSum();
  }

  /** What {@link #takeLossSum} would return, which it still does. Waits for the mini-batches. */
  public float lossSum() {
    return descent.lossSum();
  }

  /** A copy of all that changes in training. */
  public LearnerState state() {
    return descent.state();
  }

  /**
   * Goes back to a copy that {@link #state} made.
   *
   * @throws IllegalArgumentException if it is of another architecture
   */
  public void restore(LearnerState state) {
    descent.restore(state);
  }

  /** Gives the memory back; the network stays. Closing twice is harmless. */
  @Override
  public void close() {
    thinned.ifPresent(ThinnedNetwork::close);
    memory.close();
  }
}
