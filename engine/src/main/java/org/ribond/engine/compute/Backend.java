package org.ribond.engine.compute;

/**
 * The operations that a network needs, on memory that the backend owns. Layers are written once
 * against it and never ask which backend they run on.
 *
 * <p>All matrices are row-major and belong to this backend. Shapes are checked at this boundary; an
 * {@link IllegalArgumentException} names the operation and both shapes. Operations may be queued:
 * only {@code download} and {@link #synchronize} wait. Not thread-safe: one thread drives a
 * backend.
 *
 * <p>Results depend on the inputs alone, never on thread count or timing: reductions have a fixed
 * order.
 */
public interface Backend
    extends MemoryOperations,
        WindowOperations,
        ProductOperations,
        ChainOperations,
        MapOperations,
        AxialOperations,
        RecurrenceOperations,
        NormalisationOperations,
        ElementOperations,
        UnitOperations,
        LossOperations,
        ContrastiveOperations,
        OptimiserOperations,
        AutoCloseable {
  /** Name by which users ask for it. */
  String name();

  /** The device that it runs on. */
  Device device();

  /**
   * Rows of a mini-batch that are best taken through all layers at a time, for locality: a few
   * hundred where a cache is to hold the activations, {@link Integer#MAX_VALUE} where the whole
   * batch is best.
   */
  int preferredRows();

  /**
   * Whether a product of so many columns costs less where about half of its left-hand matrix is 0,
   * so that it pays to make zeros.
   */
  default boolean leavesOutZeros(int columns) {
    return false;
  }

  /**
   * Runs the operations of one optimiser step, in which all {@link Dropout}, {@link WindowInput},
   * loss, {@link AdamStep} and {@link MomentumStep} arguments come from {@code variables}. A
   * backend may record what it does and repeat the record in later calls, without running {@code
   * operations}; unless they transferred something or ran on the host; so they must be the same for
   * equal {@code sequence}s but for the variables.
   *
   * @param sequence names the operations and the memory that they work on, by {@code equals}
   */
  default void step(Object sequence, StepVariables variables, Runnable operations) {
    operations.run();
  }

  /** Gives back all memory and threads. Matrices of a closed backend must not be used. */
  @Override
  void close();
}
