package org.ribond.cli.plot;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws as SVG text, without scripts or other files. */
final class SvgCanvas implements ChartCanvas {
  private final StringBuilder svg = new StringBuilder();

  /** A white canvas; {@code title} is for those who cannot see it. */
  SvgCanvas(int width, int height, String title) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
            + " viewBox=\"0 0 %1$d %2$d\" role=\"img\" aria-label=\"%3$s\""
            + " font-family=\"system-ui,sans-serif\" font-size=\"12\" fill=\"#1a1a1a\">",
        width, height, Html.escape(title));
    add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", width, height);
  }

  /** The text of what has been drawn. */
  String svg() {
    return svg + "</svg>";
  }

  @Override
  public void line(List<double[]> places, Stroke stroke) {
    if (places.isEmpty()) {
      return;
    }
    String dash = stroke.dash().stream().map(String::valueOf).collect(Collectors.joining(" "));
    add(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s/>",
        path(places),
        stroke.colour(),
        String.format(Locale.ROOT, "%.1f", stroke.width()),
        dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
  }

  @Override
  public void shape(List<double[]> corners, String colour) {
    add("<path d=\"%sZ\" fill=\"%s\"/>", path(corners), colour);
  }

  private static String path(List<double[]> places) {
    return places.stream()
        .map(place -> String.format(Locale.ROOT, "%.1f %.1f", place[0], place[1]))
        .collect(Collectors.joining("L", "M", ""));
  }

  @Override
  public void text(
      double x, double y, Anchor anchor, boolean isUpright, boolean isTitle, String text) {
    add(
        "<text transform=\"translate(%.1f %.1f)%s\" text-anchor=\"%s\"%s>%s</text>",
        x,
        y,
        isUpright ? " rotate(-90)" : "",
        anchor.name().toLowerCase(Locale.ROOT),
        isTitle ? " font-size=\"14\" font-weight=\"600\"" : "",
        Html.escape(text));
  }

  // The annotation that is wanted here would be a dependency of its own.
  @SuppressWarnings("AnnotateFormatMethod")
  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
