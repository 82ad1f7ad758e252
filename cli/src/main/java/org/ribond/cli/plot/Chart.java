package org.ribond.cli.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ribond.cli.plot.ChartCanvas.Anchor;

/**
 * A line chart, as SVG text or a PNG file. Its series differ by colour, dash and marker.
 *
 * @see SeriesLook
 */
public final class Chart {
  private static final int WIDTH = 560;
  private static final int LEFT = 80;
  private static final int RIGHT = WIDTH - 16;
  private static final int TOP = 34;
  private static final int BOTTOM = 332;
  private static final int LABEL_ROW = 14;
  private static final int LEGEND_ROW = 18;
  private static final int LEGEND_TEXT = 37;
  private static final int LEGEND_COLUMN = (WIDTH - LEFT) / 2;
  private static final int EDGE = 4;

  /** Of one letter, in fonts that are wide. */
  private static final double LETTER_WIDTH = 7;

  private static final ChartCanvas.Stroke GREY =
      new ChartCanvas.Stroke("#777777", 1, List.of(3, 3));
  private static final ChartCanvas.Stroke GRID = ChartCanvas.Stroke.thin("#e4e4e4");
  private static final ChartCanvas.Stroke AXES = ChartCanvas.Stroke.thin("#444444");

  /**
   * A point.
   *
   * @param error half the length of its error bar, 0 for none
   */
  public record Point(double x, double y, double error) {}

  private enum Style {
    LINE,
    MARKED,
    POINTS,
    DOTS,
    SHADES,
    REFERENCE
  }

  private record Series(String name, List<Point> points, Style style) {
    boolean isDotted() {
      return style == Style.DOTS || style == Style.SHADES;
    }

    SeriesLook look(int index) {
      return style == Style.SHADES ? SeriesLook.shade(index) : SeriesLook.of(index);
    }
  }

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
  public record Axis(String label, boolean logarithmic, double from, double to) {
    /** An axis that is divided evenly and ends where the data do. */
    public static Axis linear(String label) {
      return new Axis(label, false, Double.NaN, Double.NaN);
    }

    static Axis unit(String label) {
      return new Axis(label, false, 0, 1);
    }

    static Axis logarithmic(String label) {
      return new Axis(label, true, Double.NaN, Double.NaN);
    }
  }

