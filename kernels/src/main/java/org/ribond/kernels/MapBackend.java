package org.ribond.kernels;

import org.ribond.engine.compute.AxialAttention;
import org.ribond.engine.compute.Epilogue;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapConvolution;
import org.ribond.engine.compute.MapShapes;
import org.ribond.engine.compute.MapSide;
import org.ribond.engine.compute.Matrix;
import org.ribond.engine.compute.Shapes;

/** The part of {@link GpuBackend} that networks on pairs need. */
abstract class MapBackend extends SequenceBackend {
  /** Operations on this backend's matrices, of checked shapes. */
  record OverMaps(MapProducts products, MapElements elements) {}

  abstract OverMaps overMaps();

  @Override
  public void mapConvolution(
      MapConvolution shape, Layout maps, Matrix x, Matrix weights, Matrix out, Epilogue epilogue) {
    MapShapes.convolution("mapConvolution", shape, maps, x, weights, out);
    Shapes.epilogue("mapConvolution", out, epilogue);
    overMaps().products().convolution(shape, maps, own(x), own(weights), own(out), own(epilogue));
  }

  @Override
  public void mapConvolutionInputGradient(
      MapConvolution shape, Layout maps, Matrix dz, Matrix weights, boolean accumulate, Matrix dx) {
    MapShapes.convolution("mapConvolutionInputGradient", shape, maps, dx, weights, dz);
    overMaps().products().inputGradient(shape, maps, own(dz), own(weights), accumulate, own(dx));
  }

  @Override
  public void mapConvolutionWeightGradient(
      MapConvolution shape, Layout maps, Matrix x, Matrix dz, Matrix gradient) {
    MapShapes.convolution("mapConvolutionWeightGradient", shape, maps, x, gradient, dz);
    overMaps().products().weightGradient(shape, maps, own(x), own(dz), own(gradient));
  }

  @Override
  public void outerSum(
      Layout rows, Matrix p, Layout columns, Matrix q, boolean accumulate, Matrix out) {
    MapShapes.outerSum(rows, p, columns, q, out);
    int[] heights = new int[rows.count()];
    int[] widths = new int[rows.count()];
    for (int map = 0; map < heights.length; map++) {
      heights[map] = rows.length(map);
      widths[map] = columns.length(map);
    }
    Layout maps = Layout.maps(heights, widths);
    overMaps().elements().outerSum(maps, own(p), own(q), accumulate, own(out));
  }

  @Override
  public void mapSums(MapSide side, Layout maps, Matrix x, boolean accumulate, Matrix sums) {
    MapShapes.sums(side, maps, x, sums);
    overMaps().elements().sums(side, maps, own(x), accumulate, own(sums));
  }

  @Override
  public void transpose(Layout maps, Matrix x, boolean accumulate, Matrix out) {
    MapShapes.transpose(maps, x, out);
    overMaps().elements().transpose(maps, own(x), accumulate, own(out));
  }

  @Override
  public void axialAttention(
      AxialAttention attention, Layout layout, Matrix projected, Matrix out) {
    MapShapes.axial("axialAttention", attention, layout, projected, out);
    overMaps().elements().attention(attention, layout, own(projected), own(out));
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
    overMaps()
        .elements()
        .attentionGradient(
            attention, layout, own(projected), own(gradient), own(projectedGradient));
  }

  @Override
  public void normaliseItems(
      Layout layout, Matrix x, Matrix gain, Matrix shift, float epsilon, Matrix out) {
    Shapes.normalise("normaliseItems", x, gain, shift, out);
    Shapes.sites("normaliseItems", layout, x);
    overMaps().elements().items(layout, own(x), own(gain), own(shift), epsilon, own(out));
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
    overMaps()
        .elements()
        .itemsGradient(
            layout,
            own(x),
            own(gain),
            epsilon,
            own(gradient),
            own(gainGradient),
            own(shiftGradient));
  }
}
