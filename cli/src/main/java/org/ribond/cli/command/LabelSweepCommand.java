package org.ribond.cli.command;

import java.util.List;
import java.util.Optional;
import org.ribond.cli.options.LabelTestData;
import org.ribond.cli.options.SweepOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.sweep.LabelTest;
import org.ribond.cli.sweep.SweepGrid;
import org.ribond.cli.sweep.SweepTest;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.label.data.LabelOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains and tests a grid of models that label sequences. */
@Command(
    name = "sweep",
    sortOptions = false,
    description =
        "Train and test a grid of models of sequences, one after another or as separate jobs.",
    footerHeading = "%nA plan:%n",
    footer = {
      "  # any option of train --task label; a list is a list of values to try",
      "  task = \"label\"",
      "  data = \"splice\"",
      "  family = [\"dilated\", \"conv-lstm\", \"linear\"]",
      "  seed = [1, 2, 3]",
      "  # test = \"more.tsv\"        or none; default: the rows of test in data",
      "  # folds = 5               in the place of test: each run for five folds",
      "",
      "A value of a grid option is a list such as 1..3,7 or dilated,linear. The same",
      "command goes on with a sweep that was stopped. Rows are in DIR/results.tsv,",
      "runs in DIR/NAME; 'ribond report DIR' draws them."
    })
final class LabelSweepCommand extends SweepingCommand {
  @Option(names = "--families", paramLabel = "LIST", description = "Families of networks.")
  private Optional<String> families;

  @Option(names = "--rates", paramLabel = "LIST", description = "Learning rates.")
  private Optional<String> rates;

  @Option(names = "--dropouts", paramLabel = "LIST", description = "Rates of dropout.")
  private Optional<String> dropouts;

  @Option(names = "--seeds", paramLabel = "LIST", description = "Seeds.")
  private Optional<String> seeds;

  @Mixin private SweepOptions.Grid gridOptions;

  @Option(
      names = "--test",
      paramLabel = "FILE|none",
      description = "Sequences to test with (default: the rows of test in the data, if any).")
  private Optional<String> test;

  @Mixin private SweepOptions.Runs runOptions;

  LabelSweepCommand(Interruption interruption) {
    super(interruption);
  }

  @Override
  TaskKind task() {
    return TaskKind.LABEL;
  }

  @Override
  SweepOptions.Grid gridOptions() {
    return gridOptions;
  }

  @Override
  SweepOptions.Runs runOptions() {
    return runOptions;
  }

  @Override
  void addLists(SweepGrid grid) {
    families.ifPresent(values -> grid.add("family", values));
    rates.ifPresent(values -> grid.add("lr", values));
    dropouts.ifPresent(values -> grid.add("dropout", values));
    seeds.ifPresent(values -> grid.add("seed", values));
  }

  @Override
  List<String> protocols(SweepGrid grid) {
    return List.of();
  }

  @Override
  Optional<SweepTest> test(SweepGrid grid) {
    if (grid.hasFolds()) {
      if (test.isPresent() || !grid.own("test", "").isEmpty()) {
        throw new UsageException("with folds, each run is tested with its own: leave test out");
      }
      return Optional.empty();
    }
    String data = grid.shared("data", "");
    String name = test.orElse(grid.own("test", ""));
    if (name.equals("none") || (data.isEmpty() && name.isEmpty())) {
      return Optional.empty();
    }
    return LabelTestData.testRows(name.isEmpty() ? data : name, name.isEmpty(), shared(grid))
        .map(LabelTest::of);
  }

  /** How all runs read files. */
  private static LabelOptions shared(SweepGrid grid) {
    return LabelTestData.options(
        key -> Optional.of(grid.shared(key, "")).filter(v -> !v.isEmpty()));
  }
}
