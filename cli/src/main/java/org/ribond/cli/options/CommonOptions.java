package org.ribond.cli.options;

import org.ribond.cli.terminal.Messages;
import picocli.CommandLine.Option;

/** Options that every command has. */
public final class CommonOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "No messages but warnings and errors.")
  boolean quiet;

  @Option(names = "--json", description = "Result as JSON on standard output.")
  boolean json;

  @Option(names = "--debug", description = "With an error, also where in the program it happened.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Whether the result is wanted as JSON on standard output. */
  public boolean json() {
    return json;
  }

  /** Messages as far as they are wanted. */
  public Messages messages() {
    return new Messages(quiet);
  }
}
