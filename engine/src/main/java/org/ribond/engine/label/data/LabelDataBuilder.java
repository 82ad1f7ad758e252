package org.ribond.engine.label.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelOptions.Target;

/** Gathers records to a set. */
final class LabelDataBuilder {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,18}");

  private final LabelOptions options;
  private final TextPool letters = new TextPool();
  private final TextPool names = new TextPool();
  private final Map<String, Integer> classes = new HashMap<>();
  private int[] labels = new int[1024];
  private float[] numbers = new float[1024];
  private byte[] parts = new byte[1024];
  private boolean hasParts;

  LabelDataBuilder(LabelOptions options) {
    if (options.target() == Target.NONE) {
      throw new IllegalArgumentException("a set needs targets; LabelRecords reads sequences alone");
    }
    this.options = options;
    options.classes().ifPresent(known -> known.forEach(name -> classes.put(name, classes.size())));
  }

  /**
   * Adds a record of {@code file}.
   *
   * @throws DataException if it has no label, a label that is not known or a number that is none
   */
  void add(String file, LabelRecord record) {
    int row = letters.size();
    if (row > 0 && hasParts != record.part().isPresent()) {
      throw error(file, record, "some records name a part of the split, others do not");
    }
    hasParts = record.part().isPresent();
    if (hasParts) {
      parts = row < parts.length ? parts : Arrays.copyOf(parts, 2 * row);
      parts[row] = (byte) record.part().get().code();
    }
    switch (options.target()) {
      case CLASS -> {
        labels = row < labels.length ? labels : Arrays.copyOf(labels, 2 * row);
        labels[row] = label(file, record);
      }
      case NUMBER -> {
        int columns = record.labels().size();
        int end = Math.multiplyExact(row + 1, columns);
        numbers = end <= numbers.length ? numbers : Arrays.copyOf(numbers, 2 * end);
        for (int column = 0; column < columns; column++) {
          numbers[row * columns + column] = number(file, record, column);
        }
      }
      case NONE -> throw new AssertionError("refused by the constructor");
    }
    letters.add(record.letters());
    names.add(record.name());
  }

  private int label(String file, LabelRecord record) {
    String label = record.labels().getFirst();
    if (label.isEmpty()) {
      throw error(file, record, "no label");
    }
    Integer known = classes.get(label);
    if (known == null && options.classes().isPresent()) {
      throw error(
          file,
          record,
          "label '"
              + label
              + "' was never seen in training; known are "
              + String.join(", ", options.classes().get()));
    }
    if (known == null) {
      known = classes.size();
      classes.put(label, known);
    }
    return known;
  }

  private static float number(String file, LabelRecord record, int column) {
    String field = record.labels().get(column);
    String upper = field.toUpperCase(Locale.ROOT);
    if (upper.isEmpty() || upper.equals("NA") || upper.equals("NAN")) {
      return Float.NaN;
    }
    float number = NUMBER.matcher(field).matches() ? Float.parseFloat(field) : Float.NaN;
    if (!Float.isFinite(number)) {
      throw error(file, record, "'" + field + "' is no number");
    }
    return number;
  }

  private static DataException error(String file, LabelRecord record, String what) {
    return new DataException(
        file + ": line " + record.line() + ": record '" + record.name() + "': " + what);
  }

  /**
   * The set.
   *
   * @param source what it was read from
   * @param columns names of the columns of numbers
   * @throws DataException if there is one class only or a column holds no number
   */
  LabelData build(String source, Molecule molecule, List<String> columns) {
    int size = letters.size();
    Targets targets =
        switch (options.target()) {
          case CLASS -> classes(source, size);
          case NUMBER -> numbers(source, size, columns);
          case NONE -> throw new AssertionError("refused by the constructor");
        };
    return new LabelData(
        source,
        molecule,
        letters,
        names,
        IntStream.range(0, size).toArray(),
        targets,
        hasParts ? Arrays.copyOf(parts, size) : new byte[0]);
  }

  private Targets classes(String source, int size) {
    if (options.classes().isPresent()) {
      return new Targets.Classes(options.classes().get(), Arrays.copyOf(labels, size));
    }
    List<String> sorted = sorted(classes.keySet().stream().toList());
    if (sorted.size() < 2) {
      throw new DataException(
          source
              + ": all "
              + size
              + " records are of one class, '"
              + sorted.getFirst()
              + "'; needed are at least two");
    }
    int[] places = new int[sorted.size()];
    for (int i = 0; i < places.length; i++) {
      places[classes.get(sorted.get(i))] = i;
    }
    return new Targets.Classes(
        sorted, Arrays.stream(labels, 0, size).map(label -> places[label]).toArray());
  }

  /** Whole numbers by value, if all names are such; else by letters. */
  private static List<String> sorted(List<String> names) {
    List<String> sorted = new ArrayList<>(names);
    Comparator<String> byLetters = Comparator.naturalOrder();
    sorted.sort(
        names.stream().allMatch(name -> WHOLE_NUMBER.matcher(name).matches())
            ? Comparator.<String>comparingLong(Long::parseLong).thenComparing(byLetters)
            : byLetters);
    return sorted;
  }

  private Targets numbers(String source, int size, List<String> columns) {
    Targets.Numbers result =
        new Targets.Numbers(columns, Arrays.copyOf(numbers, size * columns.size()));
    for (int column = 0; column < columns.size(); column++) {
      boolean hasNumber = false;
      for (float value : result.column(column)) {
        hasNumber |= !Float.isNaN(value);
      }
      if (!hasNumber) {
        throw new DataException(
            source + ": column '" + columns.get(column) + "' holds no number at all");
      }
    }
    return result;
  }
}
