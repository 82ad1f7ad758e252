package org.ribond.cli.options;

import java.util.List;
import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.train.ContactPlan;
import org.ribond.engine.contact.train.HiddenLayout;
import org.ribond.engine.contact.train.ResiduePlan;
import org.ribond.engine.contact.train.TowerPlan;
import org.ribond.engine.model.Models;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.train.TrainingPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Options that make a {@link TrainingPlan}. */
public final class PlanOptions {
  private static final int RESIDUE_WINDOW = 15;
  private static final int BASE_WINDOW = 31;
  private static final List<Integer> DEFAULT_HIDDEN = List.of(128, 64);

  /** Options that are for networks on pairs of windows alone. */
  private static final List<String> OF_WINDOWS =
      List.of(
          "--window",
          "--residue-window",
          "--base-window",
          "--hidden",
          "--layout",
          "--mult",
          "--activation",
          "--dropout-group",
          "--sampling",
          "--negatives-per-contact",
          "--sets-per-part",
          "--parts",
          "--slices",
          "--positive-copies",
          "--contact-weight",
          "--focal",
          "--hard-negatives",
          "--threshold-percentile");

  /** Options that are for networks along chains alone. */
  private static final List<String> OF_TOWERS = List.of("--channels", "--letters-only", "--from");

  /** What a network reads. */
  enum ContactFamily {
    WINDOW,
    TOWERS,
    RESIDUES
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--family",
      paramLabel = "NAME",
      defaultValue = "window",
      description = {
        "window: a network on pairs of a residue's and a base's windows (default);",
        "towers: one along whole proteins and one along whole RNAs, whose numbers add up to a",
        "pair's: that of the shipped model, better and far faster;",
        "residues: the one on proteins alone, which learns --labels of a table --data; towers can",
        "begin --from it."
      })
  private ContactFamily family;

  @Option(
      names = "--channels",
      paramLabel = "N",
      defaultValue = "" + TowerPlan.CHANNELS,
      description =
          "towers: channels along proteins, even; RNAs have half as many (default:"
              + " ${DEFAULT-VALUE}).")
  private int channels;

