package org.ribond.engine.compute.vector;

import org.ribond.engine.compute.AxialAttention;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapConvolution;
import org.ribond.engine.compute.MapShapes;
import org.ribond.engine.compute.MapSide;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Shapes;

/** The operations of {@link VectorBackend} over maps, and attention along lines. */
abstract class VectorMaps extends VectorSequences {
  private final MapConvolutions convolutions;
  private final DepthwiseConvolutions depthwise;
  private final AxialAttentions attentions;
  private final ItemNormalisations normalisations;
  private final MapElements elements;

  VectorMaps(int threads) {
    super(threads);
    convolutions = new MapConvolutions(workers, scratch);
    depthwise = new DepthwiseConvolutions(workers, scratch);
    attentions = new AxialAttentions(workers, scratch);
    normalisations = new ItemNormalisations(workers, scratch);
    elements = new MapElements(workers);
  }

  @Override
  public void mapConvolution(
      MapConvolution shape, Layout maps, Matrix x, Matrix weights, Matrix out, Epilogue epilogue) {
    MapShapes.convolution("mapConvolution", shape, maps, x, weights, out);
    Shapes.epilogue("mapConvolution", out, epilogue);
    VectorMatrix from = VectorMatrix.of(x);
    VectorMatrix factors = VectorMatrix.of(weights);
    VectorMatrix to = VectorMatrix.target(out);
    if (shape.depthwise()) {
      depthwise.multiply(shape, maps, from, factors, false, false, to, epilogue);
    } else {
      convolutions.forward(shape, maps, from, factors, to, epilogue);
    }
  }

  @Override
  public void mapConvolutionInputGradient(
      MapConvolution shape, Layout maps, Matrix dz, Matrix weights, boolean accumulate, Matrix dx) {
    MapShapes.convolution("mapConvolutionInputGradient", shape, maps, dx, weights, dz);
    VectorMatrix from = VectorMatrix.of(dz);
    VectorMatrix factors = VectorMatrix.of(weights);
    VectorMatrix to = VectorMatrix.target(dx);
    if (shape.depthwise()) {
      depthwise.multiply(shape, maps, from, factors, true, accumulate, to, Epilogue.NONE);
    } else {
      convolutions.inputGradient(shape, maps, from, factors, accumulate, to);
    }
  }

  @Override
  public void mapConvolutionWeightGradient(
      MapConvolution shape, Layout maps, Matrix x, Matrix dz, Matrix gradient) {
    MapShapes.convolution("mapConvolutionWeightGradient", shape, maps, x, gradient, dz);
    VectorMatrix from = VectorMatrix.of(x);
    VectorMatrix of = VectorMatrix.of(dz);
    VectorMatrix to = VectorMatrix.target(gradient);
    if (shape.depthwise()) {
      depthwise.weightGradient(shape, maps, from, of, to);
    } else {
      convolutions.weightGradient(shape, maps, from, of, to);
    }
  }

  @Override
  public void outerSum(
      Layout rows, Matrix p, Layout columns, Matrix q, boolean accumulate, Matrix out) {
    MapShapes.outerSum(rows, p, columns, q, out);
    elements.outerSum(
        rows,
        VectorMatrix.of(p),
        columns,
        VectorMatrix.of(q),
        accumulate,
        VectorMatrix.target(out));
  }

  @Override
  public void mapSums(MapSide side, Layout maps, Matrix x, boolean accumulate, Matrix sums) {
    MapShapes.sums(side, maps, x, sums);
    elements.sums(side, maps, VectorMatrix.of(x), accumulate, VectorMatrix.target(sums));
  }

  @Override
  public void transpose(Layout maps, Matrix x, boolean accumulate, Matrix out) {
    MapShapes.transpose(maps, x, out);
    elements.transpose(maps, VectorMatrix.of(x), accumulate, VectorMatrix.target(out));
  }

  @Override
  public void axialAttention(
      AxialAttention attention, Layout layout, Matrix projected, Matrix out) {
    MapShapes.axial("axialAttention", attention, layout, projected, out);
    attentions.forward(attention, layout, VectorMatrix.of(projected), VectorMatrix.target(out));
  }

  @Override
  public void axialAttentionGradient(
      AxialAttention attention,
      Layout layout,
      Matrix projected,
      Matrix gradient,
      Matrix projectedGradient) {
    MapShapes.axial("axialAttentionGradient", attention, layout, projected, gradient);
    Shapes.same(
        "axialAttentionGradient", "projected", projected, "its gradient", projectedGradient);
    attentions.backward(
        attention,
        layout,
        VectorMatrix.of(projected),
        VectorMatrix.of(gradient),
        VectorMatrix.target(projectedGradient));
  }

  @Override
  public void normaliseItems(
      Layout layout, Matrix x, Matrix gain, Matrix shift, float epsilon, Matrix out) {
    Shapes.normalise("normaliseItems", x, gain, shift, out);
    Shapes.sites("normaliseItems", layout, x);
    normalisations.forward(
        layout,
        VectorMatrix.of(x),
        VectorMatrix.of(gain),
        VectorMatrix.of(shift),
        epsilon,
        VectorMatrix.target(out));
  }

  @Override
  public void normaliseItemsGradient(
      Layout layout,
      Matrix x,
      Matrix gain,
      float epsilon,
      Matrix gradient,
      Matrix gainGradient,
      Matrix shiftGradient) {
    Shapes.normalise("normaliseItemsGradient", x, gainGradient, shiftGradient, gradient);
    Shapes.same("normaliseItemsGradient", "gain", gain, "its gradient", gainGradient);
    Shapes.sites("normaliseItemsGradient", layout, x);
    normalisations.backward(
        layout,
        VectorMatrix.of(x),
        VectorMatrix.of(gain),
        epsilon,
        VectorMatrix.target(gradient),
        VectorMatrix.target(gainGradient),
        VectorMatrix.target(shiftGradient));
  }
}
