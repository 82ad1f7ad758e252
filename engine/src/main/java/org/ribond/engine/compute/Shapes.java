package org.ribond.engine.compute;

import java.util.List;

/**
 * Checks of the operands of {@link Backend}'s operations, made once at the boundary by every
 * backend. Each throws an {@link IllegalArgumentException} that names the operation and the shapes.
 */
public final class Shapes {
  private Shapes() {}

  /** {@code rows} x {@code columns} in words. */
  public static String of(Matrix matrix) {
    return matrix.rows() + "x" + matrix.columns();
  }

  /** A new matrix's shape is not negative and its elements can be counted by an int. */
  public static void allocate(int rows, int columns) {
    if (rows < 0 || columns < 0 || (long) rows * columns > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException("allocate: impossible shape " + rows + "x" + columns);
    }
  }

  /** A host array holds exactly a matrix. */
  public static void transfer(String operation, int length, Matrix matrix) {
    if (length != matrix.rows() * matrix.columns()) {
      throw new IllegalArgumentException(
          operation + ": array of " + length + " values, matrix is " + of(matrix));
    }
  }

  /** Two matrices have one shape. */
  public static void same(String operation, String nameA, Matrix a, String nameB, Matrix b) {
    if (a.rows() != b.rows() || a.columns() != b.columns()) {
      throw new IllegalArgumentException(
          operation + ": " + nameA + " is " + of(a) + ", " + nameB + " is " + of(b));
    }
  }

  /** The bias of an epilogue is one row as wide as the result. */
  public static void epilogue(String operation, Matrix result, Epilogue epilogue) {
    if (epilogue.bias().isPresent()) {
      Matrix bias = epilogue.bias().get();
      if (bias.rows() != 1 || bias.columns() != result.columns()) {
        throw new IllegalArgumentException(
            operation + ": bias is " + of(bias) + ", result is " + of(result));
      }
    }
  }

  /** Operands of {@link Backend#windowSum}. */
  public static void windowSum(
      List<WindowInput> inputs, List<Matrix> weights, Matrix out, Epilogue epilogue) {
    if (inputs.isEmpty() || inputs.size() != weights.size()) {
      throw new IllegalArgumentException(
          "windowSum: " + inputs.size() + " inputs, " + weights.size() + " weight matrices");
    }
    for (int i = 0; i < inputs.size(); i++) {
      window("windowSum", inputs.get(i), weights.get(i), out);
    }
    epilogue("windowSum", out, epilogue);
  }

  /** Operands of {@link Backend#windowSumGradient}. */
  public static void windowSumGradient(WindowInput input, Matrix dz, Matrix gradient) {
    window("windowSumGradient", input, gradient, dz);
  }

  private static void window(String operation, WindowInput input, Matrix weights, Matrix samples) {
    if (weights.rows() != input.weightRows() || weights.columns() != samples.columns()) {
      throw new IllegalArgumentException(
          operation
              + ": weights are "
              + of(weights)
              + ", samples are "
              + of(samples)
              + ", the window has "
              + input.weightRows()
              + " weight rows");
    }
    if (input.first() < 0 || (long) input.first() + samples.rows() > input.positions().length()) {
      throw new IllegalArgumentException(
          operation
              + ": samples "
              + input.first()
              + " to "
              + (input.first() + (long) samples.rows())
              + " of "
              + input.positions().length()
              + " positions");
    }
  }

  /** Operands of {@link Backend#pairSum}. */
  public static void pairSum(Matrix p, Matrix q, long first, Matrix out, Epilogue epilogue) {
    if (p.columns() != out.columns() || q.columns() != out.columns()) {
      throw new IllegalArgumentException(
          "pairSum: p is " + of(p) + ", q is " + of(q) + ", out is " + of(out));
    }
    if (first < 0 || first + out.rows() > (long) p.rows() * q.rows()) {
      throw new IllegalArgumentException(
          "pairSum: pairs "
              + first
              + " to "
              + (first + out.rows())
              + " of "
              + p.rows()
              + "x"
              + q.rows());
    }
    epilogue("pairSum", out, epilogue);
  }

