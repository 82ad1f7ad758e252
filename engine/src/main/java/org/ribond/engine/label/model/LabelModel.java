package org.ribond.engine.label.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelOptions;
import org.ribond.engine.label.linear.LinearFeatures;
import org.ribond.engine.label.linear.LinearModel;
import org.ribond.engine.metric.ClassCalibration;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.LinearArchitecture;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.TowersArchitecture;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.WindowArchitecture;

/**
 * A model that labels sequences: networks or a linear model, with what its card says.
 *
 * @param trained weights and card
 * @param facts what the card says of letters and outputs
 * @param calibration from scores of classes to probabilities, where there is one. The scores of an
 *     ensemble of networks are the logarithms of its mean probabilities
 */
public record LabelModel(
    TrainedModel trained, LabelFacts facts, Optional<ClassCalibration> calibration) {
  private static final String OFFSET = "calibration.offset.";

  /**
   * A model that has just been read or trained.
   *
   * @throws DataException if it is one for something else, or its card is damaged
   */
  public static LabelModel of(TrainedModel trained) {
    int alphabet =
        switch (trained.architecture()) {
          case ChainArchitecture chains -> chains.alphabet();
          case LinearArchitecture linear -> linear.alphabet();
          case WindowArchitecture windows ->
              throw new DataException(
                  "the model predicts contacts of residues and bases, it does not label sequences");
          case TowersArchitecture towers ->
              throw new DataException(
                  "the model predicts contacts of residues and bases, it does not label sequences");
        };
    String task = trained.card().getOrDefault(ModelCard.TASK, "");
    if (!task.equals(LabelFacts.TASK)) {
      throw new DataException(
          "the model does not label sequences; its card "
              + (task.isEmpty() ? "names no task" : "names the task '" + task + "'"));
    }
    int outputs = trained.architecture().outputs();
    LabelFacts facts = LabelFacts.read(trained.card(), outputs);
    if (facts.molecule().alphabet().size() != alphabet) {
      throw new DataException(
          "the model's card is damaged: it has "
              + facts.molecule().alphabet().size()
              + " letters, the network "
              + alphabet);
    }
    LabelModel model = new LabelModel(trained, facts, calibration(trained.card(), facts));
    try {
      model.linear();
    } catch (IllegalArgumentException e) {
      throw new DataException("the model is damaged: " + e.getMessage(), e);
    }
    return model;
  }

  /** How files are to be read that the model is to label: letters checked, no targets. */
  public LabelOptions options() {
    return LabelOptions.DEFAULT.with(LabelOptions.Target.NONE).with(facts.molecule());
  }

  private static Optional<ClassCalibration> calibration(
      Map<String, String> card, LabelFacts facts) {
    String slope = card.get(ModelCard.CALIBRATION_SLOPE);
    if (slope == null || facts.outputs() instanceof ModelOutputs.Numbers) {
      return Optional.empty();
    }
    try {
      List<Double> offsets = new ArrayList<>();
      for (int i = 0; i < facts.outputs().size(); i++) {
        offsets.add(Double.valueOf(card.getOrDefault(OFFSET + i, "0")));
      }
      ClassCalibration calibration = new ClassCalibration(Double.parseDouble(slope), offsets);
      if (!(calibration.slope() > 0) || !offsets.stream().allMatch(Double::isFinite)) {
        throw new NumberFormatException("slope " + slope + ", offsets " + offsets);
      }
      return Optional.of(calibration);
    } catch (NumberFormatException e) {
      throw new DataException(
          "the model's card is damaged: its calibration has " + e.getMessage(), e);
    }
  }

  /** What a calibration adds to a card. */
  public static SequencedMap<String, String> entries(ClassCalibration calibration) {
    SequencedMap<String, String> card = new LinkedHashMap<>();
    card.put(ModelCard.CALIBRATION_SLOPE, String.valueOf(calibration.slope()));
    for (int i = 0; i < calibration.offsets().size(); i++) {
      double offset = calibration.offsets().get(i);
      if (offset != 0) {
        card.put(OFFSET + i, String.valueOf(offset));
      }
    }
    return card;
  }

  /** The linear model, where it is one. */
  public Optional<LinearModel> linear() {
    if (!(trained.architecture() instanceof LinearArchitecture shape)) {
      return Optional.empty();
    }
    List<Tensor> tensors = trained.members().getFirst().tensors();
    int features = shape.features();
    double[] weights = new double[features * shape.outputs()];
    double[] intercepts = new double[shape.outputs()];
    for (int output = 0; output < intercepts.length; output++) {
      for (int feature = 0; feature < features; feature++) {
        weights[output * features + feature] =
            tensors.get(0).values()[feature * intercepts.length + output];
      }
      intercepts[output] = tensors.get(1).values()[output];
    }
    boolean isClassifier = facts.outputs() instanceof ModelOutputs.Classes;
    return Optional.of(
        new LinearModel(
            new LinearFeatures(
                facts.molecule().alphabet(),
                shape.longestWord(),
                shape.firstPosition(),
                shape.positions()),
            facts.outputs().names(),
            weights,
            intercepts,
            isClassifier
                ? calibration.or(() -> Optional.of(ClassCalibration.none(shape.outputs())))
                : Optional.empty()));
  }

  /**
   * The weights of a linear model as a file has them.
   *
   * @param card what the file is to say
   */
  public static TrainedModel trained(LinearModel model, Map<String, String> card) {
    LinearFeatures seen = model.features();
    LinearArchitecture shape =
        new LinearArchitecture(
            seen.alphabet().size(),
            model.outputs(),
            seen.longestWord(),
            seen.firstPosition(),
            seen.positions());
    Weights weights = Weights.zeros(shape);
    int features = shape.features();
    for (int output = 0; output < model.outputs(); output++) {
      for (int feature = 0; feature < features; feature++) {
        weights.tensors().get(0).values()[feature * model.outputs() + output] =
            (float) model.weights()[output * features + feature];
      }
      weights.tensors().get(1).values()[output] = (float) model.intercepts()[output];
    }
    return new TrainedModel(shape, List.of(weights), card);
  }
}
