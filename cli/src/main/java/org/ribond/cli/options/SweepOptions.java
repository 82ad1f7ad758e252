package org.ribond.cli.options;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ribond.cli.terminal.UsageException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a sweep of any task, in the groups between which stand those of its task. */
public final class SweepOptions {
  private SweepOptions() {}

  /** The plan and the folder. */
  public static final class Files {
    @Option(names = "--plan", paramLabel = "TOML", description = "The grid and all other options.")
    private Optional<String> plan;

    @Option(
        names = {"-o", "--out"},
        paramLabel = "DIR",
        description = "Folder of the sweep.")
    private Optional<Path> out;

    /** The plan's file, if there is one. */
    public Optional<String> plan() {
      return plan;
    }

    /**
     * The folder.
     *
     * @throws UsageException if none is named
     */
    public Path out() {
      return out.orElseThrow(() -> new UsageException("name a folder: --out DIR"));
    }
  }

  /** What a grid of any task may have. */
  public static final class Grid {
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

    /** Number of folds, if they are wanted. */
    public Optional<Integer> folds() {
      return folds;
    }

    /** Options of all runs. */
    public Map<String, String> fixed() {
      return fixed;
    }
  }

  /** Which runs are done, how many at a time, where. */
  public static final class Runs {
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

    /** Whether runs that failed are done again. */
    public boolean retry() {
      return retry;
    }

    /** Runs at a time. */
    public int jobs() {
      return jobs;
    }

    /** Whether runs are only listed. */
    public boolean list() {
      return list;
    }

    /** The only run to do, if one is named. */
    public Optional<Integer> job() {
      return job;
    }

    /** Whether rows are only gathered. */
    public boolean collect() {
      return collect;
    }

    /** The backend. */
    public BackendChoice backendChoice() {
      return backendChoice;
    }

    /** Options that every command has. */
    public CommonOptions common() {
      return common;
    }
  }
}
