package org.ribond.cli.format;

import java.io.IOException;
import org.ribond.engine.contact.predict.MapScorer;
import org.ribond.engine.sequence.Sequence;

/** Writes predictions pair by pair. */
@FunctionalInterface
public interface PredictionWriter {
  /** Has one pair scored and writes what is to be shown of it. */
  void pair(Sequence protein, Sequence rna, MapScorer scorer) throws IOException;
}
