package org.ribond.cli.sweep;

import java.util.Map;
import java.util.SequencedMap;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.model.TrainedModel;

/** Tests the model of a sweep's run. */
@FunctionalInterface
public interface SweepTest {
  /**
   * What a model scores.
   *
   * @param numbers for the run's row, under column names
   * @param curves for the report, by test; may be empty
   */
  record Scores(SequencedMap<String, String> numbers, Map<String, Object> curves) {}

  /** Scores {@code model}. */
  Scores of(TrainedModel model, Backend backend);
}
