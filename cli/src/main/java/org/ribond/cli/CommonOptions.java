package org.ribond.cli;

import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
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

  Messages messages() {
    return new Messages(quiet);
  }
}
