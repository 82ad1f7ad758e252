package org.ribond.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.EmbedPlanOptions;
import org.ribond.cli.options.EmbedTrainingData;
import org.ribond.cli.options.EmbedTrainingData.Source;
import org.ribond.cli.options.JobOptions;
import org.ribond.cli.options.RunOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.sweep.SweepTest;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.train.EpochScore;
import org.ribond.cli.train.TrainingInput;
import org.ribond.cli.train.TrainingJob;
import org.ribond.engine.embed.train.EmbedPlan;
import org.ribond.engine.embed.train.EmbedTask;
import org.ribond.engine.embed.train.TranscriptGroups;
import org.ribond.engine.file.DataException;
import org.ribond.engine.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains an encoder of transcripts, without labels. */
@Command(
    name = "train",
    sortOptions = false,
    description =
        "Train an encoder, without labels, that puts transcripts which do the same near each"
            + " other: those of one gene in several species, or the isoforms of a gene.",
    footerHeading = "%nHow it learns:%n",
    footer = {
      "  Each epoch takes two transcripts of each group, or one twice where a group",
      "  has no other, hides bases of both, and asks of a mini-batch which belong",
      "  together. The projection head is left off in the end: the vector is the mean",
      "  over the transcript. Epochs are judged by how well whole transcripts find",
      "  their group (mean reciprocal rank).",
      "",
      "Files beside the model NAME.safetensors:",
      "  NAME.metrics.tsv  loss, validation score and speed of each epoch",
      "  NAME.run.json     plan, seed, backend, versions, hashes of data, scores",
      "  NAME.checkpoint.safetensors  while it trains: Ctrl-C ends with code 5",
      "                    and leaves it; the same command with --resume goes on",
      "                    and ends with the same model, byte for byte",
      "",
      "Such as: train --task embed --data cds.tsv --group-column gene --out my.safetensors"
    })
final class EmbedTrainCommand extends TrainingCommand {
  private static final EpochScore SCORE = new EpochScore("valid_mrr", "MRR", false);

  @Mixin private TaskOption task;
  @Mixin private EmbedTrainingData data;
  @Mixin private RunOptions run;
  @Mixin private EmbedPlanOptions planOptions;
  @Mixin private JobOptions jobs;
  @Mixin private CommonOptions common;

  EmbedTrainCommand(Interruption interruption) {
    super(interruption);
  }

  @Override
  TaskKind task() {
    return TaskKind.EMBED;
  }

  @Override
  Optional<String> planFile() {
    return run.planFile();
  }

  @Override
  void train() {
    interruption.announce();
    task.require(task());
    TrainingPlan<EmbedPlan> plan = planOptions.plan();
    jobs.preferProcessor();
    TrainingJob job =
        new TrainingJob(run, jobs, common, interruption, SCORE, RibondCommand.version());
    EmbedTrainingData.Sides sides = data.read();
    TranscriptGroups training = sides.training().groups();
    Optional<TranscriptGroups> valid = sides.validation().map(Source::groups);
    common.messages().info(summary(plan, training, valid));
    if (training.single() > 0) {
      common.messages().info(training.single() + " groups of one transcript, which is seen twice");
    }
    job.run(
        new TrainingJob.Subject(
            task(plan, sides, training, valid),
            input(sides.training()),
            sides.validation().map(EmbedTrainCommand::input),
            0,
            (members, backend, facts) -> {}));
  }

  private static EmbedTask task(
      TrainingPlan<EmbedPlan> plan,
      EmbedTrainingData.Sides sides,
      TranscriptGroups training,
      Optional<TranscriptGroups> valid) {
    try {
      return new EmbedTask(plan, training, valid);
    } catch (IllegalArgumentException e) {
      throw new DataException(sides.training().name() + ": " + e.getMessage(), e);
    }
  }

  private static String summary(
      TrainingPlan<EmbedPlan> plan, TranscriptGroups training, Optional<TranscriptGroups> valid) {
    return String.format(
        Locale.ROOT,
        "%,d transcripts in %,d groups, an encoder of %,d weights with a head of %,d%s",
        training.transcripts(),
        training.size(),
        plan.task().trained().parameters(),
        plan.task().architecture().parameters() - plan.task().trained().parameters(),
        valid
            .map(
                judged ->
                    String.format(Locale.ROOT, "; an epoch is judged by %,d groups", judged.size()))
            .orElse(""));
  }

  private static TrainingInput input(Source source) {
    return new TrainingInput(
        source.name(), "transcripts", source.transcripts().size(), source.sha256());
  }

  @Override
  Optional<SweepTest> heldOut(List<String> protocols) {
    return Optional.empty();
  }
}
