package org.ribond.cli.plot;

import java.util.List;

/** What a {@link Chart} is drawn on. Lengths are pixels of a screen, y grows downwards. */
interface ChartCanvas {
  /** Where a text lies in relation to its place. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * How a line is drawn.
   *
   * @param colour such as {@code #0072B2}
   * @param dash lengths of dashes and gaps in turn; none for a whole line
   */
  record Stroke(String colour, double width, List<Integer> dash) {
    static Stroke thin(String colour) {
      return new Stroke(colour, 1, List.of());
    }
  }

  /** A line through places (x, y), or nothing if there are none. */
  void line(List<double[]> places, Stroke stroke);

  /** A filled shape with its corners at places (x, y). */
  void shape(List<double[]> corners, String colour);

  /** Text on its base line; from bottom to top if {@code isUpright}. */
  void text(double x, double y, Anchor anchor, boolean isUpright, boolean isTitle, String text);
}
