package org.ribond.engine.compute;

/**
 * Attention along lines (Vaswani et al., 2017; over the rows and columns of maps: Ho et al., 2019):
 * each site sees the sites of its own line. With {@code width} channels in {@code heads} equal
 * parts, each head by itself makes of queries q, keys k and values v
 *
 * <pre>out[s, :] = sum over t of softmax over t(q[s, :].k[t, :] / sqrt(width / heads)) v[t, :]
 * </pre>
 *
 * @param axis which sites are a line
 * @param heads at least 1
 */
public record AxialAttention(Axis axis, int heads) {
  /** Lines of sites. */
  public enum Axis {
    /** The positions of a chain. */
    CHAIN,
    /** The cells of a row of a map. */
    ROW,
    /** The cells of a column of a map. */
    COLUMN
  }

  public AxialAttention {
    if (heads < 1) {
      throw new IllegalArgumentException("attention with " + heads + " heads");
    }
  }

  /** The sites of one line: {@code first}, {@code first + step}, ..., {@code count} of them. */
  public record Line(int first, int step, int count) {}

  /** Number of lines of {@code layout}. */
  private int lines(Layout layout) {
    int lines = 0;
    for (int item = 0; item < layout.count(); item++) {
      lines += lines(layout, item);
    }
    return lines;
  }

  private int lines(Layout layout, int item) {
    return switch (axis) {
      case CHAIN -> 1;
      case ROW -> layout.height(item);
      case COLUMN -> layout.width(item);
    };
  }

  /** All lines of {@code layout}, in order. */
  public Line[] all(Layout layout) {
    Line[] all = new Line[lines(layout)];
    int at = 0;
    for (int item = 0; item < layout.count(); item++) {
      int start = layout.start(item);
      int width = layout.width(item);
      for (int line = 0; line < lines(layout, item); line++) {
        all[at++] =
            switch (axis) {
              case CHAIN -> new Line(start, 1, layout.length(item));
              case ROW -> new Line(start + line * width, 1, width);
              case COLUMN -> new Line(start + line, width, layout.height(item));
            };
      }
    }
    return all;
  }
}
