package org.ribond.engine.compute;

/**
 * Checks of the operands of {@link MapOperations} and {@link AxialOperations}. Each throws an
 * {@link IllegalArgumentException} that names the operation and the shapes.
 */
public final class MapShapes {
  private MapShapes() {}

  /** A matrix has a row for each cell of maps. */
  private static void maps(String operation, String name, Layout layout, Matrix matrix) {
    if (layout.kind() != Layout.Kind.MAPS) {
      throw new IllegalArgumentException(operation + ": " + layout + " are not maps");
    }
    if (matrix.rows() != layout.sites()) {
      throw new IllegalArgumentException(
          operation + ": " + name + " is " + Shapes.of(matrix) + ", the layout is " + layout);
    }
  }

  /** Operands of {@link MapOperations#mapConvolution} and its gradients. */
  public static void convolution(
      String operation, MapConvolution shape, Layout maps, Matrix x, Matrix weights, Matrix out) {
    maps(operation, "x", maps, x);
    maps(operation, "out", maps, out);
    if (weights.rows() != shape.weightRows(x.columns())
        || weights.columns() != out.columns()
        || (shape.depthwise() && x.columns() != out.columns())) {
      throw new IllegalArgumentException(
          operation
              + ": x is "
              + Shapes.of(x)
              + ", weights are "
              + Shapes.of(weights)
              + ", out is "
              + Shapes.of(out)
              + " for "
              + shape);
    }
  }

  /** Operands of {@link MapOperations#outerSum}. */
  public static void outerSum(Layout rows, Matrix p, Layout columns, Matrix q, Matrix out) {
    ChainShapes.chains("outerSum", "p", rows, p);
    ChainShapes.chains("outerSum", "q", columns, q);
    long cells = 0;
    for (int map = 0; map < Math.min(rows.count(), columns.count()); map++) {
      cells += (long) rows.length(map) * columns.length(map);
    }
    if (rows.count() != columns.count()
        || out.rows() != cells
        || p.columns() != out.columns()
        || q.columns() != out.columns()) {
      throw new IllegalArgumentException(
          "outerSum: p is "
              + Shapes.of(p)
              + ", "
              + rows
              + ", q is "
              + Shapes.of(q)
              + ", "
              + columns
              + ", out is "
              + Shapes.of(out));
    }
  }

  /** Operands of {@link MapOperations#mapSums}. */
  public static void sums(MapSide side, Layout maps, Matrix x, Matrix sums) {
    maps("mapSums", "x", maps, x);
    if (sums.columns() != x.columns() || sums.rows() != side.chains(maps).sites()) {
      throw new IllegalArgumentException(
          "mapSums: x is "
              + Shapes.of(x)
              + ", "
              + maps
              + ", sums of "
              + side
              + " are "
              + Shapes.of(sums));
    }
  }

  /** Operands of {@link MapOperations#transpose}. */
  public static void transpose(Layout maps, Matrix x, Matrix out) {
    maps("transpose", "x", maps, x);
    Shapes.same("transpose", "x", x, "out", out);
    for (int map = 0; map < maps.count(); map++) {
      if (maps.height(map) != maps.width(map)) {
        throw new IllegalArgumentException(
            "transpose: map "
                + map
                + " is "
                + maps.height(map)
                + "x"
                + maps.width(map)
                + ", which is not square");
      }
    }
  }

  /** Operands of {@link AxialOperations#axialAttention}. */
  public static void axial(
      String operation, AxialAttention attention, Layout layout, Matrix projected, Matrix out) {
    boolean isOfChains = attention.axis() == AxialAttention.Axis.CHAIN;
    if (layout.kind() != (isOfChains ? Layout.Kind.CHAINS : Layout.Kind.MAPS)) {
      throw new IllegalArgumentException(operation + ": " + attention + " of " + layout);
    }
    Shapes.sites(operation, layout, projected);
    Shapes.sites(operation, layout, out);
    if (projected.columns() != 3L * out.columns() || out.columns() % attention.heads() != 0) {
      throw new IllegalArgumentException(
          operation
              + ": queries, keys and values are "
              + Shapes.of(projected)
              + ", the result is "
              + Shapes.of(out)
              + ", heads "
              + attention.heads());
    }
  }
}
