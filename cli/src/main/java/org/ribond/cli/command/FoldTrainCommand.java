package org.ribond.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.FoldPlanOptions;
import org.ribond.cli.options.FoldTrainingData;
import org.ribond.cli.options.FoldTrainingData.Source;
import org.ribond.cli.options.JobOptions;
import org.ribond.cli.options.RunOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.sweep.SweepTest;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.train.EpochScore;
import org.ribond.cli.train.TrainingInput;
import org.ribond.cli.train.TrainingJob;
import org.ribond.engine.fold.train.FoldPlan;
import org.ribond.engine.fold.train.FoldSamples;
import org.ribond.engine.fold.train.FoldTask;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a network, or an ensemble, that tells which bases of an RNA pair. */
@Command(
    name = "train",
    sortOptions = false,
    description = "Train a network, or an ensemble, on RNAs of known structure.",
    footerHeading = "%nFiles beside the model NAME.safetensors:%n",
    footer = {
      "  NAME.metrics.tsv  loss, validation score and speed of each epoch",
      "  NAME.run.json     plan, seed, backend, versions, hashes of data, scores",
      "  NAME.checkpoint.safetensors  while it trains: Ctrl-C ends with code 5",
      "                    and leaves it; the same command with --resume goes on",
      "                    and ends with the same model, byte for byte",
      "",
      "Such as: train --task fold --data known.tsv --longest 200 --out my.safetensors"
    })
final class FoldTrainCommand extends TrainingCommand {
  private static final EpochScore SCORE = new EpochScore("valid_f1", "F1", false);

  @Mixin private TaskOption task;
  @Mixin private FoldTrainingData data;
  @Mixin private RunOptions run;
  @Mixin private FoldPlanOptions planOptions;
  @Mixin private JobOptions jobs;
  @Mixin private CommonOptions common;

  FoldTrainCommand(Interruption interruption) {
    super(interruption);
  }

  @Override
  TaskKind task() {
    return TaskKind.FOLD;
  }

  @Override
  Optional<String> planFile() {
    return run.planFile();
  }

  @Override
  void train() {
    interruption.announce();
    task.require(task());
    TrainingPlan<FoldPlan> plan = planOptions.plan();
    jobs.preferProcessor();
    TrainingJob job =
        new TrainingJob(run, jobs, common, interruption, SCORE, RibondCommand.version());
    FoldTrainingData.Sides sides = data.read();
    ChainArchitecture architecture = plan.task().architecture();
    common
        .messages()
        .info(
            String.format(
                Locale.ROOT,
                "%,d RNAs, networks of %,d weights%s",
                sides.training().structures().size(),
                architecture.parameters(),
                sides
                    .validation()
                    .map(
                        source ->
                            String.format(
                                Locale.ROOT,
                                "; an epoch is judged by %,d RNAs",
                                source.structures().size()))
                    .orElse("")));
    FoldSamples training = samples(sides.training(), architecture);
    Optional<FoldSamples> valid = sides.validation().map(source -> samples(source, architecture));
    job.run(
        new TrainingJob.Subject(
            new FoldTask(plan, training, valid),
            input(sides.training()),
            sides.validation().map(FoldTrainCommand::input),
            valid.map(FoldSamples::size).orElse(0),
            (members, backend, facts) -> {}));
  }

  private FoldSamples samples(Source source, ChainArchitecture architecture) {
    int count = source.structures().size();
    try (Progress progress = new Progress("physics", count, common.messages())) {
      return FoldSamples.of(source.structures(), architecture, done -> progress.update(done, ""));
    }
  }

  private static TrainingInput input(Source source) {
    return new TrainingInput(source.name(), "rnas", source.structures().size(), source.sha256());
  }

  @Override
  Optional<SweepTest> heldOut(List<String> protocols) {
    return Optional.empty();
  }
}
