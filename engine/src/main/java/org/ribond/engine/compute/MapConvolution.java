package org.ribond.engine.compute;

/**
 * Shape of a convolution over maps. Each cell sees, by tap {@code (a, b)}, the cell {@code (row +
 * (a - width / 2) * dilation, column + (b - width / 2) * dilation)} of its own map; what lies
 * outside of it counts as 0. Maps keep their size.
 *
 * @param width taps along each side, odd
 * @param dilation distance of two neighbouring taps, at least 1
 * @param depthwise whether each channel sees itself alone
 */
public record MapConvolution(int width, int dilation, boolean depthwise) {
  /** Most taps along a side. */
  public static final int MOST_TAPS = 15;

  public MapConvolution {
    if (width < 1 || width > MOST_TAPS || width % 2 == 0 || dilation < 1 || dilation > 1 << 12) {
      throw new IllegalArgumentException(
          "convolution over maps of width " + width + " and dilation " + dilation);
    }
  }

  /** One of every channel with every other. */
  public static MapConvolution full(int width, int dilation) {
    return new MapConvolution(width, dilation, false);
  }

  /** One of each channel by itself. */
  public static MapConvolution depthwise(int width, int dilation) {
    return new MapConvolution(width, dilation, true);
  }

  /** Number of taps. */
  public int taps() {
    return width * width;
  }

  /** Cells by which the outermost taps lie outside of a map's edge. */
  public int margin() {
    return width / 2 * dilation;
  }

  /** Rows of the weights, whose columns are the channels of the result. */
  public int weightRows(int channels) {
    return depthwise ? taps() : Math.multiplyExact(taps(), channels);
  }
}
