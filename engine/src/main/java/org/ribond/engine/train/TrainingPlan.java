package org.ribond.engine.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.LayerKind;
import org.ribond.engine.network.Momentum;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Optimiser;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;

/**
 * All that determines a training run besides its data and its backend.
 *
 * @param architecture of each member: a residue window, then a base window; two classes
 * @param sampling how samples are drawn
 * @param emphasis which samples count for how much
 * @param learning how a network learns from gradients
 * @param epochs most epochs of each member
 * @param batch samples of a mini-batch; the last one of an epoch has what is left
 * @param members networks of the ensemble
 * @param patience epochs without a better validation score after which a member is done; 0 for
 *     never
 * @param validationCells cells of contact maps that an epoch is judged by at most; 0 for all
 * @param seed seed of all that is random
 * @param dropoutGroup samples that share a dropout mask, see {@link
 *     org.ribond.engine.network.Learner}; 0 for a mask of each sample's own
 */
public record TrainingPlan(
    WindowArchitecture architecture,
    Sampling sampling,
    Emphasis emphasis,
    Learning learning,
    int epochs,
    int batch,
    int members,
    int patience,
    long validationCells,
    int seed,
    int dropoutGroup) {

  /** Bound of members x epochs, whose history a checkpoint holds. */
  public static final int MOST_EPOCHS = 10_000;

  /** Bound of a network's weights, for the arrays that hold them with the optimiser's moments. */
  public static final long MOST_WEIGHTS = 100_000_000;

  /** Name of the residue window, part of tensor names. */
  public static final String RESIDUE = "residue";

  /** Name of the base window, part of tensor names. */
  public static final String BASE = "base";

  private static final int CLASSES = 2;

  public TrainingPlan {
    atLeast("epochs", epochs, 1);
    atLeast("batch", batch, 1);
    atLeast("members", members, 1);
    atLeast("patience", patience, 0);
    atLeast("dropout group", dropoutGroup, 0);
    if (dropoutGroup > 0 && architecture.kind() != LayerKind.DENSE) {
      throw new IllegalArgumentException("grouped dropout is for dense hidden layers alone");
    }
    if (dropoutGroup > 0 && emphasis.focus() > 0) {
      throw new IllegalArgumentException("grouped dropout has no focal loss");
    }
    atLeast("validation cells", validationCells, 0);
    if ((long) members * epochs > MOST_EPOCHS) {
      throw new IllegalArgumentException(
          members + " members x " + epochs + " epochs are more than " + MOST_EPOCHS);
    }
    if (weights(architecture) > MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          "windows and hidden layers make a network of "
              + weights(architecture)
              + " weights, more than "
              + MOST_WEIGHTS);
    }
    List<String> windows = architecture.windows().stream().map(Window::name).toList();
    if (!windows.equals(List.of(RESIDUE, BASE)) || architecture.classes() != CLASSES) {
      throw new IllegalArgumentException(
          "windows " + windows + " and " + architecture.classes() + " classes are not a pair's");
    }
  }

  /** A plan with Adam at a constant rate, and all samples alike. */
  public TrainingPlan(
      WindowArchitecture architecture,
      Sampling sampling,
      Adam adam,
      int epochs,
      int batch,
      int members,
      int patience,
      long validationCells,
      int seed) {
    this(
        architecture,
        sampling,
        Emphasis.NONE,
        Learning.of(adam),
        epochs,
        batch,
        members,
        patience,
        validationCells,
        seed,
        0);
  }

  /**
   * The architecture that takes windows of proteins and RNAs.
   *
   * @param residueWindow length of the whole residue window, odd
   * @param baseWindow length of the whole base window, odd
   */
  public static WindowArchitecture architecture(
      int residueWindow,
      int baseWindow,
      List<Integer> hidden,
      NonLinearity nonLinearity,
      float dropout) {
    return new WindowArchitecture(
        List.of(
            window(RESIDUE, Alphabet.PROTEIN, residueWindow),
            window(BASE, Alphabet.RNA, baseWindow)),
        nonLinearity.kind(),
        hidden,
        nonLinearity.activation(),
        dropout,
        CLASSES);
  }

  /** The same of dense layers with {@code activation}. */
  public static WindowArchitecture architecture(
      int residueWindow,
      int baseWindow,
      List<Integer> hidden,
      Activation activation,
      float dropout) {
    NonLinearity nonLinearity =
        Arrays.stream(NonLinearity.values())
            .filter(each -> each.kind() == LayerKind.DENSE && each.activation() == activation)
            .findFirst()
            .orElseThrow();
    return architecture(residueWindow, baseWindow, hidden, nonLinearity, dropout);
  }

  private static Window window(String name, Alphabet alphabet, int length) {
    if (length < 1 || length % 2 == 0) {
      throw new IllegalArgumentException(name + " window " + length + " is not odd and positive");
    }
    return new Window(name, alphabet.size(), (length - 1) / 2);
  }

  /** Weights between layers, biases left aside; at most {@link Long#MAX_VALUE}. */
  private static long weights(WindowArchitecture architecture) {
    double weights = 0;
    double inputs = 0;
    for (Window window : architecture.windows()) {
      inputs += (2.0 * window.halfWindow() + 1) * window.alphabet();
    }
    for (int units : architecture.hidden()) {
      weights += inputs * units;
      inputs = units;
    }
    return (long) (weights + inputs * architecture.classes());
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " " + value + " is not at least " + least);
    }
  }

  /**
   * The plan's numbers, lists and strings in a fixed order, under the names that the command line
   * has for them. Equal plans have equal entries and different plans differ in one.
   */
  public SequencedMap<String, Object> entries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("residue-window", architecture.windows().get(0).length());
    entries.put("base-window", architecture.windows().get(1).length());
    entries.put("hidden", architecture.hidden());
    entries.put("activation", NonLinearity.of(architecture).label());
    entries.put("dropout", architecture.dropout());
    if (dropoutGroup > 0) {
      entries.put("dropout-group", dropoutGroup);
    }
    entries.put("sampling", sampling.name());
    int negatives = sampling.negativesPerContact();
    entries.put("negatives-per-contact", negatives == Sampling.ALL ? "all" : negatives);
    switch (sampling) {
      case Sampling.Maps maps -> {}
      case Sampling.Paper paper -> {
        entries.put("parts", paper.parts());
        entries.put("sets-per-part", paper.setsPerPart());
      }
      case Sampling.Slices slices -> entries.put("slices", slices.slices());
    }
    entries.put("positive-copies", emphasis.positiveCopies());
    entries.put("contact-weight", emphasis.contactWeight());
    entries.put("focal", emphasis.focus());
    entries.put("hard-negatives", emphasis.hardest());
    entries.put("epochs", epochs);
    entries.put("batch", batch);
    put(entries, learning);
    entries.put("members", members);
    entries.put("patience", patience);
    entries.put("valid-cells", validationCells);
    entries.put("seed", seed);
    return entries;
  }

  private static void put(SequencedMap<String, Object> entries, Learning learning) {
    Optimiser optimiser = learning.optimiser();
    entries.put("optimiser", optimiser.name());
    entries.put("lr", optimiser.learningRate());
    switch (optimiser) {
      case Adam adam -> {
        entries.put("beta1", adam.beta1());
        entries.put("beta2", adam.beta2());
        entries.put("epsilon", adam.epsilon());
      }
      case Momentum momentum -> entries.put("momentum", momentum.momentum());
    }
    entries.put("l2", optimiser.l2());
    entries.put("weight-decay", optimiser.weightDecay());
    entries.put("schedule", learning.schedule().name());
    switch (learning.schedule()) {
      case Schedule.Constant constant -> {}
      case Schedule.Cosine cosine -> entries.put("warm-up", cosine.warmUp());
      case Schedule.Steps steps -> {
        entries.put("step-epochs", steps.every());
        entries.put("step-factor", steps.factor());
      }
    }
    entries.put("clip", learning.clipNorm());
  }
}