  @Option(
      names = "--letters-only",
      description = "towers: read letters alone, without what lies around them.")
  private boolean isLettersOnly;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "towers: a model of --family residues that networks on proteins begin with.")
  private Optional<String> from;

  @Option(
      names = "--labels",
      paramLabel = "NAME,NAME,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "residues: columns of strings with a sign for each residue: digits from 0 to the"
              + " column's largest, or letters of classes; - . and ? are unknown.")
  private List<String> labels = List.of();

  @Option(
      names = {"-w", "--window"},
      paramLabel = "W",
      description = "Length of the whole windows around residue and base, odd.")
  private Integer window;

  @Option(
      names = "--residue-window",
      paramLabel = "W",
      description = "Length of the residue window alone (default: --window, or 15).")
  private Integer residueWindow;

  @Option(
      names = "--base-window",
      paramLabel = "W",
      description = "Length of the base window alone (default: --window, or 31).")
  private Integer baseWindow;

  @Option(
      names = "--hidden",
      paramLabel = "A,B",
      hideParamSyntax = true,
      split = ",",
      description = "Units of each hidden layer (default: 128,64).")
  private List<Integer> hidden = List.of();

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      description = {
        "1a, 1b, 2, 3a or 3b: the paper's hidden layers instead of --hidden. With m = 26 x",
        "residue window + 4 x base window they have k1 = mult (m + 1) and k2 = mult (2m + 1)",
        "units: k1; k2; k1,k2; k1,k1,k2; k1,k2,k2."
      })
  private Optional<String> layout;

  @Option(
      names = "--mult",
      paramLabel = "F",
      defaultValue = "1",
      description = "Factor of the sizes of --layout; the paper's are 0.1, 0.5 and 1 (default: 1).")
  private double mult;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      defaultValue = "relu",
      description = {
        "Of the hidden layers (default: relu): linear, relu, leaky-relu, sigmoid, tanh, gelu, silu",
        "or softplus; or other kinds of layers: rbf (Gaussian units), glu (gates from the input),",
        "transformer (attention within a pair), batch-transformer (the paper's, across pairs)."
      })
  private String activation;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      defaultValue = "0.5",
      description = "Share of hidden units that each step drops (default: ${DEFAULT-VALUE}).")
  private float dropout;

  @Option(
      names = "--dropout-group",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Samples in a row that drop the same units, which are then not computed: faster; 0: each"
              + " sample drops its own (default: 0).")
  private int dropoutGroup;

  @Mixin private SamplingOptions sampling;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Most epochs of a network (default: 20; towers: " + TowerPlan.EPOCHS + ").")
  private Optional<Integer> epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples of a mini-batch (default: 512; towers: " + TowerPlan.BATCH + " maps).")
  private Optional<Integer> batch;

  @Mixin private LearningOptions learning;

  @Option(
      names = {"-n", "--members"},
      paramLabel = "N",
      description =
          "Networks of the ensemble (default: 8; towers: " + TowerPlan.MEMBERS + " of each kind).")
  private Optional<Integer> members;

  @Option(
      names = "--patience",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "A network is done after so many epochs without a better validation score; 0: never"
              + " early (default: ${DEFAULT-VALUE}).")
  private int patience;

  @Option(
      names = "--valid-cells",
      paramLabel = "N",
      defaultValue = "2000000",
      description =
          "Cells that judge an epoch at most: the largest validation maps are left out beyond"
              + " that; 0: none is (default: ${DEFAULT-VALUE}).")
  private long validationCells;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all that is random (default: 1).")
  private int seed;

  /** Whether networks along chains are asked for. */
  public boolean isOfTowers() {
    return family == ContactFamily.TOWERS;
  }

  /** Whether networks on proteins that learn labels of residues are asked for. */
  public boolean isOfResidues() {
    return family == ContactFamily.RESIDUES;
  }

  /** Columns of labels. */
  public List<String> labels() {
    if (labels.isEmpty()) {
      throw new UsageException("--family residues needs --labels, names of columns of --data");
    }
    return labels;
  }

  /** What towers begin with, if anything. */
  public Optional<TrainedModel> start() {
    return from.map(Models::read);
  }

  /**
   * The plan of networks that learn labels of residues.
   *
   * @param names of the labels
   * @throws UsageException if a value is out of range, or an option is for other networks
   */
  public TrainingPlan<ResiduePlan> ofResidues(List<String> names) {
    refuse(OF_WINDOWS, "window");
    refuse(List.of("--from"), "towers");
    try {
      return new TrainingPlan<>(
          ResiduePlan.of(channels, !isLettersOnly, dropout, names),
          learning.ofTowers(),
          epochs.orElse(TowerPlan.EPOCHS),
          batch.orElse(ResiduePlan.BATCH),
          members.orElse(1),
          patience,
          seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * The plan of either kind of networks.
   *
   * @throws UsageException if a value is out of range, or an option is for the other kind
   */
  public TrainingPlan<?> plan() {
    return switch (family) {
      case WINDOW -> ofWindows();
      case TOWERS -> ofTowers();
      case RESIDUES -> ofResidues(labels());
    };
  }

  /**
   * The plan of networks on pairs of windows.
   *
   * @throws UsageException if a value is out of range, or an option is for the other kind
   */
  public TrainingPlan<ContactPlan> ofWindows() {
    refuse(OF_TOWERS, "towers");
    refuse(List.of("--labels"), "residues");
    try {
      ContactPlan task =
          new ContactPlan(
              architecture(),
              sampling.sampling(),
              sampling.emphasis(),
              validationCells,
              dropoutGroup);
      return new TrainingPlan<>(
          task,
          learning.ofWindows(),
          epochs.orElse(20),
          batch.orElse(512),
          members.orElse(8),
          patience,
          seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * The plan of networks along chains.
   *
   * @throws UsageException if a value is out of range, or an option is for the other kind
   */
  public TrainingPlan<TowerPlan> ofTowers() {
    refuse(OF_WINDOWS, "window");
    refuse(List.of("--labels"), "residues");
    try {
      return new TrainingPlan<>(
          new TowerPlan(
              TowerPlan.architecture(channels, !isLettersOnly, dropout),
              from.map(TrainingData::shortName).orElse(""),
              validationCells),
          learning.ofTowers(),
          epochs.orElse(TowerPlan.EPOCHS),
          batch.orElse(TowerPlan.BATCH),
          members.orElse(TowerPlan.MEMBERS),
          patience,
          seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private void refuse(List<String> options, String other) {
    ParseResult parsed = command.commandLine().getParseResult();
    for (String option : options) {
      if (parsed != null && parsed.hasMatchedOption(option)) {
        throw new UsageException(option + " is for --family " + other);
      }
    }
  }

  private WindowArchitecture architecture() {
    int residues = first(residueWindow, window, RESIDUE_WINDOW);
    int bases = first(baseWindow, window, BASE_WINDOW);
    NonLinearity nonLinearity =
        NonLinearity.of(activation)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--activation "
                            + activation
                            + " is unknown: "
                            + String.join(", ", NonLinearity.labels())));
    return ContactPlan.architecture(
        residues, bases, hidden(residues, bases), nonLinearity, dropout);
  }

  private List<Integer> hidden(int residues, int bases) {
    if (layout.isEmpty()) {
      return hidden.isEmpty() ? DEFAULT_HIDDEN : hidden;
    }
    if (!hidden.isEmpty()) {
      throw new UsageException("give --hidden or --layout, not both");
    }
    return HiddenLayout.of(layout.get())
        .orElseThrow(() -> new UsageException("--layout must be 1a, 1b, 2, 3a or 3b"))
        .units(residues, bases, mult);
  }

  private static int first(Integer own, Integer both, int usual) {
    if (own != null) {
      return own;
    }
    return both != null ? both : usual;
  }
}
