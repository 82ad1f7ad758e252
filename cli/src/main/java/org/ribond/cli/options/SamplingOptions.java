package org.ribond.cli.options;

import java.util.Locale;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.train.Emphasis;
import org.ribond.engine.contact.train.Sampling;
import picocli.CommandLine.Option;

/** Options of how samples are drawn and what they count for. */
final class SamplingOptions {
  private static final String ALL = "all";

  /** Ways to draw samples. */
  enum SamplingKind {
    MAP,
    PAPER,
    SLICES,
    SLICE_ROUNDS;

    /** As plans and model cards have it; the command line takes this and the constant's name. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--sampling",
      paramLabel = "NAME",
      defaultValue = "map",
      description = {
        "map: contacts and fresh negatives of whole maps in each epoch (default).",
        "paper: the training sets of arXiv 2511.08648, bugs included, for comparison.",
        "slices: its 'folds': network k has the k-th pair of slices of the data.",
        "slice-rounds: the same, each epoch with the next pair."
      })
  private SamplingKind sampling;

  @Option(
      names = "--negatives-per-contact",
      paramLabel = "N|all",
      defaultValue = "5",
      description = "Pairs that do not touch, for each that does (default: ${DEFAULT-VALUE}).")
  private String negativesPerContact;

  @Option(
      names = {"--sets-per-part", "--sets-per-half"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Paper's sampling: training sets of each part of the data (default: 1).")
  private int setsPerPart;

  @Option(
      names = "--parts",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Paper's sampling: parts that the data are cut into, in their order (default: 2).")
  private int parts;

  @Option(
      names = "--slices",
      paramLabel = "N",
      defaultValue = "5",
      description = "Slices of the data, for those samplings (default: ${DEFAULT-VALUE}).")
  private int slices;

  @Option(
      names = "--positive-copies",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often each contact stands in an epoch (default: ${DEFAULT-VALUE}).")
  private int positiveCopies;

  @Option(
      names = "--contact-weight",
      paramLabel = "F",
      defaultValue = "1",
      description = "Factor of a contact's weight in the loss (default: ${DEFAULT-VALUE}).")
  private float contactWeight;

  @Option(
      names = "--focal",
      paramLabel = "G",
      defaultValue = "0",
      description = "Exponent of the focal loss; 0: cross-entropy (default: ${DEFAULT-VALUE}).")
  private float focus;

  @Option(
      names = "--hard-negatives",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Train one in N of each mini-batch's negatives, those that score highest; 1: all"
              + " (default: ${DEFAULT-VALUE}).")
  private int hardest;

  /**
   * How samples are drawn.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  Sampling sampling() {
    return switch (sampling) {
      case MAP -> new Sampling.Maps(negatives());
      case PAPER -> new Sampling.Paper(negatives(), setsPerPart, parts);
      case SLICES -> new Sampling.Slices(slices, false);
      case SLICE_ROUNDS -> new Sampling.Slices(slices, true);
    };
  }

  private int negatives() {
    if (negativesPerContact.equalsIgnoreCase(ALL)) {
      return Sampling.ALL;
    }
    if (!negativesPerContact.matches("[1-9]\\d{0,17}")) {
      throw new UsageException("--negatives-per-contact must be a number from 1 on, or all");
    }
    return (int) Math.min(Long.parseLong(negativesPerContact), Integer.MAX_VALUE);
  }

  /**
   * What samples count for.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  Emphasis emphasis() {
    return new Emphasis(positiveCopies, contactWeight, focus, hardest);
  }
}
