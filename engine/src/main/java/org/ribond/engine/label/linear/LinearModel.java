package org.ribond.engine.label.linear;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.linear.LinearWeights;
import org.ribond.engine.linear.SparseRow;
import org.ribond.engine.metric.ClassCalibration;

/**
 * A trained linear model of sequences. The arrays are not copied and must not be changed.
 *
 * @param features what it sees of a sequence
 * @param names of its outputs: classes, or columns of numbers
 * @param weights outputs x features, row-major
 * @param intercepts one for each output
 * @param calibration from scores to probabilities of classes; empty if it predicts numbers
 */
public record LinearModel(
    LinearFeatures features,
    List<String> names,
    double[] weights,
    double[] intercepts,
    Optional<ClassCalibration> calibration) {
  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  public LinearModel {
    names = List.copyOf(names);
    if (intercepts.length != names.size()
        || weights.length != names.size() * features.size()
        || (calibration.isPresent() && calibration.get().offsets().size() != names.size())) {
      throw new IllegalArgumentException(
          weights.length
              + " weights and "
              + intercepts.length
              + " intercepts for "
              + names.size()
              + " outputs of "
              + features.size()
              + " features");
    }
  }

  /** Whether it predicts classes, not numbers. */
  public boolean isClassifier() {
    return calibration.isPresent();
  }

  /** Number of outputs. */
  public int outputs() {
    return names.size();
  }

  /**
   * The outputs for a sequence of letter codes: a score for each class, the higher the likelier, or
   * the predicted numbers.
   */
  public double[] scores(byte[] codes) {
    SparseRow row = new SparseRow();
    features.read(codes, codes.length, new int[features.words()], row);
    double[] scores = new double[outputs()];
    new LinearWeights(features.size(), weights, intercepts).apply(row, 0, scores, 0);
    return scores;
  }

  /** Probabilities of the classes for a sequence of letter codes; the numbers if it is none. */
  public double[] predict(byte[] codes) {
    double[] scores = scores(codes);
    return calibration.isPresent() ? calibration.get().probabilities(scores) : scores;
  }

  /**
   * What {@link #predict(byte[])} gives for each sequence: sequences x outputs, row-major.
   *
   * @throws IllegalArgumentException if they are of another alphabet
   */
  public float[] predict(LabelData data) {
    if (data.alphabet() != features.alphabet()) {
      throw new IllegalArgumentException(
          data.source() + " is of " + data.alphabet() + ", the model of " + features.alphabet());
    }
    float[] predicted = new float[data.size() * outputs()];
    IntStream.range(0, data.size())
        .parallel()
        .forEach(
            i -> {
              double[] values = predict(data.codes(i));
              for (int j = 0; j < values.length; j++) {
                predicted[i * values.length + j] = (float) values[j];
              }
            });
    return predicted;
  }
}
