package org.ribond.kernels;

import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.random.RandomStream;

/** Calls of a device's kernels, with the arguments that many of them share. */
final class Kernels {
  private static final int GROUP = 256;

  private final DeviceQueue queue;
  private final StepRecorder recorder;

  Kernels(DeviceQueue queue, StepRecorder recorder) {
    this.queue = queue;
    this.recorder = recorder;
  }

  /** Begins a call; its arguments follow in the kernel's order. */
  Call call(String kernel) {
    return new Call(queue.launch(kernel));
  }

  /** Compute units of the device, at least 1. */
  int computeUnits() {
    return Math.max(1, queue.device().computeUnits());
  }

  /**
   * Queues {@code to = epilogue([to +] sum of count partials)}, each rows(to) x stride, in order:
   * the second half of every split reduction.
   */
  void reduce(
      DeviceMemory partials,
      int stride,
      int count,
      boolean accumulate,
      GpuMatrix to,
      Epilogue epilogue) {
    call("reducePartials")
        .memory(partials)
        .integer(stride)
        .integer(count)
        .flag(accumulate)
        .matrix(to)
        .shape(to)
        .epilogue(epilogue)
        .overElements(to);
  }

  /** Queues a matrix filled with a value. */
  void fill(GpuMatrix matrix, float value) {
    call("fill").matrix(matrix).shape(matrix).real(value).overElements(matrix);
  }

  /** Queues the copy, or, if {@code accumulate}, the addition of a block of rows x columns. */
  void copyBlock(
      GpuMatrix from,
      int fromRow,
      int fromColumn,
      GpuMatrix to,
      int toRow,
      int toColumn,
      boolean accumulate,
      int rows,
      int columns) {
    call("copyBlock")
        .matrix(from)
        .integer(fromRow)
        .integer(fromColumn)
        .matrix(to)
        .integer(toRow)
        .integer(toColumn)
        .flag(accumulate)
        .integer(rows)
        .integer(columns)
        .overElements(rows, columns);
  }

  /** A kernel launch in the making. */
  final class Call {
    private Launch launch;

    private Call(Launch launch) {
      this.launch = launch;
    }

    Call memory(DeviceMemory memory) {
      launch = launch.memory(memory);
      return this;
    }

    Call integer(int value) {
      launch = launch.integer(value);
      return this;
    }

    Call flag(boolean value) {
      return integer(value ? 1 : 0);
    }

    Call real(float value) {
      launch = launch.real(value);
      return this;
    }

    /** Elements alone. */
    Call elements(GpuMatrix matrix) {
      return memory(matrix.memory());
    }

    /** Elements and stride. */
    Call matrix(GpuMatrix matrix) {
      return elements(matrix).integer(matrix.stride());
    }

    /** Rows and columns. */
    Call shape(GpuMatrix matrix) {
      return integer(matrix.rows()).integer(matrix.columns());
    }

    /** What changes from one repeat of a recorded step to the next. */
    Call words() {
      return memory(recorder.words());
    }

    /** {@code DROPOUT_PARAMETERS} of {@code epilogue.cl}. */
    Call dropout(Dropout dropout) {
      return integer(dropout.threshold())
          .real(dropout.scale())
          .integer(dropout.seed())
          .integer(dropout.member())
          .integer(RandomStream.DROPOUT.word(dropout.layer()))
          .integer(dropout.step())
          .integer(dropout.firstRow())
          .words();
    }

    /** Number of an activation in {@code epilogue.cl}. */
    Call activation(Activation activation) {
      return integer(
          switch (activation) {
            case LINEAR -> 0;
            case RELU -> 1;
            case TANH -> 2;
            case SIGMOID -> 3;
            case LEAKY_RELU -> 4;
            case SOFTPLUS -> 5;
            case SILU -> 6;
            case GELU -> 7;
          });
    }

    /** {@code EPILOGUE_PARAMETERS}; the words stand in where there is no bias. */
    Call epilogue(Epilogue epilogue) {
      return memory(
              epilogue
                  .bias()
                  .map(matrix -> ((GpuMatrix) matrix).memory())
                  .orElseGet(recorder::words))
          .flag(epilogue.bias().isPresent())
          .activation(epilogue.activation())
          .dropout(epilogue.dropout());
    }

    /**
     * Queues it with a work-item for every eight columns of each row; nothing if there are none.
     */
    void overElements(GpuMatrix matrix) {
      overElements(matrix.rows(), matrix.columns());
    }

    /** The same for some of a matrix. */
    void overElements(int rows, int columns) {
      overItems((long) rows * Math.ceilDiv(columns, 8));
    }

    /** Queues it in groups of 256 work-items; nothing if there are none. */
    void overItems(long items) {
      if (items > 0) {
        run(Math.toIntExact(Math.ceilDiv(items, (long) GROUP)), 1, 1, GROUP, 1);
      }
    }

    /** Queues it; see {@link Launch#run}. */
    void run(int groupsX, int groupsY, int groupsZ, int itemsX, int itemsY) {
      launch.run(groupsX, groupsY, groupsZ, itemsX, itemsY);
    }
  }
}
