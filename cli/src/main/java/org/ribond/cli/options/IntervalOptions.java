package org.ribond.cli.options;

import org.ribond.cli.terminal.UsageException;
import picocli.CommandLine.Option;

/** How confidence intervals are drawn. */
public final class IntervalOptions {
  @Option(
      names = "--replicates",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Draws for the confidence intervals; 0 for none (default: ${DEFAULT-VALUE}).")
  private int replicates;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of these draws (default: ${DEFAULT-VALUE}).")
  private int seed;

  /**
   * Draws; 0 for no intervals.
   *
   * @throws UsageException if they are fewer
   */
  public int replicates() {
    if (replicates < 0) {
      throw new UsageException("--replicates must be at least 0");
    }
    return replicates;
  }

  /** Seed of the draws. */
  public int seed() {
    return seed;
  }
}
