package org.ribond.kernels;

import org.ribond.engine.compute.Epilogue;

/** Normalisation of rows and columns, by {@code normalisation.cl}. */
final class NormalisationOperations {
  private static final int STRIP = 32;
  private static final int LINES = 8;

  /** Numbers that the gradient of a row needs. */
  private static final int STATISTICS = 4;

  private final Kernels kernels;
  private final Workspace workspace;

  NormalisationOperations(Kernels kernels, Workspace workspace) {
    this.kernels = kernels;
    this.workspace = workspace;
  }

  void rows(GpuMatrix x, GpuMatrix gain, GpuMatrix shift, float epsilon, GpuMatrix out) {
    if (x.isEmpty()) {
      return;
    }
    kernels
        .call("normaliseRows")
        .elements(x)
        .elements(gain)
        .elements(shift)
        .real(epsilon)
        .matrix(out)
        .shape(out)
        .run(Math.ceilDiv(x.rows(), LINES), 1, 1, STRIP, LINES);
  }

  /** Operands as {@code Backend.normaliseRowsGradient} has them. */
  void rowsGradient(
      GpuMatrix x,
      GpuMatrix gain,
      float epsilon,
      GpuMatrix gradient,
      GpuMatrix gainGradient,
      GpuMatrix shiftGradient) {
    if (x.isEmpty()) {
      return;
    }
    DeviceMemory statistics = workspace.floats(Workspace.Use.MOMENTS, (long) x.rows() * STATISTICS);
    kernels
        .call("rowStatistics")
        .elements(x)
        .elements(gain)
        .real(epsilon)
        .matrix(gradient)
        .shape(gradient)
        .memory(statistics)
        .run(Math.ceilDiv(x.rows(), LINES), 1, 1, STRIP, LINES);
    gradient(statistics, x, gain, gradient, gainGradient, shiftGradient);
  }

  /** What is left to do once four numbers of each row are known. */
  void gradient(
      DeviceMemory statistics,
      GpuMatrix x,
      GpuMatrix gain,
      GpuMatrix gradient,
      GpuMatrix gainGradient,
      GpuMatrix shiftGradient) {
    Partials partials = new Partials(x);
    kernels
        .call("normaliseRowsGradient")
        .elements(x)
        .elements(gain)
        .memory(statistics)
        .matrix(gradient)
        .shape(gradient)
        .integer(partials.rows)
        .memory(partials.ofGain)
        .memory(partials.ofShift)
        .run(partials.strips, partials.segments, 1, STRIP, LINES);
    partials.addTo(gainGradient, shiftGradient);
  }

  void columnMoments(GpuMatrix x, GpuMatrix moments) {
    if (x.isEmpty()) {
      kernels.fill(moments, 0);
      return;
    }
    Partials partials = new Partials(x);
    kernels
        .call("columnSums")
        .matrix(x)
        .shape(x)
        .integer(partials.rows)
        .memory(partials.ofGain)
        .integer(x.stride())
        .run(partials.strips, partials.segments, 1, STRIP, LINES);
    partials.average(partials.ofGain, 0, moments);
    kernels
        .call("columnSquares")
        .matrix(x)
        .shape(x)
        .integer(partials.rows)
        .elements(moments)
        .memory(partials.ofGain)
        .integer(x.stride())
        .run(partials.strips, partials.segments, 1, STRIP, LINES);
    partials.average(partials.ofGain, 1, moments);
  }

  void columns(
      GpuMatrix x,
      GpuMatrix moments,
      GpuMatrix gain,
      GpuMatrix shift,
      float epsilon,
      GpuMatrix out) {
    kernels
        .call("normaliseColumns")
        .elements(x)
        .elements(moments)
        .elements(gain)
        .elements(shift)
        .real(epsilon)
        .matrix(out)
        .shape(out)
        .overElements(out);
  }

  /** Operands as {@code Backend.normaliseColumnsGradient} has them. */
  void columnsGradient(
      GpuMatrix x,
      GpuMatrix moments,
      GpuMatrix gain,
      float epsilon,
      GpuMatrix gradient,
      GpuMatrix gainGradient,
      GpuMatrix shiftGradient) {
    if (x.isEmpty()) {
      return;
    }
    Partials partials = new Partials(x);
    kernels
        .call("columnStatistics")
        .elements(x)
        .elements(moments)
        .real(epsilon)
        .matrix(gradient)
        .shape(gradient)
        .integer(partials.rows)
        .memory(partials.ofGain)
        .memory(partials.ofShift)
        .run(partials.strips, partials.segments, 1, STRIP, LINES);
    partials.addTo(gainGradient, shiftGradient);
    GpuMatrix averages = workspace.matrix(Workspace.Use.MOMENTS, x, 2, x.columns());
    partials.average(partials.ofGain, 0, averages);
    partials.average(partials.ofShift, 1, averages);
    kernels
        .call("normaliseColumnsGradient")
        .elements(x)
        .elements(moments)
        .elements(gain)
        .real(epsilon)
        .elements(averages)
        .matrix(gradient)
        .shape(gradient)
        .overElements(gradient);
  }

  /** Two sums of each column of a matrix, in segments of its rows. */
  private final class Partials {
    final GpuMatrix of;
    final int segments;
    final int rows;
    final int strips;
    final DeviceMemory ofGain;
    final DeviceMemory ofShift;

    Partials(GpuMatrix of) {
      this.of = of;
      segments = RowOperations.segments(of);
      rows = Math.ceilDiv(of.rows(), segments);
      strips = Math.ceilDiv(of.columns(), STRIP);
      long floats = (long) segments * of.stride();
      ofGain = workspace.floats(floats);
      ofShift = workspace.floats(Workspace.Use.MORE_PARTIALS, floats);
    }

    void addTo(GpuMatrix gainGradient, GpuMatrix shiftGradient) {
      kernels.reduce(ofGain, of.stride(), segments, true, gainGradient, Epilogue.NONE);
      kernels.reduce(ofShift, of.stride(), segments, true, shiftGradient, Epilogue.NONE);
    }

    /** Sums over the number of rows, as row {@code line} of a matrix. */
    void average(DeviceMemory sums, int line, GpuMatrix to) {
      kernels
          .call("averagePartials")
          .memory(sums)
          .integer(of.stride())
          .integer(segments)
          .integer(of.rows())
          .integer(line)
          .matrix(to)
          .integer(to.columns())
          .overItems(to.columns());
    }
  }
}
