package org.ribond.cli.command;

import java.util.List;
import java.util.Optional;
import org.ribond.cli.options.SweepOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.sweep.Sweep;
import org.ribond.cli.sweep.SweepGrid;
import org.ribond.cli.sweep.SweepScores;
import org.ribond.cli.sweep.SweepTest;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.ComplexesFile;
import org.ribond.engine.contact.complex.ShippedData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains and tests a grid of networks. */
@Command(
    name = "sweep",
    sortOptions = false,
    description = "Train and test a grid of networks, one after another or as separate jobs.",
    footerHeading = "%nA plan:%n",
    footer = {
      "  # any option of train; a list is a list of values to try",
      "  window = [3, 7, 11, 15]",
      "  seed = [1, 2, 3]",
      "  activation = \"relu\"",
      "  hidden = [[256, 128], [64]]",
      "  test = \"4lf7.jsonl\"       # pdb, a file or none",
      "  protocols = \"paper,map\"",
      "  # folds = 5               in the place of test: each run for five folds",
      "",
      "A value of a grid option is a list such as 3..31+4,47 (from, to, step) or relu,glu.",
      "The same command goes on with a sweep that was stopped. Rows are in DIR/results.tsv,",
      "runs in DIR/NAME; 'ribond report DIR' draws them."
    })
final class SweepCommand extends SweepingCommand {
  private static final String NONE = "none";

  @Option(names = "--windows", paramLabel = "LIST", description = "Windows of both chains.")
  private Optional<String> windows;

  @Option(names = "--residue-windows", paramLabel = "LIST", description = "Residue windows.")
  private Optional<String> residueWindows;

  @Option(names = "--base-windows", paramLabel = "LIST", description = "Base windows.")
  private Optional<String> baseWindows;

  @Option(names = "--activations", paramLabel = "LIST", description = "Non-linearities.")
  private Optional<String> activations;

  @Option(names = "--ratios", paramLabel = "LIST", description = "Negatives per contact.")
  private Optional<String> ratios;

  @Option(names = "--layouts", paramLabel = "LIST", description = "The paper's hidden layers.")
  private Optional<String> layouts;

  @Option(names = "--mults", paramLabel = "LIST", description = "Factors of the layouts' sizes.")
  private Optional<String> mults;

  @Option(names = "--dropouts", paramLabel = "LIST", description = "Rates of dropout.")
  private Optional<String> dropouts;

  @Option(names = "--seeds", paramLabel = "LIST", description = "Seeds.")
  private Optional<String> seeds;

  @Mixin private SweepOptions.Grid gridOptions;

  @Option(
      names = "--test",
      paramLabel = "pdb|FILE|none",
      description = "Complexes to test with (default: that side of pdb with data pdb, else none).")
  private Optional<String> test;

  @Option(
      names = "--protocols",
      paramLabel = "LIST",
      description = "Tests: paper, map or both (default: paper,map).")
  private Optional<String> protocols;

  @Mixin private SweepOptions.Runs runOptions;

  SweepCommand(Interruption interruption) {
    super(interruption);
  }

  @Override
  TaskKind task() {
    return TaskKind.CONTACT;
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
    windows.ifPresent(values -> grid.add("window", values));
    residueWindows.ifPresent(values -> grid.add("residue-window", values));
    baseWindows.ifPresent(values -> grid.add("base-window", values));
    layouts.ifPresent(values -> grid.add("layout", values));
    mults.ifPresent(values -> grid.add("mult", values));
    activations.ifPresent(values -> grid.add("activation", values));
    dropouts.ifPresent(values -> grid.add("dropout", values));
    ratios.ifPresent(values -> grid.add("negatives-per-contact", values));
    seeds.ifPresent(values -> grid.add("seed", values));
  }

  @Override
  List<String> protocols(SweepGrid grid) {
    return Sweep.protocols(protocols.orElse(grid.own("protocols", "paper,map")));
  }

  @Override
  Optional<SweepTest> test(SweepGrid grid) {
    return SweepScores.test(testData(grid), protocols(grid));
  }

  private List<Complex> testData(SweepGrid grid) {
    if (grid.hasFolds()) {
      if (test.isPresent() || !grid.own("test", "").isEmpty()) {
        throw new UsageException("with folds, each run is tested with its own: leave test out");
      }
      return List.of();
    }
    String data = grid.shared("data", ShippedData.NAME);
    String usual = data.equals(ShippedData.NAME) ? ShippedData.NAME : NONE;
    String name = test.orElse(grid.own("test", usual));
    if (name.equals(NONE)) {
      return List.of();
    }
    return name.equals(ShippedData.NAME)
        ? ShippedData.read(ShippedData.Side.TEST)
        : ComplexesFile.read(name);
  }
}
