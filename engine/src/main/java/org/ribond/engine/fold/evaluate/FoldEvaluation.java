package org.ribond.engine.fold.evaluate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntConsumer;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.predict.FoldPredictor;
import org.ribond.engine.fold.predict.Folded;
import org.ribond.engine.fold.predict.Query;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.metric.ScoreTally;

/**
 * Predicted structures of RNAs beside their known ones, by two truths: all known pairs, and of
 * these the canonical ones with one partner alone, as part of the literature has it.
 */
public final class FoldEvaluation {
  private final List<FoldOutcome> all = new ArrayList<>();
  private final List<FoldOutcome> canonical = new ArrayList<>();
  private final ScoreTally probabilities = new ScoreTally();

  private FoldEvaluation() {}

  /**
   * Predicts the structures of {@code known} and compares.
   *
   * @param progress is told the number of RNAs that are done
   */
  public static FoldEvaluation of(
      FoldPredictor predictor, List<Structure> known, IntConsumer progress) {
    FoldEvaluation evaluation = new FoldEvaluation();
    Iterator<Structure> truths = known.iterator();
    predictor.predict(
        known.stream().map(structure -> Query.of(structure.rna())).iterator(),
        folded -> {
          evaluation.add(folded, truths.next());
          progress.accept(evaluation.all.size());
        });
    evaluation.probabilities.pack();
    return evaluation;
  }

  private void add(Folded folded, Structure known) {
    all.add(FoldOutcome.of(folded.structure(), known));
    canonical.add(FoldOutcome.of(folded.structure(), known.canonical()));
    boolean[][] pairs = new boolean[known.rna().length()][known.rna().length()];
    for (Pair pair : known.pairs()) {
      pairs[pair.first()][pair.second()] = true;
    }
    PairProbabilities probability = folded.probabilities();
    for (int i = 0; i < pairs.length; i++) {
      for (int j = i + 1; j < pairs.length; j++) {
        probabilities.add((float) probability.pair(i, j), pairs[i][j]);
      }
    }
  }

  /** Outcomes by all known pairs, in the order of the RNAs. */
  public List<FoldOutcome> outcomes() {
    return List.copyOf(all);
  }

  /** Outcomes by the known pairs that are canonical, each base with one partner. */
  public List<FoldOutcome> canonicalOutcomes() {
    return List.copyOf(canonical);
  }

  /** The probability of each pair of bases, and whether they are known to pair. */
  public ScoreTally probabilities() {
    return probabilities;
  }
}
