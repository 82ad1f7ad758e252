package org.ribond.cli.train;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ribond.cli.format.Json;
import org.ribond.engine.file.AtomicFile;
import org.ribond.engine.file.DataException;
import org.ribond.engine.train.EpochReport;

/**
 * The files of a training run, all beside the model: for {@code a.safetensors} they are {@code
 * a.checkpoint.safetensors} while it runs, {@code a.metrics.tsv} and {@code a.run.json}.
 *
 * @param model the model's file
 * @param score what epochs are judged by
 */
public record TrainingFiles(Path model, EpochScore score) {
  private static final String SUFFIX = ".safetensors";

  /**
   * Checks that they can be written, before hours are spent on what goes into them.
   *
   * @throws DataException if not
   */
  public void check() {
    List.of(model, checkpoint(), metrics(), run()).forEach(AtomicFile::check);
  }

  /** Where a run is kept that has not ended. */
  public Path checkpoint() {
    return sibling(".checkpoint" + SUFFIX);
  }

  /** What says to other programs that a run is under way here. */
  Path lock() {
    return sibling(".lock");
  }

  Path metrics() {
    return sibling(".metrics.tsv");
  }

  Path run() {
    return sibling(".run.json");
  }

  private Path sibling(String suffix) {
    String name = model.getFileName().toString();
    String base = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    return model.resolveSibling(base + suffix);
  }

  /** Writes what each epoch came to. */
  public void writeMetrics(List<EpochReport> history) {
    AtomicFile.write(
        metrics(),
        out -> {
          Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          text.write(
              "member\tepoch\tsamples\tloss\t"
                  + score.column()
                  + "\tseconds\tsamples_per_second\n");
          for (EpochReport epoch : history) {
            text.write(
                String.format(
                    Locale.ROOT,
                    "%d\t%d\t%d\t%.6f\t%s\t%.2f\t%.0f%n",
                    epoch.member() + 1,
                    epoch.epoch() + 1,
                    epoch.samples(),
                    epoch.loss(),
                    epoch.score().isPresent()
                        ? String.format(
                            Locale.ROOT, "%.6f", score.shown(epoch.score().getAsDouble()))
                        : "",
                    epoch.seconds(),
                    epoch.samplesPerSecond()));
          }
          text.flush();
        });
  }

  /** Writes what the run was: plan, seed, backend, versions, input hashes, scores. */
  public void writeRun(Map<String, Object> record) {
    AtomicFile.write(
        run(), out -> out.write((Json.pretty(record) + "\n").getBytes(StandardCharsets.UTF_8)));
  }
}
