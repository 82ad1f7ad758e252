package org.ribond.cli.sweep;

import java.util.List;
import java.util.Optional;

/** Trains a network for a run of a sweep, as the command {@code train} does. */
@FunctionalInterface
public interface SweepTrainer {
  /**
   * Trains; returns a test with the data that were left out as a fold, if any.
   *
   * @param arguments options of the command {@code train}
   * @throws picocli.CommandLine.ParameterException if they are wrong
   * @throws org.ribond.cli.terminal.InterruptedRunException if the user stops it
   */
  Optional<SweepTest> train(List<String> arguments);
}
