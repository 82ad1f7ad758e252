package org.ribond.cli.options;

import java.util.List;
import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.train.ContactPlan;
import org.ribond.engine.contact.train.HiddenLayout;
import org.ribond.engine.network.NonLinearity;
import org.ribond.engine.network.WindowArchitecture;
import org.ribond.engine.train.TrainingPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that make a {@link TrainingPlan}. */
public final class PlanOptions {
  private static final int RESIDUE_WINDOW = 15;
  private static final int BASE_WINDOW = 31;
  private static final List<Integer> DEFAULT_HIDDEN = List.of(128, 64);

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
      defaultValue = "20",
      description = "Most epochs of a network (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "512",
      description = "Samples of a mini-batch (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Mixin private LearningOptions learning;

  @Option(
      names = {"-n", "--members"},
      paramLabel = "N",
      defaultValue = "8",
      description = "Networks of the ensemble (default: 8).")
  private int members;

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

  /**
   * The plan.
   *
   * @throws UsageException if a value is out of range
   */
  public TrainingPlan<ContactPlan> plan() {
    try {
      ContactPlan task =
          new ContactPlan(
              architecture(),
              sampling.sampling(),
              sampling.emphasis(),
              validationCells,
              dropoutGroup);
      return new TrainingPlan<>(task, learning.learning(), epochs, batch, members, patience, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
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
