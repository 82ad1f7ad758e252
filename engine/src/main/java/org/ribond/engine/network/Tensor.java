package org.ribond.engine.network;

/**
 * Named values on the host, row-major.
 *
 * @param name name within its network, such as {@code dense.1.weights}
 * @param rows rows; 1 for a vector
 * @param columns columns
 * @param values rows x columns floats; not to be changed
 */
public record Tensor(String name, int rows, int columns, float[] values) {
  public Tensor {
    if ((long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + " is "
              + rows
              + "x"
              + columns
              + " but has "
              + values.length
              + " values");
    }
  }

  /** The same under another name; the values are shared. */
  public Tensor named(String other) {
    return new Tensor(other, rows, columns, values);
  }
}
