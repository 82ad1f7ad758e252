package org.ribond.engine.label.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Targets;
import org.ribond.engine.label.model.LabelFacts;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.model.ModelOutputs;
import org.ribond.engine.label.predict.LabelPredictor;
import org.ribond.engine.metric.ClassEvaluation;
import org.ribond.engine.metric.ClassScores;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.Validation;

/** Judges a network by sequences that it does not learn from. */
final class LabelValidation implements Validation {
  private final LabelPlan plan;
  private final LabelFacts facts;
  private final LabelData data;

  /**
   * Validation on {@code data}.
   *
   * @throws IllegalArgumentException if the score is not defined there
   */
  LabelValidation(LabelPlan plan, LabelFacts facts, LabelData data) {
    this.plan = plan;
    this.facts = facts;
    this.data = data;
    boolean isDefined =
        switch (data.targets()) {
          case Targets.Classes classes -> {
            long present = Arrays.stream(classes.counts()).filter(n -> n > 0).count();
            yield present > 1 || (present == 1 && plan.validScore() != ValidScore.ROC_AUC);
          }
          case Targets.Numbers numbers -> hasNumber(numbers);
        };
    if (!isDefined) {
      throw new IllegalArgumentException(
          data.source()
              + ": "
              + data.size()
              + " validation sequences give no "
              + plan.validScore().label());
    }
  }

  private static boolean hasNumber(Targets.Numbers numbers) {
    for (float value : numbers.values()) {
      if (!Float.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public OptionalDouble score(Weights weights, Backend backend, BooleanSupplier stop) {
    TrainedModel trained = new TrainedModel(plan.architecture(), List.of(weights), facts.entries());
    float[] values = new float[data.size() * plan.architecture().outputs()];
    try (LabelPredictor predictor =
        new LabelPredictor(new LabelModel(trained, facts, Optional.empty()), backend)) {
      int from = 0;
      while (from < data.size()) {
        if (stop.getAsBoolean()) {
          return OptionalDouble.empty();
        }
        int to = LabelPredictor.chunkEnd(data, from);
        float[] chunk = predictor.predict(data, from, to);
        System.arraycopy(chunk, 0, values, from * plan.architecture().outputs(), chunk.length);
        from = to;
      }
    }
    return OptionalDouble.of(
        switch (data.targets()) {
          case Targets.Classes classes -> score(classes, values);
          case Targets.Numbers numbers ->
              -squaredError((ModelOutputs.Numbers) facts.outputs(), numbers, values);
        });
  }

  private double score(Targets.Classes classes, float[] probabilities) {
    ClassScores scores =
        new ClassEvaluation(classes.outputs(), probabilities, classes.labels()).scores();
    return switch (plan.validScore()) {
      case LOSS -> -scores.logLoss();
      case ROC_AUC -> scores.macroRocAuc();
      case ACCURACY -> scores.confusion().accuracy();
    };
  }

  /** Mean over all measured numbers, in standard units. */
  private static double squaredError(
      ModelOutputs.Numbers scale, Targets.Numbers measured, float[] predicted) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < predicted.length; i++) {
      if (!Float.isNaN(measured.values()[i])) {
        int column = i % scale.size();
        double error =
            (predicted[i] - (double) measured.values()[i]) / scale.deviations().get(column);
        sum += error * error;
        known++;
      }
    }
    return sum / known;
  }
}
