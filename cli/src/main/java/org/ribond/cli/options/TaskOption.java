package org.ribond.cli.options;

import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import picocli.CommandLine.Option;

/** The option by which commands of several tasks are told apart before they are parsed. */
public final class TaskOption {
  @Option(
      names = "--task",
      paramLabel = "NAME",
      description =
          "contact, label, fold or embed (default: contact). Each has options of its own: see --task label"
              + " --help.")
  private Optional<TaskKind> task;

  /**
   * Checks that the command is that of the task.
   *
   * @throws UsageException if it is not
   */
  public void require(TaskKind kind) {
    if (task.isPresent() && task.get() == TaskKind.FOLD && kind == TaskKind.CONTACT) {
      throw new UsageException("of --task fold there are 'train' and 'evaluate' alone");
    }
    if (task.isPresent() && task.get() == TaskKind.EMBED && kind == TaskKind.CONTACT) {
      throw new UsageException(
          "of --task embed there are 'train' and 'dataset audit' alone; 'probe' tests its models");
    }
    if (task.isPresent() && task.get() != kind) {
      throw new UsageException(
          "these options are those of --task "
              + kind.label()
              + ", not of --task "
              + task.get().label());
    }
  }
}
