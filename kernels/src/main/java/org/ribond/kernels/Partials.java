package org.ribond.kernels;

import org.ribond.engine.compute.Epilogue;

/** Sums of partial results in a fixed order: the second half of every split reduction. */
final class Partials {
  private static final int GROUP = 256;

  private final DeviceQueue queue;
  private final Arguments arguments;

  Partials(DeviceQueue queue, Arguments arguments) {
    this.queue = queue;
    this.arguments = arguments;
  }

  /** Work-groups of an element-wise kernel on rows x columns: each item takes eight columns. */
  static int groups(int rows, int columns) {
    return (int) Math.ceilDiv((long) rows * Math.ceilDiv(columns, 8), (long) GROUP);
  }

  /** Queues {@code to = epilogue([to +] sum of count partials)}, each rows(to) x stride. */
  void reduce(
      DeviceMemory partials,
      int stride,
      int count,
      boolean accumulate,
      GpuMatrix to,
      Epilogue epilogue) {
    Launch launch =
        queue
            .launch("reducePartials")
            .memory(partials)
            .integer(stride)
            .integer(count)
            .integer(accumulate ? 1 : 0)
            .memory(to.memory())
            .integer(to.stride())
            .integer(to.rows())
            .integer(to.columns());
    arguments.epilogue(launch, epilogue).run(groups(to.rows(), to.columns()), 1, 1, GROUP, 1);
  }
}
