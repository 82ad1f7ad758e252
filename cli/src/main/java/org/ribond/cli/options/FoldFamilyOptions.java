package org.ribond.cli.options;

import java.util.List;
import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.fold.model.PairFeatures;
import org.ribond.engine.fold.train.FoldPlan;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.Fold;
import org.ribond.engine.network.PairFamily;
import org.ribond.engine.network.RnaFormer;
import picocli.CommandLine.Option;

/** Options that make a {@link PairFamily}. */
final class FoldFamilyOptions {
  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = {
        "fold: layers along the RNA, then convolutions over the map of pairs (default);",
        "rnaformer: attention along rows and columns of the map, as in arXiv 2307.10073."
      })
  private Optional<String> family;

  @Option(
      names = "--trunk",
      paramLabel = "N",
      description = "fold: channels of the layers along the RNA (default: 64).")
  private Optional<Integer> trunk;

  @Option(
      names = "--trunk-width",
      paramLabel = "N",
      description = "fold: bases that a convolution along the RNA sees, odd (default: 5).")
  private Optional<Integer> trunkWidth;

  @Option(
      names = "--trunk-dilations",
      paramLabel = "N,N,...",
      split = ",",
      description = "fold: of each block along the RNA (default: 1,2,4).")
  private List<Integer> trunkDilations;

  @Option(
      names = "--trunk-heads",
      paramLabel = "N",
      description = "fold: heads of the attention along the RNA, 0 for none (default: 4).")
  private Optional<Integer> trunkHeads;

  @Option(
      names = "--trunk-dropout",
      paramLabel = "P",
      description = "fold: dropout along the RNA (default: 0.1).")
  private Optional<Float> trunkDropout;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "Channels of the map (default: 16; rnaformer: 64).")
  private Optional<Integer> channels;

  @Option(
      names = "--dilations",
      paramLabel = "N,N,...",
      split = ",",
      description = "fold: of each block of two convolutions over the map (default: 1,1,1,1).")
  private List<Integer> dilations;

  @Option(
      names = "--axial",
      paramLabel = "N",
      description = "fold: blocks of attention along rows and columns of the map (default: 0).")
  private Optional<Integer> axial;

  @Option(
      names = "--heads",
      paramLabel = "N",
      description = "Heads of that attention (default: 1; rnaformer: 4).")
  private Optional<Integer> heads;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Dropout over the map (default: 0; rnaformer: 0.1).")
  private Optional<Float> dropout;

  @Option(
      names = "--given",
      paramLabel = "N",
      description =
          "fold: numbers of each pair that are read besides the bases: 12 (distances, kinds of"
              + " pairs, helices, physics), or 0 for none (default: 12).")
  private Optional<Integer> given;

  @Option(names = "--layers", paramLabel = "N", description = "rnaformer: blocks (default: 6).")
  private Optional<Integer> layers;

  @Option(
      names = "--positions",
      paramLabel = "N",
      description = "rnaformer: places with a vector of their own (default: 500).")
  private Optional<Integer> positions;

  @Option(
      names = "--cycles",
      paramLabel = "N",
      description =
          "Most passes of the layers over the map; training draws a number up to it for each"
              + " mini-batch (default: 1; rnaformer: 6).")
  private Optional<Integer> cycles;

  /**
   * The family.
   *
   * @throws UsageException if there is none of that name, or an option is for another
   * @throws IllegalArgumentException if a number is out of range
   */
  PairFamily family() {
    String name = family.orElse(Fold.NAME);
    return switch (name) {
      case Fold.NAME -> fold();
      case RnaFormer.NAME -> rnaFormer();
      default ->
          throw new UsageException(
              "--family " + name + " is none of " + String.join(", ", Family.pairNames()));
    };
  }

  private Fold fold() {
    requireNone(
        layers.isPresent() || positions.isPresent(), "--layers and --positions", "rnaformer");
    Fold usual = FoldPlan.FAMILY;
    int numbers = given.orElse(usual.given());
    if (numbers != 0 && numbers != PairFeatures.COUNT) {
      throw new UsageException("--given must be 0 or " + PairFeatures.COUNT);
    }
    return new Fold(
        new Fold.Trunk(
            trunk.orElse(usual.trunk().channels()),
            trunkWidth.orElse(usual.trunk().width()),
            trunkDilations == null ? usual.trunk().dilations() : trunkDilations,
            trunkHeads.orElse(usual.trunk().heads()),
            trunkDropout.orElse(usual.trunk().dropout())),
        new Fold.PairMap(
            channels.orElse(usual.map().channels()),
            dilations == null ? usual.map().dilations() : dilations,
            axial.orElse(usual.map().axial()),
            heads.orElse(usual.map().heads()),
            dropout.orElse(usual.map().dropout())),
        numbers,
        cycles.orElse(usual.cycles()));
  }

  private RnaFormer rnaFormer() {
    requireNone(
        trunk.isPresent()
            || trunkWidth.isPresent()
            || trunkDilations != null
            || trunkHeads.isPresent()
            || trunkDropout.isPresent()
            || dilations != null
            || axial.isPresent()
            || given.isPresent(),
        "--trunk..., --dilations, --axial and --given",
        Fold.NAME);
    RnaFormer usual = RnaFormer.PUBLISHED;
    return new RnaFormer(
        channels.orElse(usual.channels()),
        layers.orElse(usual.layers()),
        heads.orElse(usual.heads()),
        positions.orElse(usual.longest()),
        cycles.orElse(usual.cycles()),
        dropout.orElse(usual.dropout()));
  }

  private static void requireNone(boolean isGiven, String options, String of) {
    if (isGiven) {
      throw new UsageException(options + " are for --family " + of);
    }
  }
}
