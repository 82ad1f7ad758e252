package org.ribond.engine.label.evaluate;

import java.util.List;
import org.ribond.engine.metric.ClassEvaluation;
import org.ribond.engine.metric.NumberEvaluation;

/** What a model gave for some sequences beside what is so, ready for scores and intervals. */
public sealed interface LabelScores {
  /** The same of the sequences {@code rows} alone. */
  LabelScores subset(int[] rows);

  /** Of classes. */
  record Classes(ClassEvaluation evaluation) implements LabelScores {
    @Override
    public Classes subset(int[] rows) {
      return new Classes(evaluation.subset(rows));
    }
  }

  /** Of numbers, one for each column. */
  record Numbers(List<NumberEvaluation> columns) implements LabelScores {
    public Numbers {
      columns = List.copyOf(columns);
    }

    @Override
    public Numbers subset(int[] rows) {
      return new Numbers(columns.stream().map(column -> column.subset(rows)).toList());
    }
  }
}
