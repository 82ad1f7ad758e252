package org.ribond.cli.sweep;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.ribond.cli.format.LabelReport;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.label.data.LabelAudit;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.evaluate.LabelEvaluation;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.predict.LabelPredictor;
import org.ribond.engine.model.TrainedModel;

/** Tests of models that label sequences: the numbers of {@code evaluate}. */
public final class LabelTest {
  private LabelTest() {}

  /** Tests with {@code data}. */
  public static SweepTest of(LabelData data) {
    return (model, backend) -> new SweepTest.Scores(numbers(model, data, backend), Map.of());
  }

  private static SequencedMap<String, String> numbers(
      TrainedModel model, LabelData data, Backend backend) {
    LabelEvaluation evaluation;
    try (LabelPredictor predictor = new LabelPredictor(LabelModel.of(model), backend)) {
      evaluation =
          LabelEvaluation.of(
              predictor, data, Optional.empty(), LabelAudit.usualWord(data), done -> {});
    }
    SequencedMap<String, String> numbers = new LinkedHashMap<>();
    numbers.put("label_sequences", String.valueOf(data.size()));
    new LabelReport(data.source(), evaluation, 0, 0)
        .row()
        .forEach(
            (name, value) ->
                numbers.put(
                    "label_" + name,
                    Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value)));
    return numbers;
  }
}
