package org.ribond.engine.compute.vector;

import java.util.stream.Stream;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.ChainShapes;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Pooling;
import org.ribond.engine.compute.Recurrence;
import org.ribond.engine.compute.Shapes;

/**
 * The operations of {@link VectorBackend} that networks on whole sequences need besides: along
 * chains, normalisation, and losses with a target for each output.
 */
abstract class VectorSequences implements Backend {
  final Workers workers;

  /** Working memory of each thread. */
  final Scratch[] scratch;

  final Gemm gemm;
  final RowOperations rows;
  private final Convolutions convolutions;
  private final Poolings poolings;
  private final Normalisations normalisations;
  private final Recurrences recurrences;

  /** Starts the threads: {@code threads} with the one that calls the operations. */
  VectorSequences(int threads) {
    workers = new Workers(threads);
    scratch = Stream.generate(Scratch::new).limit(threads).toArray(Scratch[]::new);
    gemm = new Gemm(workers, scratch);
    rows = new RowOperations(workers, scratch);
    convolutions = new Convolutions(workers, gemm);
    poolings = new Poolings(workers, scratch);
    normalisations = new Normalisations(workers, scratch);
    recurrences = new Recurrences(workers, scratch, gemm);
  }

  @Override
  public void convolution(
      Convolution shape, Layout from, Matrix x, Matrix weights, Matrix out, Epilogue epilogue) {
    ChainShapes.convolution("convolution", shape, from, x, weights, out);
    Shapes.epilogue("convolution", out, epilogue);
    convolutions.forward(
        shape,
        from,
        VectorMatrix.of(x),
        VectorMatrix.of(weights),
        VectorMatrix.target(out),
        epilogue);
  }

  @Override
  public void convolutionInputGradient(
      Convolution shape, Layout from, Matrix dz, Matrix weights, boolean accumulate, Matrix dx) {
    ChainShapes.convolution("convolutionInputGradient", shape, from, dx, weights, dz);
    convolutions.inputGradient(
        shape,
        from,
        VectorMatrix.of(dz),
        VectorMatrix.of(weights),
        accumulate,
        VectorMatrix.target(dx));
  }

  @Override
  public void convolutionWeightGradient(
      Convolution shape, Layout from, Matrix x, Matrix dz, Matrix gradient) {
    ChainShapes.convolution("convolutionWeightGradient", shape, from, x, gradient, dz);
    convolutions.weightGradient(
        shape, from, VectorMatrix.of(x), VectorMatrix.of(dz), VectorMatrix.target(gradient));
  }

  @Override
  public void pool(Pooling pooling, Layout from, Matrix x, Matrix out) {
    ChainShapes.pool("pool", pooling, from, x, out);
    poolings.pool(pooling, from, VectorMatrix.of(x), VectorMatrix.target(out));
  }

  @Override
  public void poolGradient(
      Pooling pooling, Layout from, Matrix x, Matrix gradient, boolean accumulate, Matrix dx) {
    ChainShapes.pool("poolGradient", pooling, from, x, gradient);
    Shapes.same("poolGradient", "x", x, "dx", dx);
    poolings.gradient(
        pooling,
        from,
        VectorMatrix.of(x),
        VectorMatrix.of(gradient),
        accumulate,
        VectorMatrix.target(dx));
  }

  @Override
  public void normaliseRows(Matrix x, Matrix gain, Matrix shift, float epsilon, Matrix out) {
    Shapes.normalise("normaliseRows", x, gain, shift, out);
    normalisations.rows(
        VectorMatrix.of(x),
        VectorMatrix.of(gain),
        VectorMatrix.of(shift),
        epsilon,
        VectorMatrix.target(out));
  }

  @Override
  public void normaliseRowsGradient(
      Matrix x,
      Matrix gain,
      float epsilon,
      Matrix gradient,
      Matrix gainGradient,
      Matrix shiftGradient) {
    Shapes.normalise("normaliseRowsGradient", x, gainGradient, shiftGradient, gradient);
    Shapes.same("normaliseRowsGradient", "gain", gain, "its gradient", gainGradient);
    normalisations.rowsGradient(
        VectorMatrix.of(x),
        VectorMatrix.of(gain),
        epsilon,
        VectorMatrix.target(gradient),
        VectorMatrix.target(gainGradient),
        VectorMatrix.target(shiftGradient));
  }

