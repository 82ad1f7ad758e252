package org.ribond.cli.options;

import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.model.Vote;
import picocli.CommandLine.Option;

/** How the networks of a model that labels sequences agree. */
public final class LabelVote {
  @Option(
      names = "--vote",
      paramLabel = "RULE",
      defaultValue = VoteRule.MEAN,
      description =
          "How networks agree on each class: mean, all, any, majority or a number of them (default:"
              + " mean). All but the mean are not calibrated.")
  private String rule;

  /**
   * The vote.
   *
   * @throws org.ribond.cli.terminal.UsageException if the model's networks cannot vote so
   */
  public Vote of(LabelModel model) {
    return VoteRule.of(rule, model.trained().members().size());
  }
}
