package org.ribond.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The folds of a cross-validation. */
public final class CrossValidationOptions {
  @Option(
      names = {"-k", "--folds"},
      paramLabel = "K",
      defaultValue = "5",
      description = "Number of folds (default: ${DEFAULT-VALUE}).")
  private int folds;

  @Option(
      names = "--fold-seed",
      paramLabel = "N",
      description = "Seed of what is in which fold (default: 1).")
  private Optional<Long> seed;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for models and results.")
  private Path out;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Folds at a time, which share the threads (default: ${DEFAULT-VALUE}).")
  private int jobs;

  /** Number of folds. */
  public int folds() {
    return folds;
  }

  /** Seed of what is in which fold, if it was given. */
  public Optional<Long> seed() {
    return seed;
  }

  /** Folder for models and results. */
  public Path out() {
    return out;
  }

  /** Folds at a time. */
  public int jobs() {
    return jobs;
  }
}
