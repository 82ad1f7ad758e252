package org.ribond.cli.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.ribond.cli.format.Directories;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.terminal.InterruptedRunException;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.compute.ComputeException;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.file.DataException;
import org.ribond.engine.model.ModelFile;
import picocli.CommandLine.ParameterException;

/** Does the runs of a sweep: trains, tests, keeps the row. */
final class SweepRunner {
  private final SweepFolder folder;
  private final Optional<SweepTest> test;
  private final BackendChoice backendChoice;
  private final SweepTrainer trainer;
  private final Interruption interruption;
  private final SweepProgress progress;

  /**
   * A runner.
   *
   * @param test tests each run; those that leave out a fold are tested with that
   * @param jobs runs at a time, which share the threads of {@code backendChoice}
   */
  SweepRunner(
      SweepFolder folder,
      Optional<SweepTest> test,
      BackendChoice backendChoice,
      int jobs,
      SweepTrainer trainer,
      Interruption interruption,
      SweepProgress progress) {
    this.folder = folder;
    this.test = test;
    this.backendChoice = backendChoice.shared(jobs);
    this.trainer = trainer;
    this.interruption = interruption;
    this.progress = progress;
  }

  /**
   * Does one run, from its checkpoint if there is one. What goes wrong with it is kept as its row.
   *
   * @throws InterruptedRunException if the user stops the sweep
   */
  void run(SweepRun run) {
    if (interruption.isAsked()) {
      throw new InterruptedRunException("interrupted; the same command goes on from there");
    }
    Directories.create(folder.of(run));
    SequencedMap<String, String> row = new LinkedHashMap<>();
    String status = SweepFolder.DONE;
    try {
      Optional<SweepTest> heldOut = train(run).or(() -> test);
      putTraining(row, folder.of(run).resolve("model.run.json"));
      heldOut.ifPresent(each -> score(run, each, row));
    } catch (UsageException | DataException | ComputeException | ParameterException e) {
      status = SweepFolder.FAILED;
      row.put(SweepFolder.REASON, String.valueOf(e.getMessage()));
    }
    folder.write(run, status, row);
    progress.over(run, status, row);
  }

  /** Trains; returns a test with the fold that was left out, if any. */
  private Optional<SweepTest> train(SweepRun run) {
    List<String> arguments = new ArrayList<>(run.arguments());
    arguments.addAll(backendChoice.arguments());
    arguments.addAll(List.of("--out", folder.model(run).toString(), "--resume", "--quiet"));
    return trainer.train(arguments);
  }

  private static void putTraining(SequencedMap<String, String> row, Path file) {
    try {
      JsonNode record = new ObjectMapper().readTree(file.toFile());
      double seconds = record.path("seconds").asDouble();
      int epochs = record.path("epochs").asInt();
      row.put("backend", record.path("backend").asText());
      row.put("epochs_done", String.valueOf(epochs));
      row.put("train_seconds", String.format(Locale.ROOT, "%.1f", seconds));
      row.put("seconds_per_epoch", String.format(Locale.ROOT, "%.2f", seconds / epochs));
      row.put(
          "wall_seconds",
          String.format(Locale.ROOT, "%.1f", record.path("wall_seconds").asDouble()));
      row.put(
          "samples_per_second",
          String.format(Locale.ROOT, "%.0f", record.path("samples_per_second").asDouble()));
      record
          .path("valid")
          .properties()
          .forEach(entry -> row.put("valid_" + entry.getKey(), entry.getValue().asText()));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void score(SweepRun run, SweepTest tested, SequencedMap<String, String> row) {
    try (Backend backend = backendChoice.open(new Messages(true))) {
      SweepTest.Scores scores = tested.of(ModelFile.read(folder.model(run)), backend);
      row.putAll(scores.numbers());
      byte[] text = (Json.line(scores.curves()) + "\n").getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(folder.of(run).resolve("curves.json"), out -> out.write(text));
    }
  }
}
