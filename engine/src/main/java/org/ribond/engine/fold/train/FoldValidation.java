package org.ribond.engine.fold.train;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.fold.model.FoldNetwork;
import org.ribond.engine.fold.model.Prior;
import org.ribond.engine.fold.physics.Decoding;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.fold.structure.Structure;
import org.ribond.engine.fold.structure.Structure.Pair;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.Validation;

/**
 * The mean F1 over RNAs of structures in which each base has one partner, at the best of a few
 * thresholds.
 *
 * @param architecture of the networks
 * @param judged RNAs of known structure
 */
record FoldValidation(ChainArchitecture architecture, FoldSamples judged) implements Validation {
  /** Thresholds of probabilities as they were trained. */
  private static final double[] THRESHOLDS = {0.2, 0.3, 0.4, 0.5, 0.6};

  @Override
  public OptionalDouble score(Weights weights, Backend backend, BooleanSupplier stop) {
    double[] sums = new double[THRESHOLDS.length];
    try (FoldNetwork network = new FoldNetwork(backend, architecture, List.of(weights))) {
      for (int sample = 0; sample < judged.size(); sample++) {
        if (stop.getAsBoolean()) {
          return OptionalDouble.empty();
        }
        Structure known = judged.structure(sample);
        int length = known.rna().length();
        List<Prior> priors = judged.priors(sample);
        float[] logits = network.logits(known.rna(), priors.stream().findFirst());
        PairProbabilities probabilities =
            PairProbabilities.of(
                length, (i, j) -> 1 / (1 + Math.exp(-logits[i * length + j])), Double.NaN);
        add(known, probabilities, sums);
      }
    }
    double best = 0;
    for (double sum : sums) {
      best = Math.max(best, sum / judged.size());
    }
    return OptionalDouble.of(best);
  }

  /**
   * Adds the F1 at each threshold: what is taken at a lower one begins with what is at a higher.
   */
  private static void add(Structure known, PairProbabilities probabilities, double[] sums) {
    Set<Pair> pairs = new HashSet<>(known.pairs());
    Structure called = Decoding.onePartner(known.rna(), probabilities, THRESHOLDS[0]);
    for (int k = 0; k < THRESHOLDS.length; k++) {
      int predicted = 0;
      int right = 0;
      for (Pair pair : called.pairs()) {
        if (probabilities.pair(pair.first(), pair.second()) >= THRESHOLDS[k]) {
          predicted++;
          right += pairs.contains(pair) ? 1 : 0;
        }
      }
      int all = predicted + pairs.size();
      sums[k] += all == 0 ? 1 : 2.0 * right / all;
    }
  }
}
