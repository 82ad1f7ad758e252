package org.ribond.engine.compute;

import java.util.List;

/** Element by element. */
public interface ElementOperations extends MemoryOperations {
  /** {@code to += from}, of one shape. */
  default void add(Matrix from, Matrix to) {
    Shapes.same("add", "from", from, "to", to);
    onHost(List.of(from), List.of(to), (in, out) -> Formulas.add(in.get(0), out.get(0)));
  }

  /**
   * Product element by element: {@code out = a b}, or {@code out += a b} if {@code accumulate}. All
   * have one shape; {@code out} is neither {@code a} nor {@code b}.
   */
  default void multiply(Matrix a, Matrix b, boolean accumulate, Matrix out) {
    Shapes.same("multiply", "a", a, "b", b);
    Shapes.same("multiply", "a", a, "out", out);
    onHost(
        List.of(a, b),
        List.of(out),
        (in, result) -> Formulas.multiply(in.get(0), in.get(1), accumulate, result.get(0)));
  }

  /** {@code matrix *= factor}. */
  default void scale(Matrix matrix, float factor) {
    onHost(List.of(), List.of(matrix), (in, out) -> Formulas.scale(factor, out.get(0)));
  }

  /** Adds the sum of squares of all elements of {@code a} to {@code sum}, 1 x 1. */
  default void squaredSum(Matrix a, Matrix sum) {
    Shapes.single("squaredSum", "sum", sum);
    onHost(List.of(a), List.of(sum), (in, out) -> Formulas.squaredSum(in.get(0), out.get(0)));
  }

  /**
   * Scales all elements of {@code matrices}, one gradient together, so that their Euclidean norm is
   * at most {@code norm}.
   *
   * @param norm above 0
   * @param squares 1 x 1, overwritten with the sum of squares before
   */
  default void clip(List<Matrix> matrices, float norm, Matrix squares) {
    fill(squares, 0);
    matrices.forEach(matrix -> squaredSum(matrix, squares));
    float[] sum = new float[1];
    download(squares, sum);
    double length = Math.sqrt(sum[0]);
    if (length > norm) {
      matrices.forEach(matrix -> scale(matrix, (float) (norm / length)));
    }
  }

  /**
   * Chosen rows and columns: {@code to[i, j] = factor * from[rows[i], columns[j]]}.
   *
   * @param rows as many as {@code to} has
   * @param columns as many as {@code to} has
   * @param to overwritten; shares no memory with {@code from}
   */
  default void submatrix(Matrix from, int[] rows, int[] columns, float factor, Matrix to) {
    Shapes.submatrix("submatrix", from, rows, columns, to);
    int width = from.columns();
    onHost(
        List.of(from),
        List.of(to),
        (in, out) -> Formulas.submatrix(width, rows, columns, factor, in.get(0), out.get(0)));
  }

  /**
   * The reverse of {@link #submatrix}: {@code to[rows[i], columns[j]] += factor * from[i, j]}.
   *
   * @param rows different ones, as many as {@code from} has
   * @param columns different ones, as many as {@code from} has
   */
  default void addSubmatrix(Matrix from, int[] rows, int[] columns, float factor, Matrix to) {
    Shapes.submatrix("addSubmatrix", to, rows, columns, from);
    int width = to.columns();
    onHost(
        List.of(from),
        List.of(to),
        (in, out) -> Formulas.addSubmatrix(width, rows, columns, factor, in.get(0), out.get(0)));
  }

  /**
   * Copies {@code count} neighbouring columns, or, if {@code accumulate}, adds them to what stands
   * there. Both matrices have as many rows and share no memory.
   */
  default void copyColumns(
      Matrix from, int fromColumn, Matrix to, int toColumn, int count, boolean accumulate) {
    Shapes.columns("copyColumns", from, fromColumn, to, toColumn, count);
    int fromWidth = from.columns();
    int toWidth = to.columns();
    int rows = from.rows();
    onHost(
        List.of(from),
        List.of(to),
        (in, out) -> {
          for (int row = 0; row < rows; row++) {
            for (int j = 0; j < count; j++) {
              int place = row * toWidth + toColumn + j;
              double value = in.get(0)[row * fromWidth + fromColumn + j];
              out.get(0)[place] = value + (accumulate ? out.get(0)[place] : 0);
            }
          }
        });
  }

  /**
   * Copies all elements, row by row, into a matrix of another shape with as many; or, if {@code
   * accumulate}, adds them to what stands there. They share no memory.
   */
  default void reshape(Matrix from, Matrix to, boolean accumulate) {
    Shapes.reshape(from, to);
    onHost(
        List.of(from),
        List.of(to),
        (in, out) -> {
          for (int i = 0; i < in.get(0).length; i++) {
            out.get(0)[i] = in.get(0)[i] + (accumulate ? out.get(0)[i] : 0);
          }
        });
  }
}
