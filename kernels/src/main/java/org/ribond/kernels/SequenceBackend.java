package org.ribond.kernels;

import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.ChainShapes;
import org.ribond.engine.compute.Convolution;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Pooling;
import org.ribond.engine.compute.Recurrence;
import org.ribond.engine.compute.Shapes;

/** The part of {@link GpuBackend} that networks on whole sequences need. */
abstract class SequenceBackend implements Backend {
  /** Operations on this backend's matrices, of checked shapes. */
  record Operations(
      Kernels kernels,
      ElementOperations elements,
      RowOperations rows,
      NormalisationOperations normalisations,
      PoolingOperations poolings,
      ChainProducts products,
      RecurrenceOperations recurrences) {}

  abstract Operations operations();

  abstract GpuMatrix own(Matrix matrix);

  abstract Epilogue own(Epilogue epilogue);

  // ---- along chains ----

  @Override
  public void convolution(
      Convolution shape, Layout from, Matrix x, Matrix weights, Matrix out, Epilogue epilogue) {
    ChainShapes.convolution("convolution", shape, from, x, weights, out);
    Shapes.epilogue("convolution", out, epilogue);
    operations().products().convolution(shape, from, own(x), own(weights), own(out), own(epilogue));
  }

  @Override
  public void convolutionInputGradient(
      Convolution shape, Layout from, Matrix dz, Matrix weights, boolean accumulate, Matrix dx) {
    ChainShapes.convolution("convolutionInputGradient", shape, from, dx, weights, dz);
    operations().products().inputGradient(shape, from, own(dz), own(weights), accumulate, own(dx));
  }

  @Override
  public void convolutionWeightGradient(
      Convolution shape, Layout from, Matrix x, Matrix dz, Matrix gradient) {
    ChainShapes.convolution("convolutionWeightGradient", shape, from, x, gradient, dz);
    operations().products().weightGradient(shape, from, own(x), own(dz), own(gradient));
  }

  @Override
  public void pool(Pooling pooling, Layout from, Matrix x, Matrix out) {
    ChainShapes.pool("pool", pooling, from, x, out);
    operations().poolings().pool(pooling, from, own(x), own(out));
  }

  @Override
  public void poolGradient(
      Pooling pooling, Layout from, Matrix x, Matrix gradient, boolean accumulate, Matrix dx) {
    ChainShapes.pool("poolGradient", pooling, from, x, gradient);
    Shapes.same("poolGradient", "x", x, "dx", dx);
    operations().poolings().gradient(pooling, from, own(x), own(gradient), accumulate, own(dx));
  }

  @Override
  public void recurrence(
      Recurrence recurrence,
      Layout chains,
      Matrix gates,
      Matrix weights,
      Matrix out,
      Matrix memory) {
    if (out.columns() > RecurrenceOperations.MOST_UNITS) {
      Backend.super.recurrence(recurrence, chains, gates, weights, out, memory);
      return;
    }
    ChainShapes.recurrence("recurrence", recurrence, chains, gates, weights, out, memory);
    operations()
        .recurrences()
        .forward(recurrence, chains, own(gates), own(weights), own(out), own(memory));
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
    if (out.columns() > RecurrenceOperations.MOST_UNITS) {
      Backend.super.recurrenceGradient(
          recurrence, chains, gates, weights, out, memory, gradient, weightsGradient);
      return;
    }
    ChainShapes.recurrence("recurrenceGradient", recurrence, chains, gates, weights, out, memory);
    Shapes.same("recurrenceGradient", "out", out, "gradient", gradient);
    Shapes.same("recurrenceGradient", "weights", weights, "their gradient", weightsGradient);
    operations()
        .recurrences()
        .backward(
            recurrence,
            chains,
            own(gates),
            own(weights),
            own(out),
            own(memory),
            own(gradient),
            own(weightsGradient));
  }

  // ---- normalisation ----

  @Override
  public void normaliseRows(Matrix x, Matrix gain, Matrix shift, float epsilon, Matrix out) {
    Shapes.normalise("normaliseRows", x, gain, shift, out);
    operations().normalisations().rows(own(x), own(gain), own(shift), epsilon, own(out));
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
    operations()
        .normalisations()
        .rowsGradient(
            own(x), own(gain), epsilon, own(gradient), own(gainGradient), own(shiftGradient));
  }

  @Override
  public void columnMoments(Matrix x, Matrix moments) {
    Shapes.moments("columnMoments", x, moments);
    operations().normalisations().columnMoments(own(x), own(moments));
  }

  @Override
  public void normaliseColumns(
      Matrix x, Matrix moments, Matrix gain, Matrix shift, float epsilon, Matrix out) {
    Shapes.normalise("normaliseColumns", x, gain, shift, out);
    Shapes.moments("normaliseColumns", x, moments);
    operations()
        .normalisations()
        .columns(own(x), own(moments), own(gain), own(shift), epsilon, own(out));
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
    operations()
        .normalisations()
        .columnsGradient(
            own(x),
            own(moments),
            own(gain),
            epsilon,
            own(gradient),
            own(gainGradient),
            own(shiftGradient));
  }

  // ---- copies and losses ----

  @Override
  public void copyColumns(
      Matrix from, int fromColumn, Matrix to, int toColumn, int count, boolean accumulate) {
    Shapes.columns("copyColumns", from, fromColumn, to, toColumn, count);
    operations()
        .kernels()
        .copyBlock(own(from), 0, fromColumn, own(to), 0, toColumn, accumulate, from.rows(), count);
  }

  @Override
  public void reshape(Matrix from, Matrix to, boolean accumulate) {
    Shapes.reshape(from, to);
    operations().elements().reshape(own(from), own(to), accumulate);
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
    targetLoss(false, logits, targets, weights, first, scale, gradient, loss);
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
    targetLoss(true, outputs, targets, weights, first, scale, gradient, loss);
  }

  private void targetLoss(
      boolean squared,
      Matrix outputs,
      Matrix targets,
      Matrix weights,
      int first,
      float scale,
      Matrix gradient,
      Matrix loss) {
    operations()
        .rows()
        .targetLoss(
            squared,
            own(outputs),
            own(targets),
            own(weights),
            first,
            scale,
            own(gradient),
            own(loss));
  }
}
