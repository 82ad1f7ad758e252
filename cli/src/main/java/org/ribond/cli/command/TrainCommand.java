package org.ribond.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.PlanFile;
import org.ribond.cli.options.PlanOptions;
import org.ribond.cli.options.TrainingData;
import org.ribond.cli.sweep.SweepTrainer;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.InterruptedRunException;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.terminal.UsageException;
import org.ribond.cli.train.TrainingBackends;
import org.ribond.cli.train.TrainingFiles;
import org.ribond.cli.train.TrainingProgress;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.train.ContactPlan;
import org.ribond.engine.contact.train.ContactTask;
import org.ribond.engine.contact.train.MapValidation;
import org.ribond.engine.contact.train.Sampling;
import org.ribond.engine.file.DataException;
import org.ribond.engine.file.FileError;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.ModelFile;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.train.DivergedException;
import org.ribond.engine.train.EpochReport;
import org.ribond.engine.train.MemberReport;
import org.ribond.engine.train.Task;
import org.ribond.engine.train.TrainingOutcome;
import org.ribond.engine.train.TrainingOutcome.Completed;
import org.ribond.engine.train.TrainingOutcome.InterruptedTraining;
import org.ribond.engine.train.TrainingPlan;
import org.ribond.engine.train.TrainingRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
final class TrainCommand implements Callable<Integer> {
  private static final String CARD_VALID = "valid.";

  private final Interruption interruption;

  @Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private TrainingData data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The model's file, such as my.safetensors.")
  private Optional<Path> out;

  @Option(names = "--resume", description = "Go on from the checkpoint, if there is one.")
  private boolean resume;

  @Option(
      names = "--plan",
      paramLabel = "TOML",
      description =
          "Take options from this file: each key is an option's name without its dashes; options"
              + " given here come first.")
  private Optional<String> planFile;

  @Option(
      names = "--threshold-percentile",
      paramLabel = "P",
      description =
          "With the paper's sampling: set the threshold of its test to the score that P percent of"
              + " negatives which were never drawn stay below; the paper's is 95.")
  private Optional<Double> percentile;