  @Override
  public void columnMoments(Matrix x, Matrix moments) {
    Shapes.moments("columnMoments", x, moments);
    normalisations.moments(VectorMatrix.of(x), VectorMatrix.target(moments));
  }

  @Override
  public void normaliseColumns(
      Matrix x, Matrix moments, Matrix gain, Matrix shift, float epsilon, Matrix out) {
    Shapes.normalise("normaliseColumns", x, gain, shift, out);
    Shapes.moments("normaliseColumns", x, moments);
    normalisations.columns(
        VectorMatrix.of(x),
        VectorMatrix.of(moments),
        VectorMatrix.of(gain),
        VectorMatrix.of(shift),
        epsilon,
        VectorMatrix.target(out));
  }

  @Override
  public void normaliseColumnsGradient(
      Matrix x,
      Matrix moments,
      Matrix gain,
      float epsilon,
      Matrix gradient,
      Matrix gainGradient,
      Matrix shiftGradient) {
    Shapes.normalise("normaliseColumnsGradient", x, gainGradient, shiftGradient, gradient);
    Shapes.moments("normaliseColumnsGradient", x, moments);
    Shapes.same("normaliseColumnsGradient", "gain", gain, "its gradient", gainGradient);
    normalisations.columnsGradient(
        VectorMatrix.of(x),
        VectorMatrix.of(moments),
        VectorMatrix.of(gain),
        epsilon,
        VectorMatrix.target(gradient),
        VectorMatrix.target(gainGradient),
        VectorMatrix.target(shiftGradient));
  }

  @Override
  public void sigmoidCrossEntropy(
      Matrix logits,
      Matrix targets,
      Matrix weights,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss) {
    Shapes.targets("sigmoidCrossEntropy", logits, targets, weights, first, gradient, loss);
    rows.sigmoidCrossEntropy(
        new LossKernels.Operands(
            VectorMatrix.of(logits),
            VectorMatrix.of(targets),
            VectorMatrix.of(weights),
            first,
            scale,
            VectorMatrix.target(gradient)),
        VectorMatrix.target(loss));
  }

  @Override
  public void squaredError(
      Matrix outputs,
      Matrix targets,
      Matrix weights,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss) {
    Shapes.targets("squaredError", outputs, targets, weights, first, gradient, loss);
    rows.squaredError(
        new LossKernels.Operands(
            VectorMatrix.of(outputs),
            VectorMatrix.of(targets),
            VectorMatrix.of(weights),
            first,
            scale,
            VectorMatrix.target(gradient)),
        VectorMatrix.target(loss));
  }

  @Override
  public void recurrence(
      Recurrence recurrence,
      Layout chains,
      Matrix gates,
      Matrix weights,
      Matrix out,
      Matrix memory) {
    ChainShapes.recurrence("recurrence", recurrence, chains, gates, weights, out, memory);
    recurrences.forward(
        recurrence,
        chains,
        VectorMatrix.target(gates),
        VectorMatrix.of(weights),
        VectorMatrix.target(out),
        VectorMatrix.target(memory));
  }

  @Override
  public void recurrenceGradient(
      Recurrence recurrence,
      Layout chains,
      Matrix gates,
      Matrix weights,
      Matrix out,
      Matrix memory,
      Matrix gradient,
      Matrix weightsGradient) {
    ChainShapes.recurrence("recurrenceGradient", recurrence, chains, gates, weights, out, memory);
    Shapes.same("recurrenceGradient", "out", out, "gradient", gradient);
    Shapes.same("recurrenceGradient", "weights", weights, "their gradient", weightsGradient);
    recurrences.backward(
        recurrence,
        chains,
        VectorMatrix.target(gates),
        VectorMatrix.of(weights),
        VectorMatrix.of(out),
        VectorMatrix.of(memory),
        VectorMatrix.target(gradient),
        VectorMatrix.target(weightsGradient));
  }
}
