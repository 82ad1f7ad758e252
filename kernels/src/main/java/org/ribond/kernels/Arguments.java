package org.ribond.kernels;

import org.ribond.engine.compute.Activation;
import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.random.RandomStream;

/** Groups of kernel arguments that many kernels share, in the order of {@code epilogue.cl}. */
final class Arguments {
  private Arguments() {}

  /** {@code DROPOUT_PARAMETERS}. */
  static Launch dropout(Launch launch, Dropout dropout) {
    return launch
        .integer(dropout.threshold())
        .real(dropout.scale())
        .integer(dropout.seed())
        .integer(dropout.member())
        .integer(RandomStream.DROPOUT.word(dropout.layer()))
        .integer(dropout.step())
        .integer(dropout.firstRow());
  }

  /** {@code EPILOGUE_PARAMETERS}; {@code unused} stands in where there is no bias. */
  static Launch epilogue(Launch launch, Epilogue epilogue, DeviceMemory unused) {
    DeviceMemory bias = epilogue.bias().map(matrix -> ((GpuMatrix) matrix).memory()).orElse(unused);
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
