package org.ribond.engine.compute;

import java.util.List;

/** Steps of optimisers. */
public interface OptimiserOperations extends MemoryOperations {
  /**
   * One step of Adam, element by element, on matrices of one shape. With {@code g = gradient + l2 *
   * weights}:
   *
   * <pre>m = beta1 m + (1 - beta1) g
   * v = beta2 v + (1 - beta2) g^2
   * weights -= correctedRate * m / (sqrt(v * secondMomentCorrection) + epsilon)
   *          + learningRate * decoupledDecay * weights</pre>
   */
  void adam(Matrix weights, Matrix gradient, Matrix m, Matrix v, AdamStep step);

  /**
   * One step of gradient descent with momentum, element by element, on matrices of one shape. With
   * {@code g = gradient + l2 * weights}:
   *
   * <pre>velocity = momentum velocity - learningRate g
   * weights += velocity - learningRate * decoupledDecay * weights</pre>
   */
  default void momentum(Matrix weights, Matrix gradient, Matrix velocity, MomentumStep step) {
    Shapes.same("momentum", "weights", weights, "gradient", gradient);
    Shapes.same("momentum", "weights", weights, "velocity", velocity);
    onHost(
        List.of(gradient),
        List.of(weights, velocity),
        (in, out) -> Formulas.momentum(step, out.get(0), in.get(0), out.get(1)));
  }
}