  /** A chart without anything on it. */
  public Chart(String title, Axis x, Axis y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** Marks these numbers, and no others, on the x axis, as they are written. */
  public void ticks(List<String> numbers) {
    numbers.stream()
        .map(number -> new Tick(Double.parseDouble(number), number))
        .sorted(Comparator.comparingDouble(Tick::value))
        .forEach(xTicks::add);
  }

  /** Names the places 0, 1, 2 and so on of the x axis. */
  public void names(List<String> names) {
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
  public void marked(String name, List<Point> points) {
    series.add(new Series(name, points, Style.MARKED));
  }

  /** Adds points alone, each with its error bar. */
  public void points(String name, List<Point> points) {
    series.add(new Series(name, points, Style.POINTS));
  }

  /** Adds many points, as small dots. */
  public void dots(String name, List<Point> points) {
    series.add(new Series(name, points, Style.DOTS));
  }

  /** Adds many points, as small dots, of colours that go from dark to light with the series. */
  void shades(String name, List<Point> points) {
    series.add(new Series(name, points, Style.SHADES));
  }

  /** Adds a thin grey line to compare with. */
  void reference(String name, List<Point> points) {
    series.add(new Series(name, points, Style.REFERENCE));
  }

  /** The chart as SVG text. */
  public String svg() {
    SvgCanvas canvas = new SvgCanvas(WIDTH, height(), title);
    draw(canvas);
    return canvas.svg();
  }

  /** Writes the chart as a PNG file. */
  public void writePng(Path file) {
    PngCanvas canvas = new PngCanvas(WIDTH, height());
    draw(canvas);
    canvas.write(file);
  }

  private int height() {
    int legend = hasLegend() ? legendRows(series.size()) * LEGEND_ROW + 6 : 0;
    return titleHeight() + 13 + legend;
  }

  /** Where the title of the x axis stands. */
  private int titleHeight() {
    return switch (nameRows()) {
      case 1 -> BOTTOM + 41;
      case 2 -> BOTTOM + 41 + LABEL_ROW;
      default ->
          BOTTOM
              + 32
              + (int) xTicks.stream().mapToDouble(tick -> textWidth(tick.label)).max().orElse(0);
    };
  }

  /** Rows that the names of the x axis need, or 0 if two are too few and they stand upright. */
  private int nameRows() {
    return !isNamed || haveRoom(1) ? 1 : haveRoom(2) ? 2 : 0;
  }

  private boolean haveRoom(int rows) {
    double room = rows * (double) (RIGHT - LEFT) / xTicks.size();
    return IntStream.range(0, xTicks.size() - rows)
        .mapToDouble(i -> textWidth(xTicks.get(i).label) + textWidth(xTicks.get(i + rows).label))
        .allMatch(widths -> widths / 2 + 2 * EDGE <= room);
  }

  private static double textWidth(String text) {
    return LETTER_WIDTH * text.length();
  }

  private void draw(ChartCanvas canvas) {
    ChartScale across = scale(x, false, LEFT, RIGHT);
    ChartScale up = scale(y, true, BOTTOM, TOP);
    canvas.text(LEFT, 20, Anchor.START, false, true, title);
    drawColumns(canvas, across);
    for (double value : up.ticks()) {
      double at = up.at(value);
      canvas.line(List.of(place(LEFT, at), place(RIGHT, at)), GRID);
      canvas.text(LEFT - 7, at + 4, Anchor.END, false, false, up.label(value));
    }
    canvas.line(List.of(place(LEFT, TOP), place(LEFT, BOTTOM), place(RIGHT, BOTTOM)), AXES);
    canvas.text((LEFT + RIGHT) / 2.0, titleHeight(), Anchor.MIDDLE, false, false, x.label);
    canvas.text(15, (TOP + BOTTOM) / 2.0, Anchor.MIDDLE, true, false, y.label);
    for (int i = 0; i < series.size(); i++) {
      draw(canvas, i, across, up);
      if (hasLegend()) {
        legend(canvas, i);
      }
    }
  }

  private void drawColumns(ChartCanvas canvas, ChartScale across) {
    List<Tick> columns =
        xTicks.isEmpty()
            ? across.ticks().stream().map(value -> new Tick(value, across.label(value))).toList()
            : xTicks;
    int rows = nameRows();
    double free = 0;
    for (int i = 0; i < columns.size(); i++) {
      String label = columns.get(i).label;
      double at = across.at(columns.get(i).value);
      canvas.line(List.of(place(at, TOP), place(at, BOTTOM)), GRID);
      if (rows == 0) {
        canvas.text(at + 4, BOTTOM + 8, Anchor.END, true, false, label);
        continue;
      }
      double half = textWidth(label) / 2;
      double middle = Math.max(EDGE + half, Math.min(at, WIDTH - EDGE - half));
      // A number without room has its grid line alone; names have been given room.
      if (isNamed || middle - half >= free) {
        int height = BOTTOM + 17 + LABEL_ROW * (i % rows);
        canvas.text(middle, height, Anchor.MIDDLE, false, false, label);
        free = middle + half + EDGE;
      }
    }
  }

  private static double[] place(double across, double up) {
    return new double[] {across, up};
  }

  private void draw(ChartCanvas canvas, int index, ChartScale across, ChartScale up) {
    Series each = series.get(index);
    double aside = aside(index, across);
    List<Point> shown =
        each.points.stream().filter(p -> across.shows(p.x) && up.shows(p.y)).toList();
    if (each.isDotted()) {
      for (Point point : shown) {
        each.look(index).dot(canvas, across.at(point.x), up.at(point.y));
      }
      return;
    }
    if (each.style != Style.POINTS) {
      canvas.line(
          shown.stream().map(p -> place(across.at(p.x) + aside, up.at(p.y))).toList(),
          stroke(index));
    }
    if (each.style == Style.LINE || each.style == Style.REFERENCE) {
      return;
    }
    for (Point point : shown) {
      double at = across.at(point.x) + aside;
      if (point.error > 0) {
        errorBar(canvas, at, up.at(point.y - point.error), up.at(point.y + point.error), index);
      }
      SeriesLook.of(index).mark(canvas, at, up.at(point.y));
    }
  }

  /** Points over one place, and bars of several lines, stand beside one another. */
  private double aside(int index, ChartScale across) {
    double fromMiddle = index - (series.size() - 1) / 2.0;
    if (series.get(index).style == Style.POINTS) {
      return fromMiddle * Math.min(9, (across.at(1) - across.at(0)) / (series.size() + 1));
    }
    boolean hasBars = series.stream().flatMap(s -> s.points.stream()).anyMatch(p -> p.error > 0);
    return hasBars ? 3 * fromMiddle : 0;
  }

  private static void errorBar(ChartCanvas canvas, double at, double low, double high, int index) {
    ChartCanvas.Stroke stroke = ChartCanvas.Stroke.thin(SeriesLook.of(index).colour());
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
    int left = isLegendHalved() ? LEFT + index % 2 * LEGEND_COLUMN : LEFT;
    int at = titleHeight() + 17 + LEGEND_ROW * legendRows(index);
    if (each.style != Style.POINTS && !each.isDotted()) {
      canvas.line(List.of(place(left, at), place(left + 30, at)), stroke(index));
    }
    if (each.isDotted()) {
      each.look(index).dot(canvas, left + 15.0, at);
    }
    if (each.style == Style.POINTS || each.style == Style.MARKED) {
      SeriesLook.of(index).mark(canvas, left + 15, at);
    }
    int row = 0;
    for (String line : lines(each.name)) {
      canvas.text(left + LEGEND_TEXT, at + 4 + LABEL_ROW * row++, Anchor.START, false, false, line);
    }
  }

  /** Rows of the legend that the first {@code entries} fill; of a row in two columns, both. */
  private int legendRows(int entries) {
    if (isLegendHalved()) {
      return entries == series.size() ? Math.ceilDiv(entries, 2) : entries / 2;
    }
    return series.subList(0, entries).stream().mapToInt(each -> lines(each.name).size()).sum();
  }

  private boolean isLegendHalved() {
    return series.stream().allMatch(s -> textWidth(s.name) <= LEGEND_COLUMN - LEGEND_TEXT);
  }

  /** A name in the legend, in as many lines as it needs. */
  private static List<String> lines(String name) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : name.split(" ", -1)) {
      if (!line.isEmpty() && textWidth(line + " " + word) > WIDTH - EDGE - LEFT - LEGEND_TEXT) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private ChartCanvas.Stroke stroke(int index) {
    return series.get(index).style == Style.REFERENCE ? GREY : SeriesLook.of(index).stroke();
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
      most = Math.max(Math.pow(10, Math.ceil(Math.log10(most) - 1e-9)), least * 10);
    } else {
      double margin = most > least ? (most - least) * 0.06 : Math.max(Math.abs(most), 1) * 0.1;
      // What cannot be below 0 has no room below it.
      least = isY && least >= 0 ? Math.max(0, least - margin) : least - margin;
      most += margin;
    }
    double from = Double.isNaN(axis.from) ? least : axis.from;
    double to = Double.isNaN(axis.to) ? most : axis.to;
    return new ChartScale(axis.logarithmic, from, to, start, end);
  }
}
