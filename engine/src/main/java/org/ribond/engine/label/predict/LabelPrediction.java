package org.ribond.engine.label.predict;

import org.ribond.engine.label.data.LabelRecord;

/**
 * What a model gives for a sequence.
 *
 * @param record the sequence
 * @param values probability of each class, or the numbers, in the order of the model's names; not
 *     copied
 */
public record LabelPrediction(LabelRecord record, float[] values) {
  /** Place of the greatest value, the first of equal ones: the class that is called. */
  public int best() {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
