package org.ribond.engine.label.model;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.label.data.Targets;

/** What a model gives for a sequence. */
public sealed interface ModelOutputs {
  /** Names of the classes, or of the columns of numbers. */
  List<String> names();

  /** Number of outputs. */
  default int size() {
    return names().size();
  }

  /**
   * What a model learns to give from training targets.
   *
   * @throws IllegalArgumentException if a column has no number
   */
  static ModelOutputs of(Targets training) {
    return switch (training) {
      case Targets.Classes classes -> new Classes(classes.names());
      case Targets.Numbers numbers -> Numbers.of(numbers);
    };
  }

  /** A probability for each class. */
  record Classes(List<String> names) implements ModelOutputs {
    public Classes {
      names = List.copyOf(names);
    }
  }

  /**
   * Numbers. A network gives them in standard units: with the mean taken off, over the standard
   * deviation.
   *
   * @param means mean of each column in training
   * @param deviations standard deviation of each column in training, above 0
   */
  record Numbers(List<String> names, List<Double> means, List<Double> deviations)
      implements ModelOutputs {
    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if they differ, or a number is out of range
     */
    public Numbers {
      names = List.copyOf(names);
      means = List.copyOf(means);
      deviations = List.copyOf(deviations);
      if (means.size() != names.size() || deviations.size() != names.size()) {
        throw new IllegalArgumentException(
            names + " have " + means.size() + " means, " + deviations.size() + " deviations");
      }
      for (int i = 0; i < names.size(); i++) {
        if (!Double.isFinite(means.get(i))
            || !(deviations.get(i) > 0 && Double.isFinite(deviations.get(i)))) {
          throw new IllegalArgumentException(
              "numbers of mean " + means.get(i) + " and deviation " + deviations.get(i));
        }
      }
    }

    private static Numbers of(Targets.Numbers training) {
      int columns = training.names().size();
      List<Double> means = new ArrayList<>();
      List<Double> deviations = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        double sum = 0;
        int known = 0;
        for (int i = column; i < training.values().length; i += columns) {
          if (!Float.isNaN(training.values()[i])) {
            sum += training.values()[i];
            known++;
          }
        }
        if (known == 0) {
          throw new IllegalArgumentException(
              "column '" + training.names().get(column) + "' has no number to learn from");
        }
        double mean = sum / known;
        double squares = 0;
        for (int i = column; i < training.values().length; i += columns) {
          if (!Float.isNaN(training.values()[i])) {
            squares += (training.values()[i] - mean) * (training.values()[i] - mean);
          }
        }
        double deviation = Math.sqrt(squares / known);
        means.add(mean);
        deviations.add(deviation > 0 ? deviation : 1);
      }
      return new Numbers(training.names(), means, deviations);
    }

    /** A number of a column in standard units. */
    public float standard(int column, float value) {
      return (float) ((value - means.get(column)) / deviations.get(column));
    }

    /** A column's number from standard units. */
    public double number(int column, double standard) {
      return means.get(column) + standard * deviations.get(column);
    }
  }
}
