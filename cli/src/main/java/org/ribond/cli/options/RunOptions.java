package org.ribond.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import picocli.CommandLine.Option;

/** Options of a training run of any task: its files. */
public final class RunOptions {
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

  /**
   * The model's file.
   *
   * @throws UsageException if none is named
   */
  public Path out() {
    return out.orElseThrow(() -> new UsageException("name the model's file: --out FILE"));
  }

  /** Whether to go on from a checkpoint. */
  public boolean resume() {
    return resume;
  }

  /** A file of more options, if one is named. */
  public Optional<String> planFile() {
    return planFile;
  }
}
