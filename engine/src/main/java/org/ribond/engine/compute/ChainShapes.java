package org.ribond.engine.compute;

/**
 * Checks of the operands of {@link ChainOperations} and {@link RecurrenceOperations}. Each throws
 * an {@link IllegalArgumentException} that names the operation and the shapes.
 */
public final class ChainShapes {
  private ChainShapes() {}

  /** A matrix has a row for each site of chains. */
  public static void chains(String operation, String name, Layout layout, Matrix matrix) {
    if (layout.kind() != Layout.Kind.CHAINS) {
      throw new IllegalArgumentException(operation + ": " + layout + " are not chains");
    }
    if (matrix.rows() != layout.sites()) {
      throw new IllegalArgumentException(
          operation + ": " + name + " is " + Shapes.of(matrix) + ", the layout is " + layout);
    }
  }

  /** Operands of {@link ChainOperations#convolution} and its gradients. */
  public static void convolution(
      String operation, Convolution shape, Layout from, Matrix x, Matrix weights, Matrix out) {
    chains(operation, "x", from, x);
    long sites = 0;
    for (int chain = 0; chain < from.count(); chain++) {
      sites += shape.outputs(from.length(chain));
    }
    if (weights.rows() != (long) shape.width() * x.columns()
        || weights.columns() != out.columns()
        || out.rows() != sites) {
      throw new IllegalArgumentException(
          operation
              + ": x is "
              + Shapes.of(x)
              + ", weights are "
              + Shapes.of(weights)
              + ", out is "
              + Shapes.of(out)
              + ", "
              + shape
              + " of "
              + from
              + " has "
              + sites
              + " sites");
    }
  }

  /** Operands of {@link ChainOperations#pool} and its gradient. */
  public static void pool(String operation, Pooling pooling, Layout from, Matrix x, Matrix out) {
    chains(operation, "x", from, x);
    long sites = 0;
    for (int chain = 0; chain < from.count(); chain++) {
      sites += pooling.outputs(from.length(chain));
    }
    if (out.rows() != sites || out.columns() != x.columns()) {
      throw new IllegalArgumentException(
          operation
              + ": x is "
              + Shapes.of(x)
              + ", out is "
              + Shapes.of(out)
              + ", "
              + pooling
              + " of "
              + from
              + " has "
              + sites
              + " sites");
    }
  }

  /** Operands of {@link RecurrenceOperations#recurrence}. */
  public static void recurrence(
      String operation,
      Recurrence recurrence,
      Layout chains,
      Matrix gates,
      Matrix weights,
      Matrix out,
      Matrix memory) {
    chains(operation, "gates", chains, gates);
    int units = out.columns();
    int columns = recurrence.cell().gates() * units;
    if (out.rows() != gates.rows()
        || gates.columns() != columns
        || weights.rows() != units
        || weights.columns() != columns) {
      throw new IllegalArgumentException(
          operation
              + ": gates are "
              + Shapes.of(gates)
              + ", weights are "
              + Shapes.of(weights)
              + ", out is "
              + Shapes.of(out)
              + ", "
              + recurrence.cell()
              + " has "
              + recurrence.cell().gates()
              + " gates");
    }
    Shapes.same(operation, "out", out, "memory", memory);
  }
}
