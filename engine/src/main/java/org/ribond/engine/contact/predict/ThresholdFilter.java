package org.ribond.engine.contact.predict;

import java.util.function.Consumer;

/** Hands on what reaches a threshold. */
record ThresholdFilter(double threshold, Consumer<ScoredContact> contacts)
    implements Selection.Filter {
  @Override
  public void row(int residue, float[] scores) {
    for (int base = 0; base < scores.length; base++) {
      if (scores[base] >= (float) threshold) {
        contacts.accept(new ScoredContact(residue, base, scores[base]));
      }
    }
  }

  @Override
  public void finish() {}
}
