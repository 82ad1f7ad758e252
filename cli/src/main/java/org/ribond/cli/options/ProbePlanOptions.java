package org.ribond.cli.options;

import java.util.List;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.embed.probe.ProbePlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say how many labels a probe is fitted to, and how often. */
public final class ProbePlanOptions {
  @Option(
      names = "--fractions",
      paramLabel = "X,X",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "1",
      description =
          "Shares of the groups to train on, such as 1,0.3,0.1,0.03,0.01 (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Double> fractions;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often a share below 1 is drawn (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--unseen",
      description =
          "Each score also without the transcripts to test on that have a relative among those to"
              + " train on: by their proteins, or without a coding region by 25 bases in a row.")
  private boolean unseen;

  @Mixin private IntervalOptions intervals;

  /**
   * The plan.
   *
   * @throws UsageException if it is impossible
   */
  public ProbePlan plan(int folds) {
    try {
      return new ProbePlan(
          fractions.stream().distinct().toList(),
          draws,
          folds,
          intervals.replicates(),
          unseen,
          intervals.seed());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
