package org.ribond.engine.network;

/**
 * A tensor that an architecture demands.
 *
 * @param name name within its network
 * @param rows rows
 * @param columns columns
 * @param start how its values begin
 * @param inputs inputs of its layer, for {@link Start#GLOROT}
 */
record TensorShape(String name, int rows, int columns, Start start, int inputs) {
  /** How values begin. */
  enum Start {
    /** Uniform within the limit of Glorot and Bengio. */
    GLOROT,
    /** Uniform in [0, 1). */
    UNIT,
    /** 0. */
    ZERO
  }

  static TensorShape bias(String name, int columns) {
    return new TensorShape(name, 1, columns, Start.ZERO, 0);
  }

  long values() {
    return (long) rows * columns;
  }
}
