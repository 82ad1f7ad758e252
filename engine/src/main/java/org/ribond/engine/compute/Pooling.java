package org.ribond.engine.compute;

/**
 * How neighbouring sites of a chain become one, channel by channel.
 *
 * @param kind what is taken of the sites
 * @param extent which sites
 * @param width sites of a window, at least 1; of {@link Extent#PARTS} the number of parts
 * @param stride distance of two windows, at least 1; 1 where there are no windows
 */
public record Pooling(Kind kind, Extent extent, int width, int stride) {
  /** What is taken of the sites. */
  public enum Kind {
    /** The largest value. */
    MAX,
    /** The mean. */
    MEAN,
    /** The value of the first site. */
    FIRST,
    /** The value of the last site. */
    LAST
  }

  /** Which sites become one. */
  public enum Extent {
    /**
     * Windows. The last one may be cut off by the chain's end, but none begins at or behind it and
     * none lies in another one whole: a chain of {@code L} sites has {@code max(1, ceil((L - width)
     * / stride) + 1)} windows, or {@code ceil(L / stride)} if the stride is more than the width; an
     * empty one has none.
     */
    WINDOWS,
    /**
     * Equal parts of the chain, whatever its length: part {@code p} of {@code n} has the sites
     * {@code floor(p L / n)} to {@code ceil((p + 1) L / n)}, the end excluded. Parts of a chain
     * shorter than {@code n} overlap.
     */
    PARTS,
    /** The whole chain; the result is of samples. */
    WHOLE
  }

  public Pooling {
    if (width < 1 || stride < 1) {
      throw new IllegalArgumentException("pooling of width " + width + ", stride " + stride);
    }
  }

  /** Pooling by windows that follow one another. */
  public static Pooling windows(Kind kind, int width) {
    return new Pooling(kind, Extent.WINDOWS, width, width);
  }

  /** Pooling into {@code parts} equal parts. */
  public static Pooling parts(Kind kind, int parts) {
    return new Pooling(kind, Extent.PARTS, parts, 1);
  }

  /** Pooling over the whole chain. */
  public static Pooling whole(Kind kind) {
    return new Pooling(kind, Extent.WHOLE, 1, 1);
  }

  /** Outputs of a chain of {@code length} sites. */
  public int outputs(int length) {
    return switch (extent) {
      case WINDOWS ->
          Math.min(
              Math.ceilDiv(length, stride), Math.ceilDiv(Math.max(0, length - width), stride) + 1);
      case PARTS -> width;
      case WHOLE -> 1;
    };
  }

  /** First site, counted from the chain's start, of output {@code output}. */
  public int begin(int output, int length) {
    return switch (extent) {
      case WINDOWS -> output * stride;
      case PARTS -> (int) ((long) output * length / width);
      case WHOLE -> 0;
    };
  }

  /** Site behind the last one of output {@code output}, counted from the chain's start. */
  public int end(int output, int length) {
    return switch (extent) {
      case WINDOWS -> (int) Math.min(length, (long) output * stride + width);
      case PARTS -> (int) Math.ceilDiv((output + 1L) * length, width);
      case WHOLE -> length;
    };
  }

  /** Layout of the output for chains {@code from}: samples, if whole chains are pooled. */
  public Layout layout(Layout from) {
    if (extent == Extent.WHOLE) {
      return Layout.samples(from.count());
    }
    int[] lengths = new int[from.count()];
    for (int chain = 0; chain < lengths.length; chain++) {
      lengths[chain] = outputs(from.length(chain));
    }
    return Layout.chains(lengths);
  }
}
