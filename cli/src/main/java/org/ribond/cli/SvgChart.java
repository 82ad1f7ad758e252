package org.ribond.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A line chart as SVG text. Series differ by colour, dash and marker, so that they can be told
 * apart in grey and by colour-blind readers (colours: Okabe and Ito, 2008).
 */
final class SvgChart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final int LEFT = 66;
  private static final int RIGHT = 16;
  private static final int TOP = 34;
  private static final int BOTTOM = 48;
  private static final int LEGEND_ROW = 18;
  private static final int MOST_TICKS = 6;
  private static final int LONG_NAME = 28;

  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");
  private static final List<String> DASHES = List.of("", "7 3", "2 3", "9 3 2 3", "", "7 3", "2 3");

  /**
   * A point.
   *
   * @param error half the length of its error bar, 0 for none
   */
  record Point(double x, double y, double error) {}

  private record Series(String name, List<Point> points, boolean marked, boolean reference) {}

  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();
  private final List<Double> xTicks = new ArrayList<>();

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

  SvgChart(String title, Axis x, Axis y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** Marks these values, and no others, on the x axis. */
  void ticks(Collection<? extends Number> values) {
    values.forEach(value -> xTicks.add(value.doubleValue()));
  }

  /** Adds a line through {@code points}, with a marker at each if {@code marked}. */
  void line(String name, List<Point> points, boolean marked) {
    series.add(new Series(name, points, marked, false));
  }

  /** Adds a thin grey line to compare with. */
  void reference(String name, List<Point> points) {
    series.add(new Series(name, points, false, true));
  }

  /** The chart. */
  String svg() {
    Scale across = scale(x, false, LEFT, WIDTH - RIGHT);
    Scale up = scale(y, true, HEIGHT - BOTTOM, TOP);
    int height = HEIGHT + LEGEND_ROW * Math.ceilDiv(series.size(), legendColumns()) + 6;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-label=\"%s\" font-family=\"system-ui,sans-serif\" font-size=\"12\">",
        WIDTH,
        height,
        Html.escape(title));
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, height);
    add(
        svg,
        "<text x=\"%d\" y=\"20\" font-size=\"14\" font-weight=\"600\">%s</text>",
        LEFT,
        Html.escape(title));
    for (double tick : xTicks.isEmpty() ? across.ticks() : xTicks) {
      double at = across.at(tick);
      add(svg, "<path d=\"M%.1f %dV%d\" stroke=\"#e4e4e4\"/>", at, TOP, HEIGHT - BOTTOM);
      add(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#444\">%s</text>",
          at,
          HEIGHT - BOTTOM + 17,
          number(tick));
    }
    for (double tick : up.ticks()) {
      double at = up.at(tick);
      add(svg, "<path d=\"M%d %.1fH%d\" stroke=\"#e4e4e4\"/>", LEFT, at, WIDTH - RIGHT);
      add(
          svg,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#444\">%s</text>",
          LEFT - 7,
          at + 4,
          number(tick));
    }
    add(
        svg,
        "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#444\"/>",
        LEFT,
        TOP,
        HEIGHT - BOTTOM,
        WIDTH - RIGHT);
    add(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - BOTTOM + 37,
        Html.escape(x.label));
    add(
        svg,
        "<text transform=\"translate(15 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        (TOP + HEIGHT - BOTTOM) / 2,
        Html.escape(y.label));
    for (int i = 0; i < series.size(); i++) {
      draw(svg, i, across, up);
      legend(svg, i);
    }
    return svg.append("</svg>").toString();
  }

  private void draw(StringBuilder svg, int index, Scale across, Scale up) {
    Series each = series.get(index);
    StringBuilder path = new StringBuilder();
    for (Point point : each.points) {
      if (across.shows(point.x) && up.shows(point.y)) {
        path.append(path.isEmpty() ? 'M' : 'L');
        add(path, "%.1f %.1f", across.at(point.x), up.at(point.y));
      }
    }
    String colour = colour(index);
    add(
        svg,
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-dasharray=\"%s\"/>",
        path,
        colour,
        each.reference ? "1" : "2",
        each.reference ? "3 3" : DASHES.get(index % DASHES.size()));
    if (!each.marked) {
      return;
    }
    for (Point point : each.points) {
      if (!across.shows(point.x) || !up.shows(point.y)) {
        continue;
      }
      double px = across.at(point.x);
      if (point.error > 0) {
        add(
            svg,
            "<path d=\"M%.1f %.1fV%.1fM%.1f %.1fh8M%.1f %.1fh8\" stroke=\"%s\"/>",
            px,
            up.at(point.y - point.error),
            up.at(point.y + point.error),
            px - 4,
            up.at(point.y - point.error),
            px - 4,
            up.at(point.y + point.error),
            colour);
      }
      marker(svg, index, px, up.at(point.y));
    }
  }

  private void legend(StringBuilder svg, int index) {
    Series each = series.get(index);
    int left = LEFT + index % legendColumns() * (WIDTH - LEFT) / 2;
    int at = HEIGHT + LEGEND_ROW * (index / legendColumns()) + 8;
    add(
        svg,
        "<path d=\"M%d %dh30\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>",
        left,
        at,
        colour(index),
        each.reference ? "3 3" : DASHES.get(index % DASHES.size()));
    if (each.marked) {
      marker(svg, index, left + 15, at);
    }
    add(svg, "<text x=\"%d\" y=\"%d\">%s</text>", left + 37, at + 4, Html.escape(each.name));
  }

  /** Long names have a row each. */
  private int legendColumns() {
    return series.stream().anyMatch(each -> each.name.length() > LONG_NAME) ? 1 : 2;
  }

  private String colour(int index) {
    return series.get(index).reference ? "#888" : COLOURS.get(index % COLOURS.size());
  }

  private void marker(StringBuilder svg, int index, double at, double height) {
    String shape =
        switch (index % 4) {
          case 0 -> "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0";
          case 1 -> "m-4 -4h8v8h-8z";
          case 2 -> "m0 -5l5 9h-10z";
          default -> "m0 -5l5 5l-5 5l-5 -5z";
        };
    add(svg, "<path d=\"M%.1f %.1f%s\" fill=\"%s\"/>", at, height, shape, colour(index));
  }

  // The annotation that is wanted here would be a dependency of its own.
  @SuppressWarnings("AnnotateFormatMethod")
  private static void add(StringBuilder to, String format, Object... values) {
    to.append(String.format(Locale.ROOT, format, values));
  }

  static String number(double value) {
    double size = Math.abs(value);
    if (value != 0 && (size < 0.001 || size >= 100_000)) {
      return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-").replace("e+0", "e");
    }
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  private Scale scale(Axis axis, boolean isY, double start, double end) {
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
    return new Scale(axis.logarithmic, from, to, start, end);
  }

  /** Places values of an axis on the paper. */
  private record Scale(boolean logarithmic, double from, double to, double start, double end) {
    boolean shows(double value) {
      return Double.isFinite(value) && (!logarithmic || value > 0);
    }

    double at(double value) {
      double part =
          logarithmic
              ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
              : (value - from) / (to - from);
      return start + Math.clamp(part, 0, 1) * (end - start);
    }

    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      if (logarithmic) {
        for (double tick = from; tick <= to * 1.0001; tick *= 10) {
          ticks.add(tick);
        }
        return ticks;
      }
      double rough = (to - from) / MOST_TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double step = power;
      for (double factor : new double[] {2, 5, 10}) {
        step = step < rough ? factor * power : step;
      }
      for (double tick = Math.ceil(from / step - 1e-9) * step;
          tick <= to + step * 1e-9;
          tick += step) {
        ticks.add(Math.abs(tick) < step * 1e-9 ? 0 : tick);
      }
      return ticks;
    }
  }
}