  @Mixin private PlanOptions planOptions;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description =
          "Networks trained at a time, which share the threads; the model is the same (default: as"
              + " many as there are threads; on a GPU 1).")
  private Optional<Integer> jobs;

  @Mixin private BackendChoice backendChoice;
  @Mixin private CommonOptions common;

  TrainCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  /**
   * The command with options as on the command line, to be run by {@link #train}.
   *
   * @throws picocli.CommandLine.ParameterException if they are wrong
   */
  static TrainCommand of(List<String> arguments, Interruption interruption) {
    TrainCommand command = new TrainCommand(interruption);
    line(command).parseArgs(arguments.toArray(String[]::new));
    return command;
  }

  @Override
  public Integer call() {
    TrainCommand command = planFile.isPresent() ? withPlanFile() : this;
    command.train();
    return ExitCode.DONE;
  }

  /** The same command with the plan file's options before those that were given. */
  private TrainCommand withPlanFile() {
    CommandLine check = line(new TrainCommand(interruption));
    List<String> arguments = new ArrayList<>(PlanFile.options(planFile.get(), check));
    List<String> given = spec.commandLine().getParseResult().originalArgs();
    arguments.addAll(given.subList(given.indexOf(spec.name()) + 1, given.size()));
    return of(arguments, interruption);
  }

  /** A command line of {@code command}, in which an option that comes again counts. */
  static CommandLine line(TrainCommand command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true);
  }

  /** Trains, without regard to a plan file. */
  void train() {
    interruption.announce();
    Messages messages = common.messages();
    TrainingPlan<ContactPlan> plan = planOptions.plan();
    TrainingFiles files =
        new TrainingFiles(
            out.orElseThrow(() -> new UsageException("name the model's file: --out FILE")));
    files.check();
    if (percentile.isPresent()) {
      double value = percentile.get();
      if (!(value > 0 && value < 100) || !(plan.task().sampling() instanceof Sampling.Paper)) {
        throw new UsageException(
            "--threshold-percentile must be above 0 and below 100, with --sampling paper");
      }
    }
    if (jobs.isPresent() && jobs.get() < 1) {
      throw new UsageException("--jobs must be at least 1");
    }
    boolean resuming = isResuming(files, messages);
    TrainingData.Source training = data.training();
    Optional<TrainingData.Source> validation = data.validation();
    ContactTask task =
        new ContactTask(
            plan,
            samplers(plan, training),
            training.complexes(),
            validation.map(source -> judge(plan, source, messages)));
    try (TrainingBackends backends =
        new TrainingBackends(backendChoice, jobs, plan.members(), messages)) {
      TrainingRun run =
          new TrainingRun(backends.all(), task, inputs(training, validation), files.checkpoint());
      int atATime = backends.all().size();
      Completed completed = train(run, resuming, plan, files, messages);
      Backend backend = backends.whole();
      SequencedMap<String, String> facts = facts(plan, training);
      if (percentile.isPresent()) {
        float threshold = task.unseenThreshold(completed.members(), percentile.get(), backend);
        facts.put(ModelCard.PAPER_THRESHOLD, String.valueOf(threshold));
      }
      TrainedModel model = model(completed, task, facts, validation, backend, messages);
      ModelFile.write(files.model(), model);
      Map<String, Object> summary = summary(completed, atATime, model);
      files.writeMetrics(completed.history());
      files.writeRun(record(plan, training, validation, backend, summary));
      deleteCheckpoint(files);
      messages.info("wrote " + files.model());
      if (common.json()) {
        Output.line(Json.pretty(summary));
      }
    }
  }

  /** Trains for a sweep. */
  static SweepTrainer trainer(Interruption interruption) {
    return arguments -> {
      TrainCommand command = of(arguments, interruption);
      command.train();
      return command.heldOut();
    };
  }

  /** The complexes that were left out as a fold, if any. */
  Optional<List<Complex>> heldOut() {
    return data.heldOut();
  }

  private static void deleteCheckpoint(TrainingFiles files) {
    try {
      Files.deleteIfExists(files.checkpoint());
    } catch (IOException e) {
      throw new DataException(
          files.checkpoint() + ": cannot be removed: " + FileError.reason(e), e);
    }
  }

  private boolean isResuming(TrainingFiles files, Messages messages) {
    boolean isThere = Files.exists(files.checkpoint());
    if (isThere && !resume) {
      throw new UsageException(
          files.checkpoint()
              + " is there from a run that did not end: go on with --resume, or remove it to start"
              + " anew");
    }
    if (resume && !isThere) {
      messages.info("no checkpoint to resume: starting from the first epoch");
    }
    return isThere;
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

  private static SequencedMap<String, String> inputs(
      TrainingData.Source training, Optional<TrainingData.Source> validation) {
    SequencedMap<String, String> inputs = new LinkedHashMap<>();
    inputs.put(ModelCard.DATA_SHA256, training.sha256());
    inputs.put("valid.sha256", validation.map(TrainingData.Source::sha256).orElse("none"));
    return inputs;
  }

  private Completed train(
      TrainingRun run,
      boolean resuming,
      TrainingPlan<?> plan,
      TrainingFiles files,
      Messages messages) {
    interruption.await();
    try (TrainingProgress progress = new TrainingProgress(plan, files, messages)) {
      TrainingOutcome outcome =
          resuming
              ? run.resume(progress, interruption::isAsked)
              : run.start(progress, interruption::isAsked);
      return switch (outcome) {
        case Completed completed -> completed;
        case InterruptedTraining stopped ->
            throw new InterruptedRunException(
                "interrupted in "
                    + places(stopped)
                    + "; the same command with --resume goes on from there");
      };
    } catch (DivergedException e) {
      deleteCheckpoint(files);
      throw new UsageException(e.getMessage());
    }
  }

  /** Where each network that was under way has stopped. */
  private static String places(InterruptedTraining stopped) {
    return stopped.epochs().entrySet().stream()
        .map(entry -> "epoch %d of network %d".formatted(entry.getValue() + 1, entry.getKey() + 1))
        .collect(Collectors.joining(" and "));
  }

  private static SequencedMap<String, String> facts(
      TrainingPlan<?> plan, TrainingData.Source training) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put(ModelCard.RIBOND_VERSION, RibondCommand.version());
    facts.put(ModelCard.DATA, training.name());
    facts.put(ModelCard.DATA_SHA256, training.sha256());
    facts.put(ModelCard.PLAN, Json.line(plan.entries()));
    return facts;
  }

  private static TrainedModel model(
      Completed completed,
      Task task,
      SequencedMap<String, String> facts,
      Optional<TrainingData.Source> validation,
      Backend backend,
      Messages messages) {
    List<Complex> judged = validation.map(TrainingData.Source::complexes).orElse(List.of());
    long cells = judged.stream().mapToLong(Complex::observedCells).sum();
    try (Progress progress = new Progress("calibrate", cells, messages)) {
      return task.model(completed.members(), facts, backend, done -> progress.update(done, ""));
    }
  }

  /**
   * The result. Its {@code seconds} are those of the epochs, of all networks together and without
   * validation; {@code wall_seconds} passed from the run's beginning to the end of its last epoch.
   */
  private Map<String, Object> summary(Completed completed, int atATime, TrainedModel model) {
    List<EpochReport> history = completed.history();
    double seconds = history.stream().mapToDouble(EpochReport::seconds).sum();
    double samples = history.stream().mapToDouble(EpochReport::samples).sum();
    Map<String, Object> valid = new LinkedHashMap<>();
    String prefix = ModelCard.SCORE + CARD_VALID;
    model
        .card()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                valid.put(key.substring(prefix.length()), Double.valueOf(value));
              }
            });
    List<Map<String, Object>> best = new ArrayList<>();
    for (MemberReport member : completed.members()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("best_epoch", member.epoch() + 1);
      member.score().ifPresent(score -> entry.put("valid_pr_auc", score));
      best.add(entry);
    }
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("model", out.orElseThrow().toString());
    summary.put("epochs", history.size());
    summary.put("seconds", seconds);
    summary.put("samples_per_second", samples / seconds);
    summary.put("jobs", atATime);
    summary.put("wall_seconds", completed.seconds());
    summary.put("valid", valid);
    summary.put("members", best);
    return summary;
  }

  private static Map<String, Object> record(
      TrainingPlan<?> plan,
      TrainingData.Source training,
      Optional<TrainingData.Source> validation,
      Backend backend,
      Map<String, Object> summary) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("command", "train");
    record.put("ribond_version", RibondCommand.version());
    record.put("java", Runtime.version().toString());
    record.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    record.put("backend", backend.name());
    record.put("device", backend.device().name() + ", " + backend.device().detail());
    record.put("seed", plan.seed());
    record.put("plan", plan.entries());
    record.put("data", describe(training));
    validation.ifPresent(source -> record.put("valid_data", describe(source)));
    record.putAll(summary);
    return record;
  }

  private static Map<String, Object> describe(TrainingData.Source source) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", source.name());
    entry.put("pairs", source.complexes().size());
    entry.put("sha256", source.sha256());
    return entry;
  }
}
