package org.ribond.cli.options;

import java.util.List;
import java.util.Optional;
import org.ribond.engine.embed.train.EmbedPlan;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.IsoClr;
import picocli.CommandLine.Option;

/** Options of the encoder's shape. */
final class EmbedFamilyOptions {
  /** Encoders that have a name. */
  enum Preset {
    COMPACT,
    SMALL,
    MEDIUM;

    IsoClr encoder() {
      return switch (this) {
        case COMPACT -> EmbedPlan.FAMILY;
        case SMALL -> IsoClr.SMALL;
        case MEDIUM -> IsoClr.MEDIUM;
      };
    }

    int projected() {
      return this == COMPACT ? EmbedPlan.PROJECTED : IsoClr.PROJECTED;
    }
  }

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "compact",
      description = {
        "compact (default); small, medium: the published encoders, of 0.8 and 4.9 million weights"
            + " below a head of 5.8 and 6.3. The options below change one."
      })
  private Preset preset;

  @Option(
      names = "--stem",
      paramLabel = "N",
      description = "Bases that the first layer sees, odd (default: 7; published: 3).")
  private Optional<Integer> stem;

  @Option(
      names = "--stem-pool",
      paramLabel = "N",
      description = "Sites that the first maximum is of (default: 2).")
  private Optional<Integer> stemPool;

  @Option(
      names = "--pool",
      paramLabel = "N",
      description = "Sites that the maximum before each stage is of (default: 2).")
  private Optional<Integer> pool;

  @Option(
      names = "--widths",
      paramLabel = "N,N,...",
      split = ",",
      hideParamSyntax = true,
      description = "Channels of each stage; the last is the length of a vector.")
  private List<Integer> widths = List.of();

  @Option(
      names = "--blocks",
      paramLabel = "N,N,...",
      split = ",",
      hideParamSyntax = true,
      description = "Blocks of each stage.")
  private List<Integer> blocks = List.of();

  @Option(
      names = "--dilations",
      paramLabel = "N,N,...",
      split = ",",
      hideParamSyntax = true,
      description = "Distance of the taps in each stage.")
  private List<Integer> dilations = List.of();

  @Option(
      names = "--taps",
      paramLabel = "N",
      description = "Width of the convolutions (default: 3; published: 2).")
  private Optional<Integer> taps;

  @Option(
      names = "--marks",
      paramLabel = "N",
      description =
          "What is read besides letters: 0 nothing, 1 where codons begin, 2 where exons end as well"
              + " (default: 1; published: 2).")
  private Optional<Integer> marks;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Dropout within blocks (default: 0.1).")
  private Optional<Float> dropout;

  @Option(
      names = "--head",
      paramLabel = "N,N,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Units of the hidden layers of the projection head (default: 512; published: 2048,2048).")
  private List<Integer> head = List.of();

  @Option(
      names = "--projected",
      paramLabel = "N",
      description = "Numbers that the projection head ends in (default: 128; published: 512).")
  private Optional<Integer> projected;

  /**
   * The encoder with its head.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  ChainArchitecture architecture() {
    IsoClr usual = preset.encoder();
    IsoClr encoder =
        new IsoClr(
            stem.orElse(usual.stem()),
            stemPool.orElse(usual.stemPool()),
            pool.orElse(usual.pool()),
            widths.isEmpty() ? usual.widths() : widths,
            blocks.isEmpty() ? usual.blocks() : blocks,
            dilations.isEmpty() ? usual.dilations() : dilations,
            taps.orElse(usual.taps()),
            marks.orElse(usual.marks()),
            dropout.orElse(usual.dropout()),
            IsoClr.Top.HEAD,
            head.isEmpty() ? usual.head() : head);
    return EmbedPlan.architecture(encoder, projected.orElse(preset.projected()));
  }
}
