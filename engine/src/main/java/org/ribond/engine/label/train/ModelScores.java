package org.ribond.engine.label.train;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Targets;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.predict.LabelPredictor;
import org.ribond.engine.metric.ClassCalibration;
import org.ribond.engine.metric.ClassEvaluation;
import org.ribond.engine.metric.ClassScores;
import org.ribond.engine.metric.NumberEvaluation;
import org.ribond.engine.metric.NumberScores;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;

/** Puts on a model's card how good it is on the validation sequences, and its calibration. */
final class ModelScores {
  /** Number of training sequences, on the card. */
  static final String SEQUENCES = "data.sequences";

  private static final String PREFIX = ModelCard.SCORE + "valid.";

  private ModelScores() {}

  /** The model of networks with a temperature fitted on {@code valid}, and its scores there. */
  static TrainedModel calibrated(
      TrainedModel model, LabelData valid, Backend backend, LongConsumer progress) {
    float[] values;
    try (LabelPredictor predictor = new LabelPredictor(LabelModel.of(model), backend)) {
      values = predictor.predict(valid, progress);
    }
    SequencedMap<String, String> card = new LinkedHashMap<>(model.card());
    if (valid.targets() instanceof Targets.Classes classes) {
      int outputs = classes.outputs();
      double[] scores = new double[values.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = LabelPredictor.logarithm(values[i]);
      }
      Optional<ClassCalibration> fitted =
          ClassCalibration.temperature(outputs, scores, classes.labels());
      fitted.ifPresent(calibration -> apply(calibration, scores, outputs, values));
      fitted.ifPresent(calibration -> card.putAll(LabelModel.entries(calibration)));
    }
    put(card, valid, values);
    return new TrainedModel(model.architecture(), model.members(), card);
  }

  private static void apply(
      ClassCalibration calibration, double[] scores, int outputs, float[] probabilities) {
    double[] row = new double[outputs];
    for (int first = 0; first < scores.length; first += outputs) {
      System.arraycopy(scores, first, row, 0, outputs);
      double[] calibrated = calibration.probabilities(row);
      for (int i = 0; i < outputs; i++) {
        probabilities[first + i] = (float) calibrated[i];
      }
    }
  }

  /** Adds the scores of what a model gives for {@code valid}. */
  static void put(Map<String, String> card, LabelData valid, float[] values) {
    card.put(PREFIX + "sequences", String.valueOf(valid.size()));
    switch (valid.targets()) {
      case Targets.Classes classes -> {
        ClassScores scores =
            new ClassEvaluation(classes.outputs(), values, classes.labels()).scores();
        put(card, "accuracy", scores.confusion().accuracy());
        put(card, "mcc", scores.confusion().mcc());
        put(card, "macro_f1", scores.confusion().macroF1());
        put(card, "roc_auc", scores.macroRocAuc());
        put(card, "pr_auc", scores.macroAveragePrecision());
        put(card, "log_loss", scores.logLoss());
        put(card, "ece", scores.ece());
      }
      case Targets.Numbers numbers -> {
        int columns = numbers.names().size();
        for (int column = 0; column < columns; column++) {
          float[] predicted = new float[valid.size()];
          for (int i = 0; i < predicted.length; i++) {
            predicted[i] = values[i * columns + column];
          }
          NumberScores scores = new NumberEvaluation(predicted, numbers.column(column)).scores();
          String prefix = columns == 1 ? "" : "column." + column + ".";
          put(card, prefix + "pearson", scores.pearson());
          put(card, prefix + "spearman", scores.spearman());
          put(card, prefix + "r2", scores.r2());
          put(card, prefix + "rmse", scores.rmse());
        }
      }
    }
  }

  private static void put(Map<String, String> card, String name, double value) {
    if (Double.isFinite(value)) {
      card.put(PREFIX + name, String.format(Locale.ROOT, "%.6g", value));
    }
  }
}
