package org.ribond.cli.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.ribond.cli.plot.Chart.Axis;
import org.ribond.cli.plot.Chart.Point;
import org.ribond.engine.embed.predict.PrincipalPlane;

/**
 * A picture of vectors on the plane on which they are spread most, coloured by what stands in a
 * column: names, of which the seven most frequent have a colour, or numbers, in fifths.
 */
public final class VectorMap {
  private static final int MOST_NAMES = 7;
  private static final int PARTS = 5;
  private static final String PART = " of 5";

  private final List<float[]> vectors = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  /** Adds a vector, with what stands in the column, or nothing. */
  public void add(float[] vector, String value) {
    vectors.add(vector);
    values.add(value.strip());
  }

  /**
   * The picture.
   *
   * @param title what is shown
   * @param column what it is coloured by
   */
  public Chart chart(String title, String column) {
    PrincipalPlane plane = new PrincipalPlane(vectors);
    Chart chart = new Chart(title, axis(plane, 0), axis(plane, 1));
    List<double[]> places = plane.places(vectors);
    SequencedMap<String, List<Point>> series = new LinkedHashMap<>();
    List<String> names = names(column);
    names.stream().distinct().sorted(order(names)).forEach(n -> series.put(n, new ArrayList<>()));
    for (int i = 0; i < names.size(); i++) {
      series.get(names.get(i)).add(new Point(places.get(i)[0], places.get(i)[1], 0));
    }
    boolean areParts = names.stream().anyMatch(name -> name.endsWith(PART));
    series.forEach(areParts ? chart::shades : chart::dots);
    return chart;
  }

  private static Axis axis(PrincipalPlane plane, int component) {
    return Axis.linear(
        String.format(
            Locale.ROOT,
            "principal component %d (%.0f %% of the variance)",
            component + 1,
            100 * plane.share(component)));
  }

  /** The most frequent first; fifths of numbers as they follow one another. */
  private static Comparator<String> order(List<String> names) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    names.forEach(name -> counts.merge(name, 1, Integer::sum));
    boolean areParts = names.stream().anyMatch(name -> name.endsWith(PART));
    return areParts
        ? Comparator.naturalOrder()
        : Comparator.comparingInt((String name) -> -counts.get(name)).thenComparing(name -> name);
  }

  /** The name of the series of each vector. */
  private List<String> names(String column) {
    double[] numbers = values.stream().mapToDouble(VectorMap::number).toArray();
    boolean areNumbers =
        Arrays.stream(numbers).filter(n -> !Double.isNaN(n)).distinct().count() > MOST_NAMES
            && values.stream().allMatch(v -> v.isEmpty() || !Double.isNaN(number(v)));
    if (areNumbers) {
      double[] sorted = Arrays.stream(numbers).filter(n -> !Double.isNaN(n)).sorted().toArray();
      List<String> names = new ArrayList<>();
      for (double number : numbers) {
        names.add(Double.isNaN(number) ? "not known" : part(number, sorted, column));
      }
      return names;
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    List<String> frequent =
        counts.keySet().stream()
            .sorted(Comparator.comparingInt((String name) -> -counts.get(name)))
            .limit(MOST_NAMES)
            .toList();
    return values.stream()
        .map(value -> frequent.contains(value) ? (value.isEmpty() ? "none" : value) : "others")
        .toList();
  }

  private static String part(double number, double[] sorted, String column) {
    int place = Arrays.binarySearch(sorted, number);
    while (place > 0 && sorted[place - 1] == number) {
      place--;
    }
    int part = Math.min(PARTS - 1, place * PARTS / sorted.length);
    return column + ", fifth " + (part + 1) + PART;
  }

  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
