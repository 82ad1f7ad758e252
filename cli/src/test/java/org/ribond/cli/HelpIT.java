package org.ribond.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ribond.cli.RibondProcess.Result;
import org.ribond.cli.command.RibondCommand;
import org.ribond.cli.terminal.Interruption;
import picocli.CommandLine;

/** The help of every command, as a newcomer sees it. */
class HelpIT {
  private static final int WIDTH = 80;

  /** All commands there are, such as {@code dataset build}, found by walking down from the root. */
  static Stream<String> commands() {
    List<String> names = new ArrayList<>(List.of(""));
    for (String command : line().getSubcommands().keySet()) {
      if (!command.equals("help")) {
        collect(command, line(command).getSubcommands().get(command), names);
      }
    }
    return names.stream();
  }

  private static CommandLine line(String... args) {
    return RibondCommand.line(args, new Interruption());
  }

  private static void collect(String name, CommandLine line, List<String> names) {
    names.add(name);
    line.getSubcommands()
        .forEach(
            (command, below) -> {
              if (!command.equals("help")) {
                collect((name + " " + command).strip(), below, names);
              }
            });
  }

  @ParameterizedTest(name = "ribond {0} --help")
  @MethodSource("commands")
  void help_ofEachCommand_printsWithin80Columns(String command) {
    List<String> arguments = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
    arguments.removeIf(String::isEmpty);
    arguments.add("--help");

    Result result = RibondProcess.run(arguments.toArray());

    assertEquals(0, result.exitCode(), result.stderr());
    assertEquals("", result.stderr());
    List<String> lines = result.stdout().lines().toList();
    assertTrue(
        lines.getFirst().startsWith(("Usage: ribond " + command).strip() + " "), lines.getFirst());
    for (String line : lines) {
      assertTrue(line.length() <= WIDTH, line);
      assertFalse(line.contains("%n") || line.contains("%%") || line.contains("${"), line);
    }
  }

  @Test
  void predictHelp_printed_saysHowToReadAScore() {
    String help = RibondProcess.run("help", "predict").stdout();

    assertTrue(help.contains("How to read a score:"), help);
    assertTrue(help.contains("is the probability that they touch"), help);
  }

  @Test
  void evaluateHelp_printed_hasItsPerCent() {
    String help = RibondProcess.run("evaluate", "-h").stdout();

    assertTrue(help.contains("with 95 % confidence"), help);
  }
}
