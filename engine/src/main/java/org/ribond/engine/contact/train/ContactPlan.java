package org.ribond.engine.contact.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.ribond.engine.compute.Activation;
import org.ribond.engine.network.LayerKind;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.Window;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.sequence.Alphabet;
import org.ribond.engine.train.TaskPlan;
import org.ribond.engine.train.TrainingPlan;

/**
 * The part of a training plan that is about contacts.
 *
 * @param architecture of each member: a residue window, then a base window; two classes
 * @param sampling how samples are drawn
 * @param emphasis which samples count for how much
 * @param validationCells cells of contact maps that an epoch is judged by at most; 0 for all
 * @param dropoutGroup samples that share a dropout mask, see {@link
 *     org.ribond.engine.network.Learner}; 0 for a mask of each sample's own
 */
public record ContactPlan(
    WindowArchitecture architecture,
    Sampling sampling,
    Emphasis emphasis,
    long validationCells,
    int dropoutGroup)
    implements TaskPlan {

  /** Name of the residue window, part of tensor names. */
  public static final String RESIDUE = "residue";

  /** Name of the base window, part of tensor names. */
  public static final String BASE = "base";

  private static final int CLASSES = 2;

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public ContactPlan {
    atLeast("dropout group", dropoutGroup, 0);
    if (dropoutGroup > 0 && architecture.kind() != LayerKind.DENSE) {
      throw new IllegalArgumentException("grouped dropout is for dense hidden layers alone");
    }
    if (dropoutGroup > 0 && emphasis.focus() > 0) {
      throw new IllegalArgumentException("grouped dropout has no focal loss");
    }
    atLeast("validation cells", validationCells, 0);
    if (weights(architecture) > TrainingPlan.MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          "windows and hidden layers make a network of "
              + weights(architecture)
              + " weights, more than "
              + TrainingPlan.MOST_WEIGHTS);
    }
    List<String> windows = architecture.windows().stream().map(Window::name).toList();
    if (!windows.equals(List.of(RESIDUE, BASE)) || architecture.classes() != CLASSES) {
      throw new IllegalArgumentException(
          "windows " + windows + " and " + architecture.classes() + " classes are not a pair's");
    }
  }

  /** All samples alike, each with a dropout mask of its own; epochs are judged by all cells. */
  public ContactPlan(WindowArchitecture architecture, Sampling sampling) {
    this(architecture, sampling, Emphasis.NONE, 0, 0);
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

  @Override
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
    return entries;
  }

  @Override
  public SequencedMap<String, Object> validationEntries() {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("valid-cells", validationCells);
    return entries;
  }
}
