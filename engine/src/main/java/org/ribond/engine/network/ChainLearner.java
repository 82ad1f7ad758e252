package org.ribond.engine.network;

import java.util.List;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;

/**
 * Teaches a network on whole sequences: forward pass with dropout, a loss, backward pass and a step
 * of the optimiser for each mini-batch of sequences of any lengths.
 *
 * <p>A mini-batch goes through all layers in chunks of whole sequences, about equal and no larger
 * than the network's, and the gradients of the chunks add up in order. Chunks do not change what is
 * computed, except that batch normalisation takes its moments over a chunk. What is left out of a
 * sequence depends on seed, member, layer, step and the place in the mini-batch alone, so a run
 * that is restored from its {@link LearnerState} goes on as if it had never stopped.
 *
 * <p>Not thread-safe: it is driven by the one thread that drives its backend.
 */
public final class ChainLearner implements AutoCloseable {
  private final ChainNetwork network;
  private final Backend backend;
  private final int seed;
  private final int member;
  private final DeviceMemory memory;
  private final Descent descent;
  private final ChainBuffers buffers;
  private final ChainLoss loss;
  private float masked;
  private int cycles = 1;
  private List<Matrix> outputs = List.of();

  /**
   * Prepares the first step.
   *
   * @param network network whose weights are to change; remains the caller's
   * @param optimiser settings of the optimiser
   * @param seed seed of the run, key of all that is left out
   * @param member number of the ensemble member, likewise
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public ChainLearner(ChainNetwork network, Optimiser optimiser, int seed, int member) {
    this.network = network;
    this.seed = seed;
    this.member = member;
    backend = network.backend();
    memory = new DeviceMemory(backend);
    descent = new Descent(backend, network.deviceLayers().weights(), optimiser, memory);
    buffers = new ChainBuffers(backend, network.architecture(), network.blueprint());
    loss = new ChainLoss(backend, network.architecture().outputs());
  }

  /**
   * Makes letters unknown at random, in every step others.
   *
   * @param rate probability of each letter, 0 up to but not including 1; 0 for none
   */
  public void maskLetters(float rate) {
    FamilyNumbers.checkRate("rate of masked letters", rate);
    masked = rate;
  }

  /**
   * Smooths the labels of classes (Szegedy et al., 2016): the loss is that of a target of {@code 1
   * - share} for the class of a sequence and of {@code share} spread over all classes.
   *
   * @param share 0 up to but not including 1; 0 for none
   */
  public void smoothLabels(float share) {
    FamilyNumbers.checkRate("label smoothing", share);
    loss.smooth(share);
  }

  /**
   * Passes of the layers above a recycled one in the steps that follow, all but the last without a
   * gradient.
   *
   * @param passes at least 1
   */
  public void setCycles(int passes) {
    FamilyNumbers.check("cycles", passes, 1, PairFamily.MOST_CYCLES);
    cycles = passes;
  }

  /** One step of the optimiser, at its own rate and without a bound to the gradient. */
  public void step(Readings readings, ChainTargets targets, float scale) {
    step(readings, targets, scale, 1, 0);
  }

  /**
   * One step of the optimiser on a mini-batch.
   *
   * @param readings what is read, at least one
   * @param targets what they are to give
   * @param scale factor of the weighted loss, such as one over the sum of the weights
   * @param rateFactor what the optimiser's learning rate is multiplied by
   * @param clipNorm Euclidean norm of the whole gradient beyond which it is scaled down to that
   *     norm; 0 for never
   * @throws IllegalArgumentException if the targets do not fit the sequences or the network
   */
  public void step(
      Readings readings, ChainTargets targets, float scale, float rateFactor, float clipNorm) {
    check(readings, targets);
    descent.begin();
    addGradient(readings, targets, scale, steps() + 1);
    descent.update(rateFactor, clipNorm);
    descent.stepped();
  }

  private void check(Readings readings, ChainTargets targets) {
    targets.check(network.architecture().outputs());
    if (readings.size() == 0 || targets.size() != network.rows(readings)) {
      throw new IllegalArgumentException(
          "mini-batch: "
              + readings.size()
              + " sequences with "
              + network.rows(readings)
              + " answers, "
              + targets.size()
              + " targets");
    }
  }

  /** Adds loss and gradient of a mini-batch, as step {@code step} of the run sees them. */
  void addGradient(Readings readings, ChainTargets targets, float scale, int step) {
    loss.load(targets);
    long target = buffers.target(readings.letters(), network.sites());
    int[] firstRows = new int[network.blueprint().layers().size()];
    int first = 0;
    while (first < readings.size()) {
      int end = buffers.end(readings.letters(), first, network.sites(), target);
      ChainNoise noise = new ChainNoise(masked, seed, member, step, first);
      ChainChunk chunk = buffers.load(readings.part(first, end), true, noise);
      addChunk(chunk, firstRows, scale, step);
      for (int layer = 0; layer < firstRows.length; layer++) {
        firstRows[layer] += chunk.layout(layer).sites();
      }
      first = end;
    }
  }

  private void addChunk(ChainChunk chunk, int[] firstRows, float scale, int step) {
    outputs = buffers.outputs(chunk);
    ChainTrainingPass pass =
        new ChainTrainingPass(
            network.deviceLayers(),
            descent.gradient(),
            outputs,
            layer -> buffers.gradient(chunk, layer),
            chunk,
            hidden -> dropout(hidden, firstRows, step));
    pass.forward(cycles);
    Matrix gradient = pass.gradient(outputs.size() - 1);
    int first = firstRows[firstRows.length - 1];
    Layout layout = chunk.layout(outputs.size() - 1);
    loss.add(outputs.getLast(), layout, first, scale, gradient, descent.loss());
    pass.backward();
  }

  private Dropout dropout(int hidden, int[] firstRows, int step) {
    ChainBlueprint.Mask mask = network.blueprint().masks().get(hidden);
    return new Dropout(mask.rate(), seed, member, hidden, step, firstRows[mask.layer()]);
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

  /** Forgets the optimiser's moments, as if the next step were its first; the weights go on. */
  public void startAfresh() {
    descent.startAfresh();
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
    loss.close();
    buffers.close();
    memory.close();
  }
}
