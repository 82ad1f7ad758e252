package org.ribond.cli.train;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.JobOptions;
import org.ribond.cli.options.RunOptions;
import org.ribond.cli.terminal.InterruptedRunException;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.ProgramLock;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.Backend;
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

/**
 * A training of any task from its options to its files: checks, backends, progress, a stop, the
 * model with its metrics and its record.
 */
public final class TrainingJob {
  private static final String CARD_VALID = "valid.";

  private final RunOptions options;
  private final JobOptions jobs;
  private final CommonOptions common;
  private final Interruption interruption;
  private final EpochScore score;
  private final String version;
  private final TrainingFiles files;
  private final Messages messages;
  private final boolean resuming;

  /** What a model's card is to say that is known once its networks are trained. */
  @FunctionalInterface
  public interface Facts {
    /** Adds to {@code facts}. */
    void add(List<MemberReport> members, Backend backend, SequencedMap<String, String> facts);
  }

  /**
   * What is trained, with what.
   *
   * @param task the task
   * @param training its data
   * @param validation what judges its epochs, if anything
   * @param calibrated how many cells, or whatever the task scores, it scores in the end
   * @param facts what else its card is to say
   */
  public record Subject(
      Task task,
      TrainingInput training,
      Optional<TrainingInput> validation,
      long calibrated,
      Facts facts) {}

  /**
   * Checks options and files, before data are read.
   *
   * @param score what epochs are judged by
   * @param version of the program
   * @throws UsageException if options are wrong, or there is a checkpoint and no {@code --resume}
   * @throws DataException if a file cannot be written
   */
  public TrainingJob(
      RunOptions options,
      JobOptions jobs,
      CommonOptions common,
      Interruption interruption,
      EpochScore score,
      String version) {
    this.options = options;
    this.jobs = jobs;
    this.common = common;
    this.interruption = interruption;
    this.score = score;
    this.version = version;
    messages = common.messages();
    files = new TrainingFiles(options.out(), score);
    files.check();
    jobs.check();
    resuming = isResuming();
  }

  private boolean isResuming() {
    boolean isThere = Files.exists(files.checkpoint());
    if (isThere && !options.resume()) {
      throw new UsageException(
          files.checkpoint()
              + " is there from a run that did not end: go on with --resume, or remove it to start"
              + " anew");
    }
    if (options.resume() && !isThere) {
      messages.info("no checkpoint to resume: starting from the first epoch");
    }
    return isThere;
  }

  /**
   * Trains, and writes all files.
   *
   * @throws InterruptedRunException if the user stops it
   */
  public void run(Subject subject) {
    whileHeld(() -> train(subject));
  }

  /** Does {@code work} while no other program trains to the same file. */
  private void whileHeld(Runnable work) {
    ProgramLock.take(files.lock(), messages)
        .orElseThrow(
            () ->
                new UsageException(
                    files.model()
                        + ": another training to this file is under way: wait for it, or give"
                        + " another --out"))
        .whileHeld(work);
  }

  private void train(Subject subject) {
    TrainingPlan<?> plan = subject.task.plan();
    try (SharedBackends backends =
        new SharedBackends(jobs.backendChoice(), jobs.jobs(), plan.members(), messages)) {
      TrainingRun run =
          new TrainingRun(backends.all(), subject.task, inputs(subject), files.checkpoint());
      int atATime = backends.all().size();
      Completed completed = train(run, plan);
      Backend backend = backends.whole();
      SequencedMap<String, String> facts = facts(plan.entries(), subject.training);
      subject.facts.add(completed.members(), backend, facts);
      TrainedModel model = model(completed, subject, facts, backend);
      ModelFile.write(files.model(), model);
      Map<String, Object> summary = summary(completed, atATime, model);
      files.writeMetrics(completed.history());
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("backend", backend.name());
      record.put("device", backend.device().name() + ", " + backend.device().detail());
      record.put("seed", plan.seed());
      finish(record, plan.entries(), subject.training, subject.validation, summary);
    }
  }

  /** Trains a model in one go. */
  @FunctionalInterface
  public interface Fit {
    /** The model, whose card is to say {@code facts} too. */
    TrainedModel model(SequencedMap<String, String> facts);
  }