  /** Operands of {@link Backend#gemm}. */
  public static void gemm(
      boolean transposeA, boolean transposeB, Matrix a, Matrix b, Matrix c, Epilogue epilogue) {
    int m = transposeA ? a.columns() : a.rows();
    int k = transposeA ? a.rows() : a.columns();
    int innerB = transposeB ? b.columns() : b.rows();
    int n = transposeB ? b.rows() : b.columns();
    if (k != innerB) {
      throw new IllegalArgumentException(
          "gemm: "
              + (transposeA ? "transposed a is " : "a is ")
              + m
              + "x"
              + k
              + ", "
              + (transposeB ? "transposed b is " : "b is ")
              + innerB
              + "x"
              + n
              + "; inner dimensions differ");
    }
    if (c.rows() != m || c.columns() != n) {
      throw new IllegalArgumentException(
          "gemm: product is " + m + "x" + n + ", c is " + of(c) + "; shapes differ");
    }
    epilogue("gemm", c, epilogue);
  }

  /** Operands of {@link Backend#columnSums}. */
  public static void columnSums(Matrix a, Matrix sums) {
    if (sums.rows() != 1 || sums.columns() != a.columns()) {
      throw new IllegalArgumentException("columnSums: a is " + of(a) + ", sums is " + of(sums));
    }
  }

  /** Operands of {@link Backend#softmaxCrossEntropy}. */
  public static void softmaxCrossEntropy(
      Matrix logits, Ints labels, Matrix weights, int first, Matrix gradient, Matrix loss) {
    same("softmaxCrossEntropy", "logits", logits, "gradient", gradient);
    long end = (long) first + logits.rows();
    if (first < 0
        || end > labels.length()
        || weights.rows() != 1
        || end > weights.columns()
        || loss.rows() != 1
        || loss.columns() != 1) {
      throw new IllegalArgumentException(
          "softmaxCrossEntropy: samples "
              + first
              + " to "
              + end
              + " of "
              + labels.length()
              + " labels, weights are "
              + of(weights)
              + ", loss is "
              + of(loss));
    }
  }

  /** Operands of {@link Backend#adam}. */
  public static void adam(Matrix weights, Matrix gradient, Matrix m, Matrix v) {
    same("adam", "weights", weights, "gradient", gradient);
    same("adam", "weights", weights, "m", m);
    same("adam", "weights", weights, "v", v);
  }

  /** An activation's gradient can be had from its output. */
  public static void reversible(Activation activation) {
    if (!activation.isReversible()) {
      throw new IllegalArgumentException(
          "activationGradient: " + activation + " needs its pre-activation: use slopeGradient");
    }
  }

  /** Operands of {@link Backend#gaussian}. */
  public static void gaussian(
      String operation, Matrix x, Matrix centres, Matrix widths, Matrix out) {
    same(operation, "x", x, "out", out);
    same(operation, "centres", centres, "widths", widths);
    if (centres.rows() != 1 || centres.columns() != x.columns()) {
      throw new IllegalArgumentException(
          operation + ": x is " + of(x) + ", centres are " + of(centres));
    }
  }

  /** Operands of {@link NormalisationOperations#normaliseRows} and its kin. */
  public static void normalise(String operation, Matrix x, Matrix gain, Matrix shift, Matrix out) {
    same(operation, "x", x, "out", out);
    same(operation, "gain", gain, "shift", shift);
    if (gain.rows() != 1 || gain.columns() != x.columns()) {
      throw new IllegalArgumentException(operation + ": x is " + of(x) + ", gain is " + of(gain));
    }
  }

  /** A matrix has a row for each site of a layout. */
  public static void sites(String operation, Layout layout, Matrix x) {
    if (x.rows() != layout.sites()) {
      throw new IllegalArgumentException(
          operation + ": x is " + of(x) + ", the layout is " + layout);
    }
  }

