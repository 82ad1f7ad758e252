package org.ribond.engine.fold.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.fold.physics.PairProbabilities;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.ChainNetwork;
import org.ribond.engine.network.PairFamily;
import org.ribond.engine.network.Readings;
import org.ribond.engine.network.Weights;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/**
 * Networks that tell which bases of an RNA pair, on a backend. Not thread-safe: they are driven by
 * the one thread that drives it.
 */
public final class FoldNetwork implements AutoCloseable {
  private final List<ChainNetwork> members = new ArrayList<>();
  private final ChainArchitecture architecture;

  /**
   * Puts networks on {@code backend}.
   *
   * @param weights of each, at least one
   * @throws org.ribond.engine.compute.DeviceMemoryException if the device has not enough memory
   */
  public FoldNetwork(Backend backend, ChainArchitecture architecture, List<Weights> weights) {
    this.architecture = architecture;
    try {
      for (Weights member : weights) {
        members.add(new ChainNetwork(backend, architecture, member));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The networks of {@code model} on {@code backend}. */
  public static FoldNetwork of(FoldModel model, Backend backend) {
    return new FoldNetwork(backend, model.architecture(), model.trained().members());
  }

  /** Whether networks of an architecture read what physics holds of an RNA's pairs. */
  public static boolean readsPrior(ChainArchitecture architecture) {
    return ((PairFamily) architecture.family()).given() > 0;
  }

  /**
   * What networks read of RNAs.
   *
   * @param priors of each, if they read them
   */
  public static Readings readings(
      ChainArchitecture architecture, List<Sequence> rnas, List<Prior> priors) {
    List<int[]> letters = rnas.stream().map(rna -> letters(architecture, rna)).toList();
    if (!readsPrior(architecture)) {
      return Readings.forward(letters);
    }
    List<float[]> cells = new ArrayList<>();
    for (int i = 0; i < rnas.size(); i++) {
      cells.add(PairFeatures.of(rnas.get(i), priors.get(i)));
    }
    return Readings.pairs(letters, cells);
  }

  /** An alphabet of more than four letters has the unknown one among them. */
  private static int[] letters(ChainArchitecture architecture, Sequence rna) {
    int[] letters = new int[rna.length()];
    for (int i = 0; i < letters.length; i++) {
      int code = rna.code(i);
      boolean isKnown = code < Alphabet.RNA.size() || code < architecture.alphabet();
      letters[i] = isKnown ? code : -1;
    }
    return letters;
  }

  /**
   * The log-odds of each pair of an RNA's bases by the mean of the networks' probabilities, as they
   * were trained: bases x bases, of which the pairs (i, j) with i before j count.
   *
   * @param prior what physics holds of its pairs, if they read that
   */
  public float[] logits(Sequence rna, Optional<Prior> prior) {
    Readings readings = readings(architecture, List.of(rna), prior.map(List::of).orElse(List.of()));
    int length = rna.length();
    double[] sums = new double[length * length];
    for (ChainNetwork member : members) {
      float[] outputs = member.outputs(readings);
      for (int i = 0; i < length; i++) {
        for (int j = i + 1; j < length; j++) {
          sums[i * length + j] += probability(outputs, i * length + j, j * length + i);
        }
      }
    }
    float[] logits = new float[sums.length];
    for (int i = 0; i < length; i++) {
      for (int j = i + 1; j < length; j++) {
        double mean = Math.clamp(sums[i * length + j] / members.size(), 1e-12, 1 - 1e-7);
        logits[i * length + j] = (float) Math.log(mean / (1 - mean));
      }
    }
    return logits;
  }

  /** Of a cell and the one across, whose classes of no pair and of a pair may differ. */
  private double probability(float[] outputs, int cell, int across) {
    if (architecture.outputs() == 1) {
      return 1 / (1 + Math.exp(-outputs[cell]));
    }
    double one = 1 / (1 + Math.exp((double) outputs[2 * cell] - outputs[2 * cell + 1]));
    double other = 1 / (1 + Math.exp((double) outputs[2 * across] - outputs[2 * across + 1]));
    return (one + other) / 2;
  }

  /**
   * The probabilities of an RNA's pairs.
   *
   * @param model whose networks these are
   * @param physics the same by physics, if they read that
   */
  public PairProbabilities probabilities(
      FoldModel model, Sequence rna, Optional<PairProbabilities> physics) {
    float[] logits = logits(rna, physics.map(Prior::of));
    int length = rna.length();
    return PairProbabilities.of(
        length,
        (i, j) -> model.calibrated(logits[i * length + j]),
        physics.map(PairProbabilities::score).orElse(Double.NaN));
  }

  /** Gives the memory back. Closing twice is harmless. */
  @Override
  public void close() {
    members.forEach(ChainNetwork::close);
    members.clear();
  }
}
