package org.ribond.engine.label.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a set holds.
 *
 * @param molecule what its letters stand for
 * @param sequences number of sequences
 * @param shortest letters of the shortest
 * @param median letters of the middle one by length (the lower of two)
 * @param longest letters of the longest
 * @param letters how often each letter occurs, as it stands in the file
 * @param unknown number of letters that a network reads as unknown
 * @param parts sequences of each part; empty where the file has no split
 * @param classes sequences of each class and part, in the order of classes; empty for numbers
 * @param numbers what each column of numbers holds; empty for classes
 * @param duplicates sequences that an earlier one is equal to
 * @param contradictions sequences that an earlier one of another class, or other numbers, is equal
 *     to
 * @param crossing sequences that an earlier one of another part is equal to
 */
public record LabelCounts(
    Molecule molecule,
    int sequences,
    int shortest,
    int median,
    int longest,
    Map<Character, Long> letters,
    long unknown,
    Map<Part, Integer> parts,
    List<ClassCount> classes,
    List<Column> numbers,
    int duplicates,
    int contradictions,
    int crossing) {
  /**
   * The sequences of one class.
   *
   * @param name name of the class
   * @param sequences number of all of its sequences
   * @param parts those of each part; empty where the file has no split
   */
  public record ClassCount(String name, int sequences, Map<Part, Integer> parts) {}

  /**
   * A column of numbers.
   *
   * @param name its name
   * @param present how many values there are
   * @param missing how many are missing
   * @param least the smallest
   * @param mean their mean
   * @param deviation their standard deviation, of all as a population
   * @param greatest the largest
   */
  public record Column(
      String name,
      int present,
      int missing,
      double least,
      double mean,
      double deviation,
      double greatest) {}

  /** Counts {@code data}. */
  public static LabelCounts of(LabelData data) {
    int[] lengths = IntStream.range(0, data.size()).map(data::length).sorted().toArray();
    Map<Character, Long> letters = new TreeMap<>();
    long unknown = 0;
    for (int i = 0; i < data.size(); i++) {
      String text = data.letters(i);
      for (int j = 0; j < text.length(); j++) {
        letters.merge(text.charAt(j), 1L, Long::sum);
      }
    }
    for (Map.Entry<Character, Long> entry : letters.entrySet()) {
      boolean isUnknown = data.alphabet().code(entry.getKey()) == data.alphabet().size();
      unknown += isUnknown ? entry.getValue() : 0;
    }
    EqualSequences equal = new EqualSequences(data);
    int duplicates = 0;
    int contradictions = 0;
    int crossing = 0;
    for (int i = 0; i < data.size(); i++) {
      int first = equal.first(i);
      duplicates += first == i ? 0 : 1;
      contradictions += first == i || sameTarget(data.targets(), i, first) ? 0 : 1;
      crossing += first == i || data.part(i).equals(data.part(first)) ? 0 : 1;
    }
    boolean any = lengths.length > 0;
    return new LabelCounts(
        data.molecule(),
        data.size(),
        any ? lengths[0] : 0,
        any ? lengths[(lengths.length - 1) / 2] : 0,
        any ? lengths[lengths.length - 1] : 0,
        letters,
        unknown,
        parts(data, Optional.empty()),
        classes(data),
        columns(data),
        duplicates,
        contradictions,
        crossing);
  }

  private static boolean sameTarget(Targets targets, int i, int j) {
    return switch (targets) {
      case Targets.Classes classes -> classes.labels()[i] == classes.labels()[j];
      case Targets.Numbers numbers ->
          IntStream.range(0, numbers.outputs())
              .allMatch(
                  column ->
                      Float.compare(
                              numbers.values()[i * numbers.outputs() + column],
                              numbers.values()[j * numbers.outputs() + column])
                          == 0);
    };
  }

  private static Map<Part, Integer> parts(LabelData data, Optional<Integer> label) {
    Map<Part, Integer> parts = new EnumMap<>(Part.class);
    for (int i = 0; i < data.size() && data.hasParts(); i++) {
      if (label.isEmpty() || data.classes().labels()[i] == label.get()) {
        parts.merge(data.part(i).orElseThrow(), 1, Integer::sum);
      }
    }
    return parts;
  }

  private static List<ClassCount> classes(LabelData data) {
    List<ClassCount> counts = new ArrayList<>();
    if (data.targets() instanceof Targets.Classes classes) {
      int[] sizes = classes.counts();
      for (int label = 0; label < sizes.length; label++) {
        counts.add(
            new ClassCount(
                classes.names().get(label), sizes[label], parts(data, Optional.of(label))));
      }
    }
    return counts;
  }

  private static List<Column> columns(LabelData data) {
    List<Column> columns = new ArrayList<>();
    if (data.targets() instanceof Targets.Numbers numbers) {
      for (int column = 0; column < numbers.outputs(); column++) {
        columns.add(column(numbers.names().get(column), numbers.column(column)));
      }
    }
    return columns;
  }

  private static Column column(String name, float[] values) {
    int present = 0;
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      if (!Float.isNaN(value)) {
        present++;
        sum += value;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    double mean = sum / present;
    double squares = 0;
    for (float value : values) {
      squares += Float.isNaN(value) ? 0 : (value - mean) * (value - mean);
    }
    return new Column(
        name,
        present,
        values.length - present,
        least,
        mean,
        Math.sqrt(squares / present),
        greatest);
  }
}
