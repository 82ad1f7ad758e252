package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.sweep.Sweep;
import org.ribond.cli.sweep.SweepFolder;
import org.ribond.cli.sweep.SweepGrid;
import org.ribond.cli.sweep.SweepRun;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Interruption;
import org.ribond.cli.terminal.Output;
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
final class SweepCommand implements Callable<Integer> {
  private static final String NONE = "none";

  private final Interruption interruption;

  @Option(names = "--plan", paramLabel = "TOML", description = "The grid and all other options.")
  private Optional<String> plan;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Folder of the sweep.")
  private Optional<Path> out;

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

  @Option(
      names = "--folds",
      paramLabel = "N",
      description =
          "Folds of a cross-validation: each point of the grid is a run for each fold, which is"
              + " left out and tested with.")
  private Optional<Integer> folds;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "An option of train for all runs, such as epochs=10; may be given often.")
  private Map<String, String> fixed = new LinkedHashMap<>();

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

  @Option(names = "--resume", description = "Accepted for clarity: a sweep always goes on.")
  @SuppressWarnings("UnusedVariable") // the command line's to set; a sweep goes on without it
  private boolean resume;

  @Option(names = "--retry", description = "Do runs again that failed.")
  private boolean retry;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs at a time, which share the threads (default: ${DEFAULT-VALUE}).")
  private int jobs;

  @Option(names = "--list", description = "Only list the runs: number, name, options.")
  private boolean list;

  @Option(names = "--job", paramLabel = "K", description = "Only do run number K.")
  private Optional<Integer> job;

  @Option(names = "--collect", description = "Only gather the rows of runs that are over.")
  private boolean collect;

  @Mixin private BackendChoice backendChoice;
  @Mixin private CommonOptions common;

  SweepCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    SweepGrid grid = grid();
    List<SweepRun> runs = grid.runs();
    if (list) {
      runs.forEach(
          run ->
              Output.line(
                  run.number() + "\t" + run.name() + "\t" + String.join(" ", run.arguments())));
      return ExitCode.DONE;
    }
    SweepFolder folder =
        new SweepFolder(out.orElseThrow(() -> new UsageException("name a folder: --out DIR")));
    if (!collect) {
      interruption.announce();
      run(grid, runs, folder);
    }
    if (job.isEmpty()) {
      folder.collect();
      common.messages().info("wrote " + folder.results());
      if (common.json()) {
        folder.rows().forEach(row -> Output.line(Json.line(row)));
      }
    }
    return ExitCode.DONE;
  }

  private SweepGrid grid() {
    SweepGrid grid = new SweepGrid();
    plan.ifPresent(file -> grid.addPlan(file, TrainCommand.line(new TrainCommand(interruption))));
    fixed.forEach(grid::set);
    windows.ifPresent(values -> grid.add("window", values));
    residueWindows.ifPresent(values -> grid.add("residue-window", values));
    baseWindows.ifPresent(values -> grid.add("base-window", values));
    layouts.ifPresent(values -> grid.add("layout", values));
    mults.ifPresent(values -> grid.add("mult", values));
    activations.ifPresent(values -> grid.add("activation", values));
    dropouts.ifPresent(values -> grid.add("dropout", values));
    ratios.ifPresent(values -> grid.add("negatives-per-contact", values));
    seeds.ifPresent(values -> grid.add("seed", values));
    folds.ifPresent(grid::addFolds);
    return grid;
  }

  private void run(SweepGrid grid, List<SweepRun> runs, SweepFolder folder) {
    if (job.isPresent() && (job.get() < 1 || job.get() > runs.size())) {
      throw new UsageException("--job must be from 1 to " + runs.size());
    }
    List<String> tests = Sweep.protocols(protocols.orElse(grid.own("protocols", "paper,map")));
    Sweep sweep =
        new Sweep(
            folder,
            testData(grid),
            tests,
            backendChoice,
            jobs,
            TrainCommand.trainer(interruption),
            retry);
    if (job.isPresent()) {
      sweep.runJob(runs.get(job.get() - 1), interruption, common.messages());
    } else {
      sweep.run(runs, interruption, common.messages());
    }
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
