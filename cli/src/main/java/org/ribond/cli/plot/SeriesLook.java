package org.ribond.cli.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * How a series of a {@link Chart} looks. Of the first eight no two have the same colour, dash or
 * marker, so that they can be told apart in grey and by colour-blind readers (colours: Okabe and
 * Ito, 2008, the two lightest of them darkened to stand out from white, and Tol's wine).
 *
 * @param colour such as {@code #0072B2}
 * @param dash lengths of dashes and gaps in turn; none for a whole line
 * @param corners places of the marker's corners around its middle
 * @param isHollow whether the marker is an outline
 */
record SeriesLook(String colour, List<Integer> dash, List<double[]> corners, boolean isHollow) {
  private static final List<String> COLOURS =
      List.of(
          "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#3399D0", "#B57B00", "#882255");

  /**
   * Steps whose lightness rises evenly, so that they keep their order in grey and for colour-blind
   * readers (after viridis of van der Walt and Smith, 2015, its yellow darkened).
   */
  private static final List<String> RAMP =
      List.of("#440154", "#3B528B", "#21918C", "#5DB85C", "#D9B51C", "#999999");

  private static final List<List<Integer>> DASHES =
      List.of(
          List.of(),
          List.of(7, 3),
          List.of(2, 3),
          List.of(9, 3, 2, 3),
          List.of(16, 4),
          List.of(9, 3, 2, 3, 2, 3),
          List.of(4, 6),
          List.of(16, 4, 5, 4));
  private static final int MARKERS = 4;

  /** The look of the series number {@code index}, from 0. */
  static SeriesLook of(int index) {
    return new SeriesLook(
        COLOURS.get(index % COLOURS.size()),
        DASHES.get(index % DASHES.size()),
        corners(index % MARKERS),
        index / MARKERS % 2 == 1);
  }

  /**
   * The look of the step number {@code index} of a scale, from dark to light, see {@link #RAMP}.
   */
  static SeriesLook shade(int index) {
    return new SeriesLook(RAMP.get(index % RAMP.size()), List.of(), corners(0), false);
  }

  /** Corners of a disc, a square, a triangle or a diamond. */
  private static List<double[]> corners(int kind) {
    int corners = kind == 0 ? 24 : kind == 2 ? 3 : 4;
    double radius = kind == 0 ? 4 : 5.5;
    double turn = kind == 1 ? Math.PI / 4 : 0;
    List<double[]> places = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      double angle = turn + 2 * Math.PI * i / corners;
      places.add(new double[] {radius * Math.sin(angle), -radius * Math.cos(angle)});
    }
    return places;
  }

  ChartCanvas.Stroke stroke() {
    return new ChartCanvas.Stroke(colour, 2, dash);
  }

  /** Draws a small square with its middle at (x, y). */
  void dot(ChartCanvas canvas, double x, double y) {
    List<double[]> places = new ArrayList<>();
    for (int corner = 0; corner < 4; corner++) {
      double across = corner == 0 || corner == 3 ? -1.6 : 1.6;
      places.add(new double[] {x + across, y + (corner < 2 ? -1.6 : 1.6)});
    }
    canvas.shape(places, colour);
  }

  /** Draws the marker with its middle at (x, y). */
  void mark(ChartCanvas canvas, double x, double y) {
    List<double[]> places = new ArrayList<>();
    corners.forEach(corner -> places.add(new double[] {x + corner[0], y + corner[1]}));
    canvas.shape(places, isHollow ? "#ffffff" : colour);
    if (isHollow) {
      // Once around and along the first side again, so that no corner stays open.
      places.addAll(List.copyOf(places.subList(0, 2)));
      canvas.line(places, new ChartCanvas.Stroke(colour, 1.6, List.of()));
    }
  }
}
