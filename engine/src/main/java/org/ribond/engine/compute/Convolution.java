package org.ribond.engine.compute;

/**
 * Shape of a convolution along chains. Output site {@code t} of a chain sees the input sites {@code
 * t * stride + j * dilation - left()}, {@code j = 0..width-1}, of the same chain; what lies outside
 * of it counts as 0.
 *
 * @param width taps, at least 1
 * @param dilation distance of two taps, at least 1
 * @param stride distance of the middles of two neighbouring outputs, at least 1
 * @param edge what happens at the ends of a chain
 */
public record Convolution(int width, int dilation, int stride, Edge edge) {
  /** What happens at the ends of a chain. */
  public enum Edge {
    /** As many outputs as inputs, divided by the stride and rounded up. */
    SAME,
    /** Only outputs that see no site outside of the chain; none if the chain is too short. */
    VALID
  }

  public Convolution {
    if (width < 1 || dilation < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "convolution of width " + width + ", dilation " + dilation + ", stride " + stride);
    }
    if ((width - 1L) * dilation >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "convolution of width " + width + " and dilation " + dilation + " spans too many sites");
    }
  }

  /** One that keeps the length of chains. */
  public static Convolution same(int width, int dilation) {
    return new Convolution(width, dilation, 1, Edge.SAME);
  }

  /** Input sites from the first tap to the last, both included. */
  public int span() {
    return (width - 1) * dilation + 1;
  }

  /** Sites by which the first tap of output 0 lies before the chain. */
  public int left() {
    return edge == Edge.SAME ? (span() - 1) / 2 : 0;
  }

  /** Outputs of a chain of {@code length} sites. */
  public int outputs(int length) {
    return switch (edge) {
      case SAME -> Math.ceilDiv(length, stride);
      case VALID -> length < span() ? 0 : (length - span()) / stride + 1;
    };
  }

  /** Layout of the output for chains {@code from}. */
  public Layout layout(Layout from) {
    int[] lengths = new int[from.count()];
    for (int chain = 0; chain < lengths.length; chain++) {
      lengths[chain] = outputs(from.length(chain));
    }
    return Layout.chains(lengths);
  }
}