  /**
   * Fits a model that is no network: no epochs, no checkpoint, no backend, but the same files but
   * for that of the epochs.
   *
   * @param plan what determines it besides its data
   */
  public void fit(
      SequencedMap<String, Object> plan,
      TrainingInput training,
      Optional<TrainingInput> validation,
      Fit fit) {
    whileHeld(() -> write(plan, training, validation, fit));
  }

  private void write(
      SequencedMap<String, Object> plan,
      TrainingInput training,
      Optional<TrainingInput> validation,
      Fit fit) {
    long started = System.nanoTime();
    TrainedModel model = fit.model(facts(plan, training));
    ModelFile.write(files.model(), model);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("model", files.model().toString());
    summary.put("seconds", (System.nanoTime() - started) / 1e9);
    summary.put("valid", validScores(model));
    finish(new LinkedHashMap<>(), plan, training, validation, summary);
  }

  /** Writes the record, to which it adds, takes the checkpoint away and tells the user. */
  private void finish(
      Map<String, Object> machine,
      SequencedMap<String, Object> plan,
      TrainingInput training,
      Optional<TrainingInput> validation,
      Map<String, Object> summary) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("command", "train");
    record.put("ribond_version", version);
    record.put("java", Runtime.version().toString());
    record.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    record.putAll(machine);
    record.put("plan", plan);
    record.put("data", training.json());
    validation.ifPresent(source -> record.put("valid_data", source.json()));
    record.putAll(summary);
    files.writeRun(record);
    deleteCheckpoint();
    messages.info("wrote " + files.model());
    if (common.json()) {
      Output.line(Json.pretty(summary));
    }
  }

  private void deleteCheckpoint() {
    try {
      Files.deleteIfExists(files.checkpoint());
    } catch (IOException e) {
      throw new DataException(
          files.checkpoint() + ": cannot be removed: " + FileError.reason(e), e);
    }
  }

  private static SequencedMap<String, String> inputs(Subject subject) {
    SequencedMap<String, String> inputs = new LinkedHashMap<>();
    inputs.put(ModelCard.DATA_SHA256, subject.training.sha256());
    inputs.put("valid.sha256", subject.validation.map(TrainingInput::sha256).orElse("none"));
    return inputs;
  }

  private Completed train(TrainingRun run, TrainingPlan<?> plan) {
    interruption.await();
    try (TrainingProgress progress = new TrainingProgress(plan, files, score, messages)) {
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
      deleteCheckpoint();
      throw new UsageException(e.getMessage());
    }
  }

  /** Where each network that was under way has stopped. */
  private static String places(InterruptedTraining stopped) {
    return stopped.epochs().entrySet().stream()
        .map(entry -> "epoch %d of network %d".formatted(entry.getValue() + 1, entry.getKey() + 1))
        .collect(Collectors.joining(" and "));
  }

  private SequencedMap<String, String> facts(
      SequencedMap<String, Object> plan, TrainingInput training) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put(ModelCard.RIBOND_VERSION, version);
    facts.put(ModelCard.DATA, training.name());
    facts.put(ModelCard.DATA_SHA256, training.sha256());
    facts.put(ModelCard.PLAN, Json.line(plan));
    return facts;
  }

  private TrainedModel model(
      Completed completed, Subject subject, SequencedMap<String, String> facts, Backend backend) {
    try (Progress progress = new Progress("calibrate", subject.calibrated, messages)) {
      return subject.task.model(
          completed.members(), facts, backend, done -> progress.update(done, ""));
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
    List<Map<String, Object>> best = new ArrayList<>();
    for (MemberReport member : completed.members()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("best_epoch", member.epoch() + 1);
      member.score().ifPresent(value -> entry.put(score.column(), score.shown(value)));
      best.add(entry);
    }
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("model", files.model().toString());
    summary.put("epochs", history.size());
    summary.put("seconds", seconds);
    summary.put("samples_per_second", samples / seconds);
    summary.put("jobs", atATime);
    summary.put("wall_seconds", completed.seconds());
    summary.put("valid", validScores(model));
    summary.put("members", best);
    return summary;
  }

  private static Map<String, Object> validScores(TrainedModel model) {
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
    return valid;
  }
}
