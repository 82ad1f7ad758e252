package org.ribond.kernels;

import org.ribond.engine.compute.Attention;

/** Attention by {@code attention.cl}: tables of tokens by tokens, then sums over them. */
final class AttentionOperations {
  private static final int GROUP = 256;

  /** Place of the first mean among the factors. */
  private static final int FIRST_MEAN = 4;

  /** Says that the scale stands among the factors. */
  private static final float SCALE_OF_FACTORS = 0;

  private static final int NO_MEAN = 0;

  private final Kernels kernels;
  private final Workspace workspace;

  AttentionOperations(Kernels kernels, Workspace workspace) {
    this.kernels = kernels;
    this.workspace = workspace;
  }

  /** How the tokens of matrices of one shape lie, and the memory for what is made on the way. */
  private final class Layout {
    final GpuMatrix like;
    final boolean acrossRows;
    final int tokens;
    final int width;
    final int lines;
    final float scale;
    final DeviceMemory factors;
    final DeviceMemory scores;
    final DeviceMemory weights;

    Layout(Attention attention, GpuMatrix like) {
      this.like = like;
      acrossRows = attention.acrossRows();
      tokens = acrossRows ? like.rows() : attention.tokens();
      width = like.columns() / attention.tokens();
      lines = like.rows() * attention.tokens();
      scale = acrossRows ? SCALE_OF_FACTORS : (float) (1 / Math.sqrt(width));
      factors = workspace.floats(Workspace.Use.FACTORS, FIRST_MEAN + 2L * like.columns());
      scores = table(Workspace.Use.SCORES);
      weights = table(Workspace.Use.WEIGHTS);
    }

    DeviceMemory table(Workspace.Use use) {
      return workspace.floats(use, (long) lines * tokens);
    }

    /** Scores and weights. */
    void look(GpuMatrix queries, GpuMatrix keys) {
      if (acrossRows) {
        kernels
            .call("attentionScale")
            .elements(queries)
            .matrix(keys)
            .shape(keys)
            .memory(factors)
            .run(1, 1, 1, GROUP, 1);
      }
      dots(queries, keys, scores);
      kernels
          .call("attentionWeights")
          .memory(scores)
          .integer(tokens)
          .integer(lines)
          .real(scale)
          .memory(factors)
          .memory(weights)
          .overItems(lines);
    }

    void dots(GpuMatrix a, GpuMatrix b, DeviceMemory table) {
      kernels
          .call("attentionDots")
          .elements(a)
          .matrix(b)
          .integer(acrossRows ? like.stride() : width)
          .integer(tokens)
          .integer(width)
          .integer(lines)
          .memory(table)
          .overItems((long) lines * tokens);
    }

    void mix(
        DeviceMemory table,
        boolean transposed,
        GpuMatrix from,
        GpuMatrix to,
        float factor,
        int firstMean) {
      kernels
          .call("attentionMix")
          .memory(table)
          .flag(transposed)
          .elements(from)
          .matrix(to)
          .shape(to)
          .flag(acrossRows)
          .integer(tokens)
          .integer(width)
          .real(factor)
          .memory(factors)
          .integer(firstMean)
          .overItems((long) to.rows() * to.columns());
    }
  }

  void forward(
      Attention attention, GpuMatrix queries, GpuMatrix keys, GpuMatrix values, GpuMatrix out) {
    if (out.isEmpty()) {
      return;
    }
    Layout layout = new Layout(attention, out);
    layout.look(queries, keys);
    layout.mix(layout.weights, false, values, out, 1, NO_MEAN);
  }

  /** Operands as {@code Backend.attentionGradient} has them. */
  void backward(
      Attention attention,
      GpuMatrix queries,
      GpuMatrix keys,
      GpuMatrix values,
      GpuMatrix gradient,
      GpuMatrix queriesGradient,
      GpuMatrix keysGradient,
      GpuMatrix valuesGradient) {
    if (gradient.isEmpty()) {
      return;
    }
    Layout layout = new Layout(attention, gradient);
    DeviceMemory slopes = layout.table(Workspace.Use.SLOPES);
    DeviceMemory shares = workspace.floats(layout.lines);
    layout.look(queries, keys);
    layout.mix(layout.weights, true, gradient, valuesGradient, 1, NO_MEAN);
    layout.dots(gradient, values, slopes);
    kernels
        .call("attentionSlopes")
        .memory(layout.scores)
        .memory(layout.weights)
        .integer(layout.tokens)
        .integer(layout.lines)
        .memory(slopes)
        .memory(shares)
        .overItems(layout.lines);
    int queriesMean = NO_MEAN;
    int keysMean = NO_MEAN;
    if (layout.acrossRows) {
      kernels
          .call("attentionScaleGradient")
          .memory(shares)
          .integer(layout.lines)
          .memory(layout.factors)
          .run(1, 1, 1, GROUP, 1);
      queriesMean = FIRST_MEAN;
      keysMean = FIRST_MEAN + gradient.columns();
    }
    layout.mix(slopes, false, keys, queriesGradient, layout.scale, queriesMean);
    layout.mix(slopes, true, queries, keysGradient, layout.scale, keysMean);
  }
}
