package org.ribond.engine.label.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ribond.engine.compute.scalar.ScalarBackend;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.LabelFiles;
import org.ribond.engine.label.data.LabelOptions;
import org.ribond.engine.label.data.Molecule;
import org.ribond.engine.label.linear.LinearOptions;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.predict.LabelPredictor;
import org.ribond.engine.label.train.LinearLabels;
import org.ribond.engine.label.train.PlantedLabels;
import org.ribond.engine.metric.ClassScores;

/** Scores of linear models on planted rules. */
class LabelEvaluationTest {
  private static final LabelData TRAINING = PlantedLabels.classes(400, 1);

  private static LabelEvaluation evaluate(
      LabelData training, LabelData test, Optional<LabelData> seen) {
    LabelModel model =
        LabelModel.of(
            LinearLabels.train(
                training, Optional.empty(), LinearOptions.DEFAULT, new LinkedHashMap<>()));
    try (LabelPredictor predictor = new LabelPredictor(model, new ScalarBackend())) {
      return LabelEvaluation.of(predictor, test, seen, 20, done -> {});
    }
  }

  private static LabelData read(String table) {
    return LabelFiles.read(
        "test",
        new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)),
        LabelOptions.DEFAULT.with(Molecule.DNA));
  }

  private static ClassScores scores(LabelScores scores) {
    return assertInstanceOf(LabelScores.Classes.class, scores).evaluation().scores();
  }

  @Test
  void of_testWithTrainingSequences_scoresTheOthersApart() {
    StringBuilder table = new StringBuilder("sequence\tlabel\n");
    LabelData fresh = PlantedLabels.classes(100, 9);
    for (int i = 0; i < 100; i++) {
      table.append(TRAINING.letters(i)).append(i % 2 == 0 ? "\twithout\n" : "\twith\n");
      table.append(fresh.letters(i)).append(i % 2 == 0 ? "\twithout\n" : "\twith\n");
    }

    LabelEvaluation evaluation = evaluate(TRAINING, read(table.toString()), Optional.of(TRAINING));

    LabelEvaluation.Unseen unseen = evaluation.unseen().orElseThrow();
    LabelScores alone = evaluate(TRAINING, fresh, Optional.empty()).all();
    assertEquals(200, evaluation.sequences());
    assertEquals(100, unseen.sequences());
    assertEquals(20, unseen.word());
    assertEquals(scores(alone).logLoss(), scores(unseen.scores().orElseThrow()).logLoss(), 1e-9);
    assertTrue(scores(evaluation.all()).logLoss() < scores(alone).logLoss());
  }

  @Test
  void of_classesInAnotherOrder_areMatchedByName() {
    LabelData test = PlantedLabels.classes(100, 9);
    StringBuilder table = new StringBuilder("sequence\tlabel\n");
    for (int i = 99; i >= 0; i--) {
      table.append(test.letters(i)).append(i % 2 == 0 ? "\twithout\n" : "\twith\n");
    }

    LabelEvaluation one = evaluate(TRAINING, test, Optional.empty());
    LabelEvaluation other = evaluate(TRAINING, read(table.toString()), Optional.empty());

    assertEquals(scores(one.all()).logLoss(), scores(other.all()).logLoss(), 1e-9);
  }

  @Test
  void of_onlyTrainingSequences_hasNoScoresOfUnseenOnes() {
    LabelEvaluation evaluation = evaluate(TRAINING, TRAINING, Optional.of(TRAINING));

    assertEquals(0, evaluation.unseen().orElseThrow().sequences());
    assertTrue(evaluation.unseen().orElseThrow().scores().isEmpty());
  }

  @Test
  void of_whatTheModelDoesNotKnow_failsWithItsName() {
    LabelData other = read("sequence\tlabel\nACGT\twith\nACGG\tsometimes\n");
    LabelData numbers = PlantedLabels.numbers(20, 1);

    assertEquals(
        "test: class 'sometimes' of 1 sequences was never seen in training; the model's are "
            + String.join(", ", TRAINING.targets().names()),
        refusal(TRAINING, other));
    assertTrue(refusal(TRAINING, numbers).endsWith("has numbers, the model gives classes"));
    assertTrue(refusal(numbers, TRAINING).endsWith("has classes, the model gives numbers"));
  }

  private static String refusal(LabelData training, LabelData test) {
    return assertThrows(DataException.class, () -> evaluate(training, test, Optional.empty()))
        .getMessage();
  }

  @Test
  void of_numbers_scoresEachColumn() {
    LabelData numbers = PlantedLabels.numbers(300, 1);

    LabelScores scores = evaluate(numbers, numbers, Optional.empty()).all();

    List<Integer> samples =
        assertInstanceOf(LabelScores.Numbers.class, scores).columns().stream()
            .map(column -> column.scores().samples())
            .toList();
    assertEquals(List.of(300, 100), samples);
  }
}
