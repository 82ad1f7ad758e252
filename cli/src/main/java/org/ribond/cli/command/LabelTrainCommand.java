package org.ribond.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.JobOptions;
import org.ribond.cli.options.LabelDigest;
import org.ribond.cli.options.LabelPlanOptions;
import org.ribond.cli.options.LabelTrainingData;
import org.ribond.cli.options.RunOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.sweep.LabelTest;
import org.ribond.cli.sweep.SweepTest;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.UsageException;
import org.ribond.cli.train.EpochScore;
import org.ribond.cli.train.TrainingInput;
import org.ribond.cli.train.TrainingJob;
import org.ribond.engine.file.DataException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Targets;
import org.ribond.engine.label.linear.LinearOptions;
import org.ribond.engine.label.train.LabelPlan;
import org.ribond.engine.label.train.LabelTask;
import org.ribond.engine.label.train.LinearLabels;
import org.ribond.engine.label.train.ValidScore;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a network, an ensemble or a linear model that labels sequences. */
@Command(
    name = "train",
    sortOptions = false,
    description =
        "Train a network, an ensemble or a linear model on sequences with known classes or"
            + " numbers.",
    footerHeading = "%nFiles beside the model NAME.safetensors:%n",
    footer = {
      "  NAME.metrics.tsv  loss, validation score and speed of each epoch",
      "  NAME.run.json     plan, seed, backend, versions, hashes of data, scores",
      "  NAME.checkpoint.safetensors  while it trains: Ctrl-C ends with code 5",
      "                    and leaves it; the same command with --resume goes on",
      "                    and ends with the same model, byte for byte",
      "",
      "Such as: train --task label --data splice --out splice.safetensors"
    })
final class LabelTrainCommand extends TrainingCommand {
  @Mixin private TaskOption task;
  @Mixin private LabelTrainingData data;
  @Mixin private RunOptions run;
  @Mixin private LabelPlanOptions planOptions;
  @Mixin private JobOptions jobs;
  @Mixin private CommonOptions common;

  LabelTrainCommand(Interruption interruption) {
    super(interruption);
  }

  @Override
  TaskKind task() {
    return TaskKind.LABEL;
  }

  @Override
  Optional<String> planFile() {
    return run.planFile();
  }

  @Override
  void train() {
    interruption.announce();
    task.require(task());
    ValidScore judged = planOptions.validScore();
    TrainingJob job =
        new TrainingJob(run, jobs, common, interruption, score(judged), RibondCommand.version());
    LabelTrainingData.Sides sides = data.read(planOptions.seed(), common.messages());
    LabelData training = sides.training().data();
    Optional<LabelData> valid = sides.validation().map(LabelTrainingData.Source::data);
    Optional<TrainingInput> validInput = sides.validation().map(LabelTrainCommand::input);
    if (planOptions.isLinear()) {
      LinearOptions linear = planOptions.linear();
      tell(training, sides.validation());
      job.fit(
          LabelPlanOptions.entries(linear),
          input(sides.training()),
          validInput,
          facts -> linear(training, valid, linear, facts));
      return;
    }
    LabelTask trained = labelTask(planOptions.plan(training), training, valid, planOptions.start());
    tell(training, sides.validation());
    job.run(
        new TrainingJob.Subject(
            trained,
            input(sides.training()),
            validInput,
            valid.map(LabelData::size).orElse(0),
            (members, backend, facts) -> {}));
  }

  private static TrainedModel linear(
      LabelData training,
      Optional<LabelData> valid,
      LinearOptions options,
      SequencedMap<String, String> facts) {
    try {
      return LinearLabels.train(training, valid, options, facts);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--family linear: " + e.getMessage());
    }
  }

  private static LabelTask labelTask(
      TrainingPlan<LabelPlan> plan,
      LabelData training,
      Optional<LabelData> valid,
      Optional<Weights> start) {
    try {
      return new LabelTask(plan, training, valid, start);
    } catch (IllegalArgumentException e) {
      throw new DataException(e.getMessage(), e);
    }
  }

  private static EpochScore score(ValidScore judged) {
    return switch (judged) {
      case LOSS -> new EpochScore("valid_loss", "loss", true);
      case ROC_AUC -> new EpochScore("valid_roc_auc", "ROC AUC", false);
      case ACCURACY -> new EpochScore("valid_accuracy", "accuracy", false);
    };
  }

  private void tell(LabelData training, Optional<LabelTrainingData.Source> validation) {
    String targets =
        switch (training.targets()) {
          case Targets.Classes classes -> classes.names().size() + " classes";
          case Targets.Numbers numbers -> "numbers " + String.join(", ", numbers.names());
        };
    common
        .messages()
        .info(
            String.format(
                Locale.ROOT,
                "%,d sequences of %s, %s%s",
                training.size(),
                training.molecule(),
                targets,
                validation
                    .map(
                        source ->
                            String.format(
                                Locale.ROOT,
                                "; an epoch is judged by %,d of %s",
                                source.data().size(),
                                source.name()))
                    .orElse("")));
  }

  @Override
  Optional<SweepTest> heldOut(List<String> protocols) {
    return data.heldOut().map(LabelTest::of);
  }

  private static TrainingInput input(LabelTrainingData.Source source) {
    return new TrainingInput(
        source.name(), "sequences", source.data().size(), LabelDigest.sha256(source.data()));
  }
}
