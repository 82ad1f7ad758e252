package org.ribond.cli.options;

import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a training run of any task: where its networks are trained, how many at a time. */
public final class JobOptions {
  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description =
          "Networks trained at a time, which share the threads; the model is the same (default: as"
              + " many as there are threads; on a GPU 1).")
  private Optional<Integer> jobs;

  @Mixin private BackendChoice backendChoice;

  /** Networks at a time, if that is given. */
  public Optional<Integer> jobs() {
    return jobs;
  }

  /** The backend. */
  public BackendChoice backendChoice() {
    return backendChoice;
  }

  /** Has auto take the CPU, for networks that were measured on no GPU yet. */
  public void preferProcessor() {
    backendChoice = backendChoice.onProcessor();
  }

  /**
   * Checks the number.
   *
   * @throws UsageException if it is below 1
   */
  public void check() {
    if (jobs.isPresent() && jobs.get() < 1) {
      throw new UsageException("--jobs must be at least 1");
    }
  }
}
