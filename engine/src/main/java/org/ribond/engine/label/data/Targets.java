package org.ribond.engine.label.data;

import java.util.List;

/** What is known of each sequence of a set: its class, or one or more numbers. */
public sealed interface Targets {
  /** Number of sequences. */
  int size();

  /** Number of values that a model gives for a sequence: classes, or columns of numbers. */
  int outputs();

  /** Names of the values that a model gives: of classes, or of columns. */
  List<String> names();

  /** The targets of the sequences {@code rows}, in that order. */
  Targets subset(int[] rows);

  /**
   * One class for each sequence. The arrays are not copied and must not be changed.
   *
   * @param names names of the classes
   * @param labels for each sequence, the place of its class in {@code names}
   */
  record Classes(List<String> names, int[] labels) implements Targets {
    /** Checks the labels. */
    public Classes {
      names = List.copyOf(names);
      for (int label : labels) {
        if (label < 0 || label >= names.size()) {
          throw new IllegalArgumentException("label " + label + " is none of " + names);
        }
      }
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public int outputs() {
      return names.size();
    }

    /** Number of sequences of each class. */
    public int[] counts() {
      int[] counts = new int[names.size()];
      for (int label : labels) {
        counts[label]++;
      }
      return counts;
    }

    @Override
    public Classes subset(int[] rows) {
      int[] chosen = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        chosen[i] = labels[rows[i]];
      }
      return new Classes(names, chosen);
    }
  }

  /**
   * Numbers for each sequence. The array is not copied and must not be changed.
   *
   * @param names names of the columns
   * @param values sequences x columns, row-major; NaN where a value is missing
   */
  record Numbers(List<String> names, float[] values) implements Targets {
    /** Checks the shape. */
    public Numbers {
      names = List.copyOf(names);
      if (names.isEmpty() || values.length % names.size() != 0) {
        throw new IllegalArgumentException(
            values.length + " values do not fill " + names.size() + " columns");
      }
    }

    @Override
    public int size() {
      return values.length / names.size();
    }

    @Override
    public int outputs() {
      return names.size();
    }

    /** The values of one column, in a new array. */
    public float[] column(int column) {
      float[] result = new float[size()];
      for (int i = 0; i < result.length; i++) {
        result[i] = values[i * names.size() + column];
      }
      return result;
    }

    @Override
    public Numbers subset(int[] rows) {
      int columns = names.size();
      float[] chosen = new float[rows.length * columns];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(values, rows[i] * columns, chosen, i * columns, columns);
      }
      return new Numbers(names, chosen);
    }
  }
}
