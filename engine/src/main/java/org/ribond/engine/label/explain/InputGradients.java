package org.ribond.engine.label.explain;

import java.util.ArrayList;
import java.util.List;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.ModelOutputs;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.label.predict.LabelPredictor;
import org.ribond.engine.metric.ClassCalibration;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.LetterGradient;
import org.ribond.engine.network.Readings;

/**
 * What each letter of a sequence is worth to a model, by gradient x input: the change that another
 * letter would make if the model went on from here in a straight line (Shrikumar et al., ICML 2017;
 * centred over the letters of a position, as the worth of {@link LetterChanges} is). One pass for
 * each network and strand, where mutagenesis takes one for each mutant.
 *
 * <p>Not thread-safe: it is driven by the one thread that drives the predictor.
 */
public final class InputGradients implements AutoCloseable {
  /** What a probability is divided by at least. */
  private static final double LEAST_PROBABILITY = 1e-7;

  private final LabelPredictor predictor;
  private final List<LetterGradient> gradients = new ArrayList<>();

  /**
   * Prepares gradients.
   *
   * @param predictor remains the caller's
   * @throws DataException if the model has no networks
   */
  public InputGradients(LabelPredictor predictor) {
    this.predictor = predictor;
    if (predictor.networks().isEmpty()) {
      throw new DataException("a linear model has no gradient: take mutagenesis");
    }
    try {
      for (ChainNetwork network : predictor.networks()) {
        gradients.add(new LetterGradient(network));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The worth of a sequence's letters.
   *
   * @param codes letter codes, at least one
   * @param output place of the class or the column that is asked about
   */
  public LetterChanges of(byte[] codes, int output) {
    LabelModel model = predictor.model();
    ModelOutputs outputs = model.facts().outputs();
    if (output < 0 || output >= outputs.size()) {
      throw new IllegalArgumentException("output " + output + " of " + outputs.names());
    }
    float given = predictor.predict(List.of(codes))[output];
    int letters = model.facts().molecule().alphabet().size();
    double[] sums = new double[Math.multiplyExact(codes.length, letters)];
    List<Reading> readings = readings(codes);
    double[] weights = weights(outputs, readings, output);
    for (Reading reading : readings) {
      double[] gradient =
          gradients
              .get(reading.network)
              .of(reading.letters, reading.isReverse, reading.logitWeights(outputs, weights));
      for (int place = 0; place < sums.length; place++) {
        sums[place] += gradient[reading.isReverse ? sums.length - 1 - place : place];
      }
    }
    double value = outputs instanceof ModelOutputs.Classes ? LetterChanges.logOdds(given) : given;
    float[] changes = new float[sums.length];
    for (int place = 0; place < sums.length; place++) {
      int code = codes[place / letters];
      double here = code < letters ? sums[place - place % letters + code] : 0;
      changes[place] = (float) (sums[place] - here);
    }
    return new LetterChanges(value, changes, letters);
  }

  /**
   * A sequence as one network reads it.
   *
   * @param share of its answer in the mean of all
   * @param values what the network gives: probabilities, or numbers
   */
  private record Reading(
      int network, boolean isReverse, int[] letters, double share, float[] values) {
    /** Derivatives of the model's value with respect to this network's own outputs. */
    float[] logitWeights(ModelOutputs outputs, double[] weights) {
      float[] result = new float[values.length];
      double mean = 0;
      for (int i = 0; i < values.length; i++) {
        mean += weights[i] * values[i];
      }
      for (int i = 0; i < values.length; i++) {
        result[i] =
            (float)
                switch (outputs) {
                  case ModelOutputs.Classes classes -> share * values[i] * (weights[i] - mean);
                  case ModelOutputs.Numbers numbers -> share * weights[i];
                };
      }
      return result;
    }
  }

  /** Opposite complements and opposite places make one list in reverse the other. */
  private List<Reading> readings(byte[] codes) {
    boolean readsBoth = predictor.model().facts().strands() == Strands.BOTH;
    boolean isClassifier = predictor.model().facts().outputs() instanceof ModelOutputs.Classes;
    List<ChainNetwork> networks = predictor.networks();
    double share = 1.0 / (networks.size() * (readsBoth ? 2 : 1));
    List<Reading> readings = new ArrayList<>();
    for (boolean isReverse : readsBoth ? List.of(false, true) : List.of(false)) {
      int[] letters = Strands.read(codes, isReverse);
      Readings one = Readings.of(List.of(letters), isReverse);
      for (int i = 0; i < networks.size(); i++) {
        ChainNetwork network = networks.get(i);
        float[] values = isClassifier ? network.probabilities(one) : network.outputs(one);
        readings.add(new Reading(i, isReverse, letters, share, values));
      }
    }
    return readings;
  }

  /** Derivatives of the model's value with respect to the mean of all answers. */
  private double[] weights(ModelOutputs outputs, List<Reading> readings, int output) {
    double[] weights = new double[outputs.size()];
    switch (outputs) {
      case ModelOutputs.Numbers numbers ->
          weights[output] = numbers.number(output, 1) - numbers.number(output, 0);
      case ModelOutputs.Classes classes -> {
        double[] means = new double[weights.length];
        for (Reading reading : readings) {
          for (int i = 0; i < means.length; i++) {
            means[i] += reading.share * reading.values[i];
          }
        }
        ClassCalibration calibration =
            predictor.model().calibration().orElse(ClassCalibration.none(weights.length));
        double[] scores = new double[weights.length];
        for (int i = 0; i < scores.length; i++) {
          scores[i] = LabelPredictor.logarithm(means[i]);
        }
        double[] probabilities = calibration.probabilities(scores);
        double others = Math.max(1 - probabilities[output], LEAST_PROBABILITY);
        for (int i = 0; i < weights.length; i++) {
          double share = i == output ? 1 : -probabilities[i] / others;
          weights[i] = calibration.slope() * share / Math.max(means[i], LEAST_PROBABILITY);
        }
      }
    }
    return weights;
  }

  @Override
  public void close() {
    gradients.forEach(LetterGradient::close);
  }
}
