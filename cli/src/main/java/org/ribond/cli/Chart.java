package org.ribond.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.ribond.cli.ChartCanvas.Anchor;

/**
 * A line chart, as SVG text or a PNG file. Series differ by colour, dash and marker, so that they
 * can be told apart in grey and by colour-blind readers (colours: Okabe and Ito, 2008).
 */
final class Chart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final int LEFT = 66;
  private static final int RIGHT = 16;
  private static final int TOP = 34;
  private static final int BOTTOM = 48;
  private static final int LEGEND_ROW = 18;
  private static final int LONG_NAME = 28;
  private static final int FEW_NAMES = 5;

  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");
  private static final List<List<Integer>> DASHES =
      List.of(List.of(), List.of(7, 3), List.of(2, 3), List.of(9, 3, 2, 3), List.of(12, 3));
  private static final String GREY = "#777777";
  private static final ChartCanvas.Stroke GRID = ChartCanvas.Stroke.thin("#e4e4e4");
  private static final ChartCanvas.Stroke AXES = ChartCanvas.Stroke.thin("#444444");

  /**
   * A point.
   *
   * @param error half the length of its error bar, 0 for none
   */
  record Point(double x, double y, double error) {}

  private enum Style {
    LINE,
    MARKED,
    POINTS,
    REFERENCE
  }

  private record Series(String name, List<Point> points, Style style) {}

  private record Tick(double value, String label) {}

  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();
  private final List<Tick> xTicks = new ArrayList<>();
  private boolean isNamed;

  /**
   * An axis.
   *
   * @param label what it shows, with its unit
   * @param logarithmic whether decades are of equal length
   * @param from its beginning, or not a number for that of the data
   * @param to its end, or not a number for that of the data
   */
  record Axis(String label, boolean logarithmic, double from, double to) {
    static Axis linear(String label) {
      return new Axis(label, false, Double.NaN, Double.NaN);
    }

    static Axis unit(String label) {
      return new Axis(label, false, 0, 1);
    }

    static Axis logarithmic(String label) {
      return new Axis(label, true, Double.NaN, Double.NaN);
    }
  }

  Chart(String title, Axis x, Axis y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** Marks these values, and no others, on the x axis. */
  void ticks(Collection<Double> values) {
    values.forEach(value -> xTicks.add(new Tick(value, number(value))));
  }

  /** Names the places 0, 1, 2 and so on of the x axis. */
  void names(List<String> names) {
    isNamed = true;
    for (int i = 0; i < names.size(); i++) {
      xTicks.add(new Tick(i, names.get(i)));
    }
  }

  /** Adds a line through {@code points}. */
  void line(String name, List<Point> points) {
    series.add(new Series(name, points, Style.LINE));
  }

  /** Adds a line through {@code points}, with a marker and an error bar at each. */
  void marked(String name, List<Point> points) {
    series.add(new Series(name, points, Style.MARKED));
  }

  /** Adds points alone, each with its error bar. */
  void points(String name, List<Point> points) {
    series.add(new Series(name, points, Style.POINTS));
  }

  /** Adds a thin grey line to compare with. */
  void reference(String name, List<Point> points) {
    series.add(new Series(name, points, Style.REFERENCE));
  }

  /** The chart as SVG text. */
  String svg() {
    SvgCanvas canvas = new SvgCanvas(WIDTH, height(), title);
    draw(canvas);
    return canvas.svg();
  }

  /** Writes the chart as a PNG file. */
  void writePng(Path file) {
    PngCanvas canvas = new PngCanvas(WIDTH, height());
    draw(canvas);
    canvas.write(file);
  }

  private int height() {
    return HEIGHT
        + (hasLegend() ? LEGEND_ROW * Math.ceilDiv(series.size(), legendColumns()) : 0)
        + 6;
  }

  private void draw(ChartCanvas canvas) {
    ChartScale across = scale(x, false, LEFT, WIDTH - RIGHT);
    ChartScale up = scale(y, true, HEIGHT - BOTTOM, TOP);
    canvas.text(LEFT, 20, Anchor.START, false, true, title);
    List<Tick> columns = xTicks.isEmpty() ? ticks(across) : xTicks;
    for (int i = 0; i < columns.size(); i++) {
      double at = across.at(columns.get(i).value);
      // Many long names need two rows.
      int row = isNamed && columns.size() > FEW_NAMES ? i % 2 : 0;
      canvas.line(List.of(place(at, TOP), place(at, HEIGHT - BOTTOM)), GRID);
      canvas.text(
          at, HEIGHT - BOTTOM + 15 + 11 * row, Anchor.MIDDLE, false, false, columns.get(i).label);
    }
    for (Tick tick : ticks(up)) {
      double at = up.at(tick.value);
      canvas.line(List.of(place(LEFT, at), place(WIDTH - RIGHT, at)), GRID);
      canvas.text(LEFT - 7, at + 4, Anchor.END, false, false, tick.label);
    }
    canvas.line(
        List.of(
            place(LEFT, TOP), place(LEFT, HEIGHT - BOTTOM), place(WIDTH - RIGHT, HEIGHT - BOTTOM)),
        AXES);
    canvas.text(
        (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + 41, Anchor.MIDDLE, false, false, x.label);
    canvas.text(15, (TOP + HEIGHT - BOTTOM) / 2.0, Anchor.MIDDLE, true, false, y.label);
    for (int i = 0; i < series.size(); i++) {
      draw(canvas, i, across, up);
      if (hasLegend()) {
        legend(canvas, i);
      }
    }
  }

  private static List<Tick> ticks(ChartScale scale) {
    return scale.ticks().stream().map(value -> new Tick(value, number(value))).toList();
  }

  private static double[] place(double across, double up) {
    return new double[] {across, up};
  }

  private void draw(ChartCanvas canvas, int index, ChartScale across, ChartScale up) {
    Series each = series.get(index);
    List<Point> shown =
        each.points.stream().filter(p -> across.shows(p.x) && up.shows(p.y)).toList();
    if (each.style != Style.POINTS) {
      canvas.line(
          shown.stream().map(p -> place(across.at(p.x), up.at(p.y))).toList(), stroke(index));
    }
    if (each.style == Style.LINE || each.style == Style.REFERENCE) {
      return;
    }
    // Points of several series over one place stand beside one another.
    double aside = each.style == Style.POINTS ? 7 * (index - (series.size() - 1) / 2.0) : 0;
    for (Point point : shown) {
      double at = across.at(point.x) + aside;
      if (point.error > 0) {
        errorBar(canvas, at, up.at(point.y - point.error), up.at(point.y + point.error), index);
      }
      canvas.shape(marker(index, at, up.at(point.y)), colour(index));
    }
  }

  private void errorBar(ChartCanvas canvas, double at, double low, double high, int index) {
    ChartCanvas.Stroke stroke = ChartCanvas.Stroke.thin(colour(index));
    canvas.line(List.of(place(at, low), place(at, high)), stroke);
    canvas.line(List.of(place(at - 4, low), place(at + 4, low)), stroke);
    canvas.line(List.of(place(at - 4, high), place(at + 4, high)), stroke);
  }

  /** One line needs no name. */
  private boolean hasLegend() {
    return series.size() > 1;
  }

  private void legend(ChartCanvas canvas, int index) {
    Series each = series.get(index);
    int left = LEFT + index % legendColumns() * (WIDTH - LEFT) / 2;
    int at = HEIGHT + LEGEND_ROW * (index / legendColumns()) + 8;
    if (each.style != Style.POINTS) {
      canvas.line(List.of(place(left, at), place(left + 30, at)), stroke(index));
    }
    if (each.style == Style.POINTS || each.style == Style.MARKED) {
      canvas.shape(marker(index, left + 15, at), colour(index));
    }
    canvas.text(left + 37, at + 4, Anchor.START, false, false, each.name);
  }

  /** Long names have a row each. */
  private int legendColumns() {
    return series.stream().anyMatch(each -> each.name.length() > LONG_NAME) ? 1 : 2;
  }

  private ChartCanvas.Stroke stroke(int index) {
    return series.get(index).style == Style.REFERENCE
        ? new ChartCanvas.Stroke(GREY, 1, List.of(3, 3))
        : new ChartCanvas.Stroke(colour(index), 2, DASHES.get(index % DASHES.size()));
  }

  private String colour(int index) {
    return series.get(index).style == Style.REFERENCE ? GREY : COLOURS.get(index % COLOURS.size());
  }

  /** Corners of a disc, a square, a triangle or a diamond. */
  private static List<double[]> marker(int index, double at, double height) {
    int kind = index % 4;
    int corners = kind == 0 ? 24 : kind == 2 ? 3 : 4;
    double radius = kind == 0 ? 4 : 5.5;
    double turn = kind == 1 ? Math.PI / 4 : 0;
    List<double[]> places = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      double angle = turn + 2 * Math.PI * i / corners;
      places.add(place(at + radius * Math.sin(angle), height - radius * Math.cos(angle)));
    }
    return places;
  }

  static String number(double value) {
    double size = Math.abs(value);
    if (value != 0 && (size < 0.001 || size >= 100_000)) {
      return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-").replace("e+0", "e");
    }
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  private ChartScale scale(Axis axis, boolean isY, double start, double end) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Series each : series) {
      for (Point point : each.points) {
        double value = isY ? point.y : point.x;
        double error = isY ? point.error : 0;
        if (Double.isFinite(value) && (!axis.logarithmic || value > 0)) {
          double lower = value >= 0 ? Math.max(0, value - error) : value - error;
          least = Math.min(least, axis.logarithmic ? value : lower);
          most = Math.max(most, value + error);
        }
      }
    }
    if (!(least <= most)) {
      least = axis.logarithmic ? 0.1 : 0;
      most = 1;
    }
    if (axis.logarithmic) {
      least = Math.pow(10, Math.floor(Math.log10(least) + 1e-9));
      most = Math.max(most, least * 10);
    } else {
      double margin = most > least ? (most - least) * 0.06 : Math.max(Math.abs(most), 1) * 0.1;
      // What cannot be below 0 has no room below it.
      least = least >= 0 ? Math.max(0, least - margin) : least - margin;
      most += margin;
    }
    double from = Double.isNaN(axis.from) ? least : axis.from;
    double to = Double.isNaN(axis.to) ? most : axis.to;
    return new ChartScale(axis.logarithmic, from, to, start, end);
  }
}
