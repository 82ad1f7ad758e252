package org.ribond.cli.command;

import java.util.concurrent.Callable;
import org.ribond.cli.format.Json;
import org.ribond.cli.format.LabelReport;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.IntervalOptions;
import org.ribond.cli.options.LabelModels;
import org.ribond.cli.options.LabelTestData;
import org.ribond.cli.options.LabelVote;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.Progress;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.label.data.LabelAudit;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.evaluate.LabelEvaluation;
import org.ribond.engine.label.model.LabelModel;
import org.ribond.engine.label.predict.LabelPredictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares what a model says of sequences with their known labels. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = "Compare what a model says of sequences with their known classes or numbers.",
    footerHeading = "%nHow to read the numbers:%n",
    footer = {
      "  unseen    the test sequences that share no long word (25 or 50 bases, 12",
      "            residues) with a training sequence: the others flatter a model",
      "            that remembers",
      "  ROC AUC   of classes: each against the rest; above the classes, their mean",
      "  ECE       how far the probability of the class that is called is from the",
      "            share that is right",
      "  brackets  where the number lies with 95 %% confidence, drawing sequences",
      "            with replacement"
    })
final class LabelEvaluateCommand implements Callable<Integer> {
  @Mixin private TaskOption task;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      required = true,
      description = "The model: a file of 'train --task label'.")
  private String model;

  @Mixin private LabelTestData data;

  @Mixin private IntervalOptions intervals;

  @Mixin private LabelVote vote;

  @Mixin private BackendChoice backendChoice;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    task.require(TaskKind.LABEL);
    intervals.replicates();
    Messages messages = common.messages();
    LabelModel trained = LabelModels.read(model);
    LabelTestData.Sides sides = data.read(trained.facts(), messages);
    LabelData tested = sides.tested();
    LabelEvaluation evaluation;
    try (Backend backend = backendChoice.open(messages);
        LabelPredictor predictor = new LabelPredictor(trained, backend, vote.of(trained));
        Progress progress = new Progress("sequences", tested.size(), messages)) {
      evaluation =
          LabelEvaluation.of(
              predictor,
              tested,
              sides.training(),
              LabelAudit.usualWord(tested),
              done -> progress.update(done, ""));
    }
    LabelReport report =
        new LabelReport(tested.source(), evaluation, intervals.replicates(), intervals.seed());
    Output.line(common.json() ? Json.pretty(report.json()) : report.table());
    return ExitCode.DONE;
  }
}
