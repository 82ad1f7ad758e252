package org.ribond.engine.label.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelAudit;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Targets;
import org.ribond.engine.label.model.ModelOutputs;
import org.ribond.engine.label.predict.LabelPredictor;
import org.ribond.engine.metric.ClassEvaluation;
import org.ribond.engine.metric.NumberEvaluation;

/**
 * A model judged by labelled sequences.
 *
 * @param names names of its classes or columns, in the model's order
 * @param sequences number of sequences
 * @param all scores of all of them
 * @param unseen scores of those that share no long word with a training sequence, where training
 *     sequences are given
 */
public record LabelEvaluation(
    List<String> names, int sequences, LabelScores all, Optional<Unseen> unseen) {
  /** Keeps a copy of the names. */
  public LabelEvaluation {
    names = List.copyOf(names);
  }

  /**
   * Scores of the sequences that no training sequence is much like.
   *
   * @param word letters in a row that none of them shares with a training sequence
   * @param sequences number of them, which may be 0; there are then no scores
   * @param scores their scores
   */
  public record Unseen(int word, int sequences, Optional<LabelScores> scores) {}

  /**
   * Judges a model.
   *
   * @param test labelled sequences, at least one
   * @param training the sequences that the model has learned from, where they are known
   * @param word letters in a row that count as shared, such as {@link LabelAudit#usualWord}
   * @param progress is told how many sequences have been labelled
   * @throws DataException if the test set has classes, columns or letters that the model does not
   *     know
   */
  public static LabelEvaluation of(
      LabelPredictor predictor,
      LabelData test,
      Optional<LabelData> training,
      int word,
      LongConsumer progress) {
    if (test.size() == 0) {
      throw new DataException(test.source() + ": no sequence to evaluate on");
    }
    ModelOutputs outputs = predictor.model().facts().outputs();
    // What does not fit is told before anything is computed.
    int[] places = places(outputs, test);
    float[] values = predictor.predict(test, progress);
    LabelScores all =
        switch (test.targets()) {
          case Targets.Classes classes -> {
            int[] labels = new int[test.size()];
            for (int i = 0; i < labels.length; i++) {
              labels[i] = places[classes.labels()[i]];
            }
            yield new LabelScores.Classes(new ClassEvaluation(outputs.size(), values, labels));
          }
          case Targets.Numbers numbers -> columns(outputs, values, numbers, places);
        };
    return new LabelEvaluation(
        outputs.names(),
        test.size(),
        all,
        training.map(seen -> unseen(all, LabelAudit.of(seen, test, word))));
  }

  private static Unseen unseen(LabelScores all, LabelAudit audit) {
    int[] rows = audit.unseen();
    return new Unseen(
        audit.k(),
        rows.length,
        rows.length == 0 ? Optional.empty() : Optional.of(all.subset(rows)));
  }

  private static LabelScores columns(
      ModelOutputs outputs, float[] values, Targets.Numbers numbers, int[] places) {
    List<NumberEvaluation> columns = new ArrayList<>();
    for (int output = 0; output < outputs.size(); output++) {
      float[] predicted = new float[numbers.size()];
      for (int i = 0; i < predicted.length; i++) {
        predicted[i] = values[i * outputs.size() + output];
      }
      columns.add(new NumberEvaluation(predicted, numbers.column(places[output])));
    }
    return new LabelScores.Numbers(columns);
  }

  /**
   * For each class of the set its place among the model's, or for each column of the model its
   * place in the set.
   */
  private static int[] places(ModelOutputs outputs, LabelData test) {
    List<String> known = outputs.names();
    return switch (outputs) {
      case ModelOutputs.Classes classes -> {
        if (!(test.targets() instanceof Targets.Classes tested)) {
          throw new DataException(test.source() + ": has numbers, the model gives classes");
        }
        int[] counts = tested.counts();
        int[] places = new int[counts.length];
        for (int label = 0; label < counts.length; label++) {
          String name = tested.names().get(label);
          places[label] = known.indexOf(name);
          if (places[label] < 0 && counts[label] > 0) {
            throw new DataException(
                "%s: class '%s' of %d sequences was never seen in training; the model's are %s"
                    .formatted(test.source(), name, counts[label], String.join(", ", known)));
          }
        }
        yield places;
      }
      case ModelOutputs.Numbers numbers -> {
        if (!(test.targets() instanceof Targets.Numbers tested)) {
          throw new DataException(test.source() + ": has classes, the model gives numbers");
        }
        int[] places = new int[known.size()];
        for (int output = 0; output < places.length; output++) {
          // A single column is the model's whatever it is called.
          places[output] =
              known.size() == 1 && tested.names().size() == 1
                  ? 0
                  : tested.names().indexOf(known.get(output));
          if (places[output] < 0) {
            throw new DataException(
                "%s: has no column '%s', which the model gives; its columns are %s"
                    .formatted(
                        test.source(), known.get(output), String.join(", ", tested.names())));
          }
        }
        yield places;
      }
    };
  }
}
