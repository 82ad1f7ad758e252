package org.ribond.kernels;

import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.random.RandomStream;

/** Groups of kernel arguments that many kernels share, in the order of {@code epilogue.cl}. */
final class Arguments {
  private final StepRecorder recorder;

  Arguments(StepRecorder recorder) {
    this.recorder = recorder;
  }

  /** {@code DROPOUT_PARAMETERS}. */
  Launch dropout(Launch launch, Dropout dropout) {
    return launch
        .integer(dropout.threshold())
        .real(dropout.scale())
        .integer(dropout.seed())
        .integer(dropout.member())
        .integer(RandomStream.DROPOUT.word(dropout.layer()))
        .integer(dropout.step())
        .integer(dropout.firstRow())
        .memory(recorder.words());
  }

  /** {@code EPILOGUE_PARAMETERS}; the words stand in where there is no bias. */
  Launch epilogue(Launch launch, Epilogue epilogue) {
    DeviceMemory bias =
        epilogue.bias().map(matrix -> ((GpuMatrix) matrix).memory()).orElseGet(recorder::words);
    launch
        .memory(bias)
        .integer(epilogue.bias().isPresent() ? 1 : 0)
        .integer(code(epilogue.activation()));
    return dropout(launch, epilogue.dropout());
  }

  /** Number of an activation in {@code epilogue.cl}. */
  static int code(Activation activation) {
    return switch (activation) {
      case LINEAR -> 0;
      case RELU -> 1;
      case TANH -> 2;
      case SIGMOID -> 3;
      case LEAKY_RELU -> 4;
      case SOFTPLUS -> 5;
      case SILU -> 6;
      case GELU -> 7;
    };
  }
}
