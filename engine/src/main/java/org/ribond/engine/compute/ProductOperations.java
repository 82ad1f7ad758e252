package org.ribond.engine.compute;

import java.util.List;

/** Matrix products and what dense layers need besides. */
public interface ProductOperations extends MemoryOperations {
  /**
   * General matrix product {@code c = epilogue(op(a) op(b))}, or {@code c = epilogue(c + op(a)
   * op(b))} if {@code accumulate}, where op transposes if told to. {@code c} (m x n) shares no
   * memory with {@code a} or {@code b}.
   */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      Matrix a,
      Matrix b,
      boolean accumulate,
      Matrix c,
      Epilogue epilogue);

  /**
   * Backward pass of an epilogue's activation, which must be {@link Activation#isReversible
   * reversible}, and dropout, in place: {@code gradient} (the gradient with respect to the layer's
   * output) is multiplied element by element by the mask and by the activation's derivative. {@code
   * output} is the layer's output, after dropout, of the same shape.
   */
  void activationGradient(Activation activation, Dropout dropout, Matrix output, Matrix gradient);

  /**
   * Backward pass of an activation and dropout from the pre-activation, in place: {@code gradient}
   * is multiplied element by element by the mask and by the activation's slope at {@code z}, of the
   * same shape. For activations that are not {@link Activation#isReversible reversible}.
   */
  default void slopeGradient(Activation activation, Dropout dropout, Matrix z, Matrix gradient) {
    Shapes.same("slopeGradient", "z", z, "gradient", gradient);
    int columns = z.columns();
    onHost(
        List.of(z),
        List.of(gradient),
        (in, out) -> Formulas.slopeGradient(activation, dropout, columns, in.get(0), out.get(0)));
  }

  /**
   * Sum of each column of {@code a} (m x n) into {@code sums} (1 x n), added to what stands there
   * if {@code accumulate}.
   */
  void columnSums(Matrix a, boolean accumulate, Matrix sums);
}
