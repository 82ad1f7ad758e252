package org.ribond.bench.peer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.predict.MapPredictor;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.Tensor;
import org.ribond.engine.network.Weights;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.sequence.Sequence;

/** A contact map to predict: 300 residues and 100 bases. */
final class MapWork implements AutoCloseable {
  static final int RESIDUES = 300;
  static final int BASES = 100;

  private final int window;
  private final Weights weights;
  private final MapPredictor predictor;
  private final Sequence rna;
  private int proteins;

  /**
   * Makes a map to predict with the first network of a model, uncalibrated.
   *
   * @throws IllegalArgumentException if that network is none of the paper's rectified ones, with a
   *     window of as many residues as bases
   */
  MapWork(Backend backend, TrainedModel model) {
    WindowArchitecture architecture = model.windowArchitecture();
    window = 2 * architecture.windows().getFirst().halfWindow() + 1;
    if (!architecture.equals(Inputs.network(window, architecture.dropout()))) {
      throw new IllegalArgumentException("not a network of the comparison: " + architecture);
    }
    weights = model.members().getFirst();
    predictor =
        new MapPredictor(
            new TrainedModel(architecture, List.of(weights), Map.of()),
            backend,
            Vote.MEAN,
            Optional.empty());
    rna = new Sequence("rna", Alphabet.RNA, Inputs.letters(Alphabet.RNA.letters(), BASES, 7));
  }

  /** A map to predict with initial weights. */
  static MapWork initial(Backend backend, int window) {
    WindowArchitecture architecture = Inputs.network(window, 0);
    List<Weights> initial = List.of(Weights.initial(architecture, 1, 0));
    return new MapWork(backend, new TrainedModel(architecture, initial, Map.of()));
  }

  private static Sequence protein(int number) {
    String letters = Inputs.letters(Alphabet.PROTEIN.letters(), RESIDUES, number);
    return new Sequence("protein", Alphabet.PROTEIN, letters);
  }

  Weights weights() {
    return weights;
  }

  int window() {
    return window;
  }

  /** Probability of contact of each pair of protein {@code number}, residue by residue. */
  float[] map(int number) {
    float[] map = new float[RESIDUES * BASES];
    predictor.score(
        protein(number),
        rna,
        (residue, scores) -> System.arraycopy(scores, 0, map, residue * BASES, BASES));
    return map;
  }

  /**
   * Share of the outputs of layer 1 that are not 0, of the pairs of a protein: Ribond does not
   * multiply by the others.
   */
  double density() {
    float[] ofResidues = sums(residueWindows(1), weights.tensors().get(0));
    float[] ofBases = sums(baseWindows(), weights.tensors().get(1));
    float[] bias = weights.tensors().get(2).values();
    long positive = 0;
    for (int p = 0; p < ofResidues.length; p += bias.length) {
      for (int q = 0; q < ofBases.length; q += bias.length) {
        for (int unit = 0; unit < bias.length; unit++) {
          positive += ofResidues[p + unit] + ofBases[q + unit] + bias[unit] > 0 ? 1 : 0;
        }
      }
    }
    return (double) positive / ((long) RESIDUES * BASES * bias.length);
  }

  /** Sums of the weight rows that each one-hot window selects. */
  private static float[] sums(float[] windows, Tensor rows) {
    float[] sums = new float[windows.length / rows.rows() * rows.columns()];
    for (int i = 0; i < windows.length; i++) {
      if (windows[i] != 0) {
        int row = i % rows.rows() * rows.columns();
        int at = i / rows.rows() * rows.columns();
        for (int unit = 0; unit < rows.columns(); unit++) {
          sums[at + unit] += rows.values()[row + unit];
        }
      }
    }
    return sums;
  }

  /** The map of a protein that was not met before, so that no sums are there already. */
  void next() {
    map(100 + proteins++);
  }

  /** One-hot windows of the residues of protein {@code number}: residues x 20 window. */
  float[] residueWindows(int number) {
    return oneHot(protein(number));
  }

  /** One-hot windows of the bases: bases x 4 window. */
  float[] baseWindows() {
    return oneHot(rna);
  }

  private float[] oneHot(Sequence chain) {
    int letters = chain.alphabet().size();
    float[] values = new float[chain.length() * window * letters];
    for (int i = 0; i < chain.length(); i++) {
      for (int slot = 0; slot < window; slot++) {
        int place = i - window / 2 + slot;
        if (place >= 0 && place < chain.length()) {
          values[(i * window + slot) * letters + chain.code(place)] = 1;
        }
      }
    }
    return values;
  }

  /** One-hot windows of all pairs: pairs x 24 window. */
  float[] pairWindows(int number) {
    float[] residues = residueWindows(number);
    float[] bases = baseWindows();
    int ofResidue = residues.length / RESIDUES;
    int ofBase = bases.length / BASES;
    float[] values = new float[RESIDUES * BASES * (ofResidue + ofBase)];
    for (int pair = 0; pair < RESIDUES * BASES; pair++) {
      int at = pair * (ofResidue + ofBase);
      System.arraycopy(residues, pair / BASES * ofResidue, values, at, ofResidue);
      System.arraycopy(bases, pair % BASES * ofBase, values, at + ofResidue, ofBase);
    }
    return values;
  }

  /** Both windows' weights, one under the other. */
  Tensor windowWeights() {
    Tensor residues = weights.tensors().get(0);
    Tensor bases = weights.tensors().get(1);
    float[] values = new float[residues.values().length + bases.values().length];
    System.arraycopy(residues.values(), 0, values, 0, residues.values().length);
    System.arraycopy(bases.values(), 0, values, residues.values().length, bases.values().length);
    return new Tensor("window", residues.rows() + bases.rows(), residues.columns(), values);
  }

  /** Fails unless {@code probabilities} (pairs x 2) are those of protein {@code number}. */
  void check(String peer, int number, float[] probabilities) {
    float[] expected = map(number);
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(probabilities[2 * i + 1] - expected[i]) <= 1e-5)) {
        throw new IllegalStateException(peer + ": pair " + i + " differs");
      }
    }
  }

  @Override
  public void close() {
    predictor.close();
  }
}
