package org.ribond.kernels;

import java.util.Optional;
import org.ribond.engine.compute.StepVariables;

/**
 * Records the kernels of an optimiser step and repeats them at once. What changes from step to step
 * stands in device memory, where one kernel sets it before the repeat; see {@code epilogue.cl}.
 *
 * <p>The first step of a sequence is run as it comes, so that all kernels are loaded and all memory
 * is there; the second is recorded, unless the first waited for the device or transferred
 * something, which a recording cannot repeat. One sequence is kept. Where the driver refuses to
 * record, steps are run as they come.
 */
final class StepRecorder implements AutoCloseable {
  private static final int WORDS = 8;
  private static final int SETTING_ITEMS = 32;

  private final DeviceQueue queue;
  private final Workspace workspace;

  /** Zeros, for what is not replayed. */
  private final DeviceMemory still;

  /** For what is. */
  private final DeviceMemory moving;

  private Optional<Object> sequence = Optional.empty();
  private Optional<Take> take = Optional.empty();
  private boolean recording;
  private boolean trying;
  private boolean waited;
  private boolean refused;

  /**
   * A recorded step.
   *
   * @param variables of the step that was recorded
   * @param generation of the workspace that its kernels use
   */
  private record Take(DeviceQueue.Recording kernels, StepVariables variables, int generation) {}

  StepRecorder(DeviceQueue queue, Workspace workspace) {
    this.queue = queue;
    this.workspace = workspace;
    still = queue.allocate((long) WORDS * Integer.BYTES);
    try {
      queue.write(new int[WORDS], still);
      moving = queue.allocate((long) WORDS * Integer.BYTES);
    } catch (RuntimeException e) {
      still.close();
      throw e;
    }
  }

  /** The words that a kernel queued now must read. */
  DeviceMemory words() {
    return recording ? moving : still;
  }

  /** Runs {@code operations}, or a recording of them where the queue can record. */
  void step(Object key, StepVariables variables, Runnable operations) {
    if (refused || !queue.canRecord()) {
      operations.run();
      return;
    }
    if (!sequence.equals(Optional.of(key))) {
      forget();
      tryOut(operations);
      sequence = Optional.of(key);
      return;
    }
    if (waited) {
      operations.run();
      return;
    }
    if (take.isEmpty() || take.get().generation() != workspace.generation()) {
      dropTake();
      record(variables, operations);
      if (refused) {
        operations.run();
        return;
      }
    }
    StepVariables recorded = take.orElseThrow().variables();
    queue
        .launch("setWords")
        .memory(moving)
        .integer(variables.step() - recorded.step())
        .integer(variables.first() - recorded.first())
        .real(factor(variables.scale()))
        .real(factor(variables.correctedRate()))
        .real(factor(variables.secondMomentCorrection()))
        .real(factor(variables.learningRate()))
        .run(1, 1, 1, SETTING_ITEMS, 1);
    take.get().kernels().replay();
  }

  /** No bits of a factor may be those of 0, which stands for the recorded one. */
  private static float factor(float value) {
    return value == 0 ? -0f : value;
  }

  /** Notes that the host waited for the device or reached into its memory. */
  void noteWait() {
    waited |= trying;
  }

  private void tryOut(Runnable operations) {
    waited = false;
    trying = true;
    try {
      operations.run();
    } finally {
      trying = false;
    }
  }

  private void record(StepVariables variables, Runnable operations) {
    int generation = workspace.generation();
    recording = true;
    try {
      take = queue.record(operations).map(kernels -> new Take(kernels, variables, generation));
      refused = take.isEmpty();
    } finally {
      recording = false;
    }
  }

  private void dropTake() {
    take.ifPresent(old -> old.kernels().close());
    take = Optional.empty();
  }

  /** Gives a recording back, whose memory may be about to go. */
  void forget() {
    sequence = Optional.empty();
    dropTake();
  }

  @Override
  public void close() {
    forget();
    still.close();
    moving.close();
  }
}
