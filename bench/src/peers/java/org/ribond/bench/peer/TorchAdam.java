package org.ribond.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;

/** Adam on parameters in PyTorch. */
final class TorchAdam {
  private static final float LEARNING_RATE = 1e-3f;
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> firstMoments = new HashMap<>();
  private final Map<String, NDArray> secondMoments = new HashMap<>();
  private int steps;

  /** Has gradients of {@code parameters} collected. */
  TorchAdam(NDManager manager, Map<String, NDArray> parameters) {
    this.parameters = parameters;
    parameters.forEach(
        (name, parameter) -> {
          firstMoments.put(name, manager.zeros(parameter.getShape()));
          secondMoments.put(name, manager.zeros(parameter.getShape()));
          parameter.setRequiresGradient(true);
        });
  }

  /** One step along the gradients that have been collected. */
  void step() {
    steps++;
    double rate =
        LEARNING_RATE * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
    parameters.forEach((name, parameter) -> update(name, parameter, (float) rate));
  }

  private void update(String name, NDArray parameter, float rate) {
    try (NDArray gradient = parameter.getGradient()) {
      parameter
          .getNDArrayInternal()
          .adamUpdate(
              new NDList(parameter, gradient, firstMoments.get(name), secondMoments.get(name)),
              new NDList(parameter),
              LEARNING_RATE,
              rate,
              0,
              1,
              -1,
              BETA1,
              BETA2,
              EPSILON,
              true,
              false);
    }
  }
}
