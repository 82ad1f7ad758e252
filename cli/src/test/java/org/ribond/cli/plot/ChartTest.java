package org.ribond.cli.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What charts say about their numbers. */
class ChartTest {
  private static final Pattern TEXT = Pattern.compile("<text [^>]*>([^<]*)</text>");
  private static final Pattern UPRIGHT = Pattern.compile("rotate\\(-90\\)[^>]*>([^<]*)</text>");

  private static List<String> texts(Pattern pattern, Chart chart) {
    return pattern.matcher(chart.svg()).results().map(result -> result.group(1)).toList();
  }

  private static List<String> labels(ChartScale scale) {
    return scale.ticks().stream().map(scale::label).toList();
  }

  @Test
  void tickLabels_ofCloseNumbers_differAndHaveEquallyManyDigits() {
    assertEquals(
        List.of("0.0050", "0.0055", "0.0060"),
        labels(new ChartScale(false, 0.0048, 0.00605, 0, 100)).stream()
            .filter(label -> label.length() == 6)
            .toList());
  }

  @Test
  void tickLabels_ofAnyRange_areAllDifferentAndParseToTheirTicks() {
    for (double size : new double[] {1e-9, 3e-6, 0.0007, 0.02, 0.9, 7, 1300, 4e5, 8e8}) {
      for (double part : new double[] {0.01, 0.3, 1}) {
        ChartScale scale = new ChartScale(false, size * (1 - part), size, 0, 100);
        List<String> labels = labels(scale);
        assertEquals(labels.size(), new HashSet<>(labels).size(), () -> labels.toString());
        for (int i = 0; i < labels.size(); i++) {
          double tick = scale.ticks().get(i);
          assertEquals(tick, Double.parseDouble(labels.get(i)), size * 1e-9, labels.toString());
        }
      }
    }
    assertEquals(
        List.of("1e-4", "0.001", "0.01", "0.1", "1"), labels(new ChartScale(true, 1e-4, 1, 0, 1)));
  }

  private static Chart named(List<String> names) {
    Chart chart =
        new Chart(
            "title",
            new Chart.Axis("names", false, -0.5, names.size() - 0.5),
            Chart.Axis.linear("score"));
    chart.names(names);
    chart.points(
        "", IntStream.range(0, names.size()).mapToObj(i -> new Chart.Point(i, i, 0)).toList());
    return chart;
  }

  @Test
  void names_thatDoNotFitInTwoRows_standUpright() {
    List<String> layouts =
        IntStream.range(0, 12).mapToObj(i -> "1024,512,256," + (100 + i)).toList();

    assertTrue(texts(UPRIGHT, named(layouts)).containsAll(layouts));

    List<String> few = List.of("relu", "batch-transformer", "transformer");
    assertEquals(List.of("score"), texts(UPRIGHT, named(few)));
    assertTrue(texts(TEXT, named(few)).containsAll(few));
  }

  @Test
  void numbersOfAnAxis_areShownAsWrittenOrLeftOutWhereTheyWouldMeet() {
    Chart chart = new Chart("title", Chart.Axis.linear("rate"), Chart.Axis.linear("score"));
    chart.ticks(List.of("0.01", "0.00015", "0.00016"));
    chart.marked("", List.of(new Chart.Point(0.00015, 1, 0), new Chart.Point(0.01, 2, 0)));

    List<String> texts = texts(TEXT, chart);
    assertTrue(texts.contains("0.00015"), texts.toString());
    assertFalse(texts.contains("0.00016"), texts.toString());
    assertTrue(texts.contains("0.01"), texts.toString());
  }

  @Test
  void legend_withLongNames_hasThemInSeveralLinesWithoutLosingAWord() {
    String name = String.join(" ", IntStream.range(0, 30).mapToObj(i -> "word" + i).toList());
    Chart chart = new Chart("title", Chart.Axis.unit("x"), Chart.Axis.unit("y"));
    chart.line(name, List.of(new Chart.Point(0, 0, 0)));
    chart.line("other", List.of(new Chart.Point(1, 1, 0)));

    List<String> lines =
        texts(TEXT, chart).stream().filter(text -> text.startsWith("word")).toList();
    assertTrue(lines.size() > 1, lines.toString());
    assertEquals(name, String.join(" ", lines));
  }

  @Test
  void looks_ofEightSeries_differInColourAndInDashAndInMarker() {
    List<SeriesLook> looks = IntStream.range(0, 8).mapToObj(SeriesLook::of).toList();

    assertEquals(8, looks.stream().map(SeriesLook::colour).distinct().count());
    assertEquals(8, looks.stream().map(SeriesLook::dash).distinct().count());
    Set<String> markers = new HashSet<>();
    for (SeriesLook look : looks) {
      markers.add(look.isHollow() + " " + look.corners().size() + " " + look.corners().get(0)[0]);
    }
    assertEquals(8, markers.size());
  }
}
