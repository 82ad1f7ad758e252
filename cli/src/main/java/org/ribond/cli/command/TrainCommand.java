package org.ribond.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.JobOptions;
import org.ribond.cli.options.PlanOptions;
import org.ribond.cli.options.RunOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.options.TrainingData;
import org.ribond.cli.sweep.SweepScores;
import org.ribond.cli.sweep.SweepTest;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.UsageException;
import org.ribond.cli.train.EpochScore;
import org.ribond.cli.train.TrainingInput;
import org.ribond.cli.train.TrainingJob;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.train.ContactPlan;
import org.ribond.engine.contact.train.ContactTask;
import org.ribond.engine.contact.train.MapValidation;
import org.ribond.engine.contact.train.ResidueLabels;
import org.ribond.engine.contact.train.ResiduePlan;
import org.ribond.engine.contact.train.ResidueTask;
import org.ribond.engine.contact.train.Sampling;
import org.ribond.engine.contact.train.TowerPlan;
import org.ribond.engine.contact.train.TowerTask;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network or an ensemble. */
@Command(
    name = "train",
    sortOptions = false,
    description = "Train a network, or an ensemble, on complexes with known contacts.",
    footerHeading = "%nFiles beside the model NAME.safetensors:%n",
    footer = {
      "  NAME.metrics.tsv  loss, validation score and speed of each epoch",
      "  NAME.run.json     plan, seed, backend, versions, hashes of data, scores",
      "  NAME.checkpoint.safetensors  while it trains: Ctrl-C ends with code 5",
      "                    and leaves it; the same command with --resume goes on",
      "                    and ends with the same model, byte for byte"
    })
final class TrainCommand extends TrainingCommand {
  private static final EpochScore SCORE = new EpochScore("valid_pr_auc", "PR AUC", false);

  @Mixin private TaskOption task;
  @Mixin private TrainingData data;
  @Mixin private RunOptions run;

  @Option(
      names = "--threshold-percentile",
      paramLabel = "P",
      description =
          "With the paper's sampling: set the threshold of its test to the score that P percent of"
              + " negatives which were never drawn stay below; the paper's is 95.")
  private Optional<Double> percentile;

  @Mixin private PlanOptions planOptions;
  @Mixin private JobOptions jobs;
  @Mixin private CommonOptions common;

  TrainCommand(Interruption interruption) {
    super(interruption);
  }

  @Override
  TaskKind task() {
    return TaskKind.CONTACT;
  }

  @Override
  Optional<String> planFile() {
    return run.planFile();
  }

  @Override
  void train() {
    interruption.announce();
    task.require(task());
    if (planOptions.isOfTowers()) {
      trainTowers();
    } else if (planOptions.isOfResidues()) {
      trainResidues();
    } else {
      trainWindows();
    }
  }

  private void trainTowers() {
    TrainingPlan<TowerPlan> plan = planOptions.ofTowers();
    TrainingJob job =
        new TrainingJob(run, jobs, common, interruption, SCORE, RibondCommand.version());
    TrainingData.Source training = data.training();
    Optional<TrainingData.Source> validation = data.validation();
    List<Complex> judged = validation.map(TrainingData.Source::complexes).orElse(List.of());
    job.run(
        new TrainingJob.Subject(
            towers(plan, training, validation),
            input(training),
            validation.map(TrainCommand::input),
            judged.stream().mapToLong(Complex::observedCells).sum(),
            (members, backend, facts) -> {}));
  }

  private void trainResidues() {
    ResidueLabels labels = ResidueLabels.read(data.file(), planOptions.labels());
    TrainingPlan<ResiduePlan> plan = planOptions.ofResidues(labels.names());
    TrainingInput input =
        new TrainingInput(data.fileName(), "proteins", labels.proteins().size(), labels.sha256());
    new TrainingJob(run, jobs, common, interruption, SCORE, RibondCommand.version())
        .run(
            new TrainingJob.Subject(
                new ResidueTask(plan, labels),
                input,
                Optional.empty(),
                0,
                (members, backend, facts) -> {}));
  }

  private TowerTask towers(
      TrainingPlan<TowerPlan> plan,
      TrainingData.Source training,
      Optional<TrainingData.Source> validation) {
    try {
      return new TowerTask(
          plan,
          training.complexes(),
          validation.map(TrainingData.Source::complexes),
          planOptions.start());
    } catch (IllegalArgumentException e) {
      throw new DataException(
          training.name()
              + validation.map(source -> " and " + source.name()).orElse("")
              + ": cannot be trained with: "
              + e.getMessage(),
          e);
    }
  }

  private void trainWindows() {
    TrainingPlan<ContactPlan> plan = planOptions.ofWindows();
    checkPercentile(plan);
    TrainingJob job =
        new TrainingJob(run, jobs, common, interruption, SCORE, RibondCommand.version());
    TrainingData.Source training = data.training();
    Optional<TrainingData.Source> validation = data.validation();
    ContactTask trained =
        new ContactTask(
            plan,
            samplers(plan, training),
            training.complexes(),
            validation.map(source -> judge(plan, source, common.messages())));
    List<Complex> judged = validation.map(TrainingData.Source::complexes).orElse(List.of());
    job.run(
        new TrainingJob.Subject(
            trained,
            input(training),
            validation.map(TrainCommand::input),
            judged.stream().mapToLong(Complex::observedCells).sum(),
            (members, backend, facts) -> {
              if (percentile.isPresent()) {
                float threshold = trained.unseenThreshold(members, percentile.get(), backend);
                facts.put(ModelCard.PAPER_THRESHOLD, String.valueOf(threshold));
              }
            }));
  }

  private void checkPercentile(TrainingPlan<ContactPlan> plan) {
    if (percentile.isPresent()) {
      double value = percentile.get();
      if (!(value > 0 && value < 100) || !(plan.task().sampling() instanceof Sampling.Paper)) {
        throw new UsageException(
            "--threshold-percentile must be above 0 and below 100, with --sampling paper");
      }
    }
  }

  @Override
  Optional<SweepTest> heldOut(List<String> protocols) {
    return data.heldOut().flatMap(complexes -> SweepScores.test(complexes, protocols));
  }

  private static TrainingInput input(TrainingData.Source source) {
    return new TrainingInput(source.name(), "pairs", source.complexes().size(), source.sha256());
  }

  private static Sampling.Samplers samplers(
      TrainingPlan<ContactPlan> plan, TrainingData.Source training) {
    try {
      return Sampling.of(plan, training.complexes());
    } catch (IllegalArgumentException e) {
      throw new DataException(training.name() + ": cannot be sampled: " + e.getMessage(), e);
    }
  }

  private static MapValidation judge(
      TrainingPlan<ContactPlan> plan, TrainingData.Source source, Messages messages) {
    try {
      MapValidation validation = new MapValidation(plan.task(), source.complexes());
      messages.info(
          String.format(
              Locale.ROOT,
              "an epoch is judged by %d maps of %,d cells of %s",
              validation.maps(),
              validation.cells(),
              source.name()));
      return validation;
    } catch (IllegalArgumentException e) {
      throw new DataException(source.name() + ": cannot validate: " + e.getMessage(), e);
    }
  }
}