  /** Mean and variance of each column. */
  public static void moments(String operation, Matrix x, Matrix moments) {
    if (moments.rows() != 2 || moments.columns() != x.columns()) {
      throw new IllegalArgumentException(
          operation + ": x is " + of(x) + ", moments are " + of(moments));
    }
  }

  /** Two matrices have as many elements, in whatever shape. */
  public static void reshape(Matrix from, Matrix to) {
    if ((long) from.rows() * from.columns() != (long) to.rows() * to.columns()) {
      throw new IllegalArgumentException("reshape: from is " + of(from) + ", to is " + of(to));
    }
  }

  /** Columns of two matrices that are copied from one to the other. */
  public static void columns(
      String operation, Matrix from, int fromColumn, Matrix to, int toColumn, int count) {
    if (from.rows() != to.rows()
        || count < 0
        || fromColumn < 0
        || toColumn < 0
        || fromColumn > from.columns() - count
        || toColumn > to.columns() - count) {
      throw new IllegalArgumentException(
          operation
              + ": "
              + count
              + " columns from "
              + fromColumn
              + " of "
              + of(from)
              + " to "
              + toColumn
              + " of "
              + of(to));
    }
  }

  /** Operands of losses with a target for each output. */
  public static void targets(
      String operation,
      Matrix outputs,
      Matrix targets,
      Matrix weights,
      int first,
      Matrix gradient,
      Matrix loss) {
    same(operation, "outputs", outputs, "gradient", gradient);
    same(operation, "targets", targets, "weights", weights);
    single(operation, "loss", loss);
    if (first < 0
        || (long) first + outputs.rows() > targets.rows()
        || targets.columns() != outputs.columns()) {
      throw new IllegalArgumentException(
          operation
              + ": outputs are "
              + of(outputs)
              + ", samples from "
              + first
              + " on of targets that are "
              + of(targets));
    }
  }

  /** A matrix is one number. */
  public static void single(String operation, String name, Matrix matrix) {
    if (matrix.rows() != 1 || matrix.columns() != 1) {
      throw new IllegalArgumentException(operation + ": " + name + " is " + of(matrix));
    }
  }

  /** Operands of {@link Backend#attention}, all of one shape. */
  public static void attention(
      String operation, Attention attention, Matrix queries, Matrix a, Matrix b, Matrix c) {
    same(operation, "queries", queries, "second", a);
    same(operation, "queries", queries, "third", b);
    same(operation, "queries", queries, "fourth", c);
    if (queries.columns() % attention.tokens() != 0) {
      throw new IllegalArgumentException(
          operation + ": " + of(queries) + " has no rows of " + attention.tokens() + " tokens");
    }
  }

  /** Checks that {@code part} has a row for each of {@code rows} of {@code whole}, and so on. */
  public static void submatrix(
      String operation, Matrix whole, int[] rows, int[] columns, Matrix part) {
    if (part.rows() != rows.length || part.columns() != columns.length) {
      throw new IllegalArgumentException(
          operation
              + ": part is "
              + of(part)
              + ", chosen are "
              + rows.length
              + " rows and "
              + columns.length
              + " columns");
    }
    for (int row : rows) {
      if (row < 0 || row >= whole.rows()) {
        throw new IllegalArgumentException(operation + ": row " + row + " of " + of(whole));
      }
    }
    for (int column : columns) {
      if (column < 0 || column >= whole.columns()) {
        throw new IllegalArgumentException(operation + ": column " + column + " of " + of(whole));
      }
    }
  }

  /** Operands of {@link Backend#contrastive}. */
  public static void contrastive(
      Matrix similarities, Matrix weights, Matrix gradient, Matrix loss) {
    same("contrastive", "similarities", similarities, "gradient", gradient);
    single("contrastive", "loss", loss);
    if (similarities.rows() != similarities.columns()
        || weights.rows() != 1
        || weights.columns() == 0
        || similarities.rows() != 2 * weights.columns()) {
      throw new IllegalArgumentException(
          "contrastive: similarities are "
              + of(similarities)
              + ", weights of the pairs are "
              + of(weights));
    }
  }
}
