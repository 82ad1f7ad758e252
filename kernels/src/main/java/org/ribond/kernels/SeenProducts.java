package org.ribond.kernels;

import org.ribond.engine.compute.Dropout;
import org.ribond.engine.compute.Epilogue;

/**
 * Convolutions as products: what each output sees becomes a row of a panel. Where the panel would
 * be larger than a bound, outputs go in stretches.
 */
final class SeenProducts {
  /** Most floats of a panel: 64 MiB, some ten thousand outputs of a usual convolution. */
  static final int PANEL_FLOATS = 1 << 24;

  private final Kernels kernels;
  private final Workspace workspace;
  private final Gemm gemm;
  private final int panelFloats;

  SeenProducts(Kernels kernels, Workspace workspace, Gemm gemm, int panelFloats) {
    this.kernels = kernels;
    this.workspace = workspace;
    this.gemm = gemm;
    this.panelFloats = panelFloats;
  }

  /** What outputs see. */
  interface Seen {
    /** What {@code count} outputs from {@code first} on see of {@code x}, a row for each. */
    GpuMatrix panel(GpuMatrix x, int first, int count);

    /** Puts or adds what a panel's outputs have for sites to those of {@code dx}. */
    void gather(GpuMatrix panel, int first, boolean accumulate, GpuMatrix dx);
  }

  Gemm gemm() {
    return gemm;
  }

  Workspace workspace() {
    return workspace;
  }

  /** Rows of a panel, and of the {@code columns} that go with it, which are taken at a time. */
  int stretch(int rows, int panelColumns, int columns) {
    int stride = GpuMatrix.stride(panelColumns);
    if ((long) rows * stride <= panelFloats) {
      return Math.max(1, rows);
    }
    return Math.max(1, panelFloats / Math.max(stride, GpuMatrix.stride(columns)));
  }

  void forward(Seen seen, GpuMatrix x, GpuMatrix weights, GpuMatrix out, Epilogue epilogue) {
    int rows = out.rows();
    int stretch = stretch(rows, weights.rows(), out.columns());
    for (int first = 0; first < rows; first += stretch) {
      int count = Math.min(stretch, rows - first);
      GpuMatrix panel = seen.panel(x, first, count);
      if (count == rows) {
        gemm.multiply(Product.of(false, false, panel, weights, false, out, epilogue));
        return;
      }
      GpuMatrix part = workspace.matrix(Workspace.Use.STRETCH, out, count, out.columns());
      Dropout dropout = epilogue.dropout();
      Epilogue here =
          new Epilogue(
              epilogue.bias(), epilogue.activation(), dropout.atRow(dropout.firstRow() + first));
      gemm.multiply(Product.of(false, false, panel, weights, false, part, here));
      kernels.copyBlock(part, 0, 0, out, first, 0, false, count, out.columns());
    }
  }

  void inputGradient(Seen seen, GpuMatrix dz, GpuMatrix weights, boolean accumulate, GpuMatrix dx) {
    int rows = dz.rows();
    int stretch = stretch(rows, weights.rows(), dz.columns());
    boolean whole = rows > 0 && stretch >= rows;
    if (!whole && !accumulate) {
      kernels.fill(dx, 0);
    }
    for (int first = 0; first < rows; first += stretch) {
      int count = Math.min(stretch, rows - first);
      GpuMatrix part = rows(dz, first, count);
      GpuMatrix panel = workspace.matrix(Workspace.Use.PANEL, dz, count, weights.rows());
      gemm.multiply(Product.of(false, true, part, weights, false, panel, Epilogue.NONE));
      seen.gather(panel, first, accumulate || !whole, dx);
    }
  }

  void weightGradient(Seen seen, GpuMatrix x, GpuMatrix dz, GpuMatrix gradient) {
    int rows = dz.rows();
    int stretch = stretch(rows, gradient.rows(), dz.columns());
    for (int first = 0; first < rows; first += stretch) {
      int count = Math.min(stretch, rows - first);
      GpuMatrix part = rows(dz, first, count);
      GpuMatrix panel = seen.panel(x, first, count);
      gemm.multiply(Product.of(true, false, panel, part, true, gradient, Epilogue.NONE));
    }
  }

  /** {@code count} rows of a matrix; it itself if these are all. */
  private GpuMatrix rows(GpuMatrix matrix, int first, int count) {
    if (count == matrix.rows()) {
      return matrix;
    }
    GpuMatrix part = workspace.matrix(Workspace.Use.STRETCH, matrix, count, matrix.columns());
    kernels.copyBlock(matrix, first, 0, part, 0, 0, false, count, matrix.columns());
    return part;
  }
}
