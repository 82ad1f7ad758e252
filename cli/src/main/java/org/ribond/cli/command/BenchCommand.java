package org.ribond.cli.command;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.bench.BackendOutcome;
import org.ribond.bench.Benchmark;
import org.ribond.bench.BenchmarkPlan;
import org.ribond.bench.Machine;
import org.ribond.bench.Pace;
import org.ribond.bench.Report;
import org.ribond.bench.ReportFile;
import org.ribond.bench.ReportTable;
import org.ribond.bench.Row;
import org.ribond.bench.Status;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.BackendOptions;
import org.ribond.engine.compute.BackendProvider;
import org.ribond.engine.compute.Backends;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the hardware by the work that Ribond is made of. */
@Command(
    name = "bench",
    sortOptions = false,
    description = "Measure this machine by the work that Ribond is made of.")
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "A first look in less than 20 seconds.")
  private boolean quick;

  @Option(
      names = "--touch",
      hidden = true,
      description = "Run every row as briefly as possible; the figures mean nothing.")
  private boolean touch;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these: peak, stream, gemm, gather, train, predict, chain-train, chain-predict,"
              + " map-train, map-predict, score (default: all).")
  private List<String> workloads = Benchmark.KINDS;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      split = ",",
      description = "Only these backends (default: all that this machine has).")
  private List<String> backends = List.of();

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description = "Device of the backends, as 'ribond devices' numbers them (default: 0).")
  private int device;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads on the CPU (default: all processors).")
  private Optional<Integer> threads;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description = "Show each figure as a ratio to that of an earlier report.")
  private Optional<String> compare;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the report to this file too, as JSON.")
  private Optional<Path> out;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Optional<Report> before = compare.map(ReportFile::read);
    Benchmark benchmark = new Benchmark(plan());
    Machine machine = Machine.here();
    List<BackendOutcome> outcomes = benchmark.backends();
    ReportTable table = new ReportTable(before);
    String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    print(table.heading(machine, outcomes));
    List<Row> rows = benchmark.run(row -> print(List.of(table.line(row))));
    Report report =
        new Report(RibondCommand.version(), created, options(), machine, outcomes, rows);
    print(table.footing(report));
    String json = ReportFile.text(report);
    out.ifPresent(file -> Output.write(Optional.of(file), writer -> writer.write(json)));
    if (common.json()) {
      Output.write(Optional.empty(), writer -> writer.write(json));
    }
    boolean isWrong = rows.stream().anyMatch(row -> row.status() == Status.ERROR);
    return isWrong ? ExitCode.DEVICE : ExitCode.DONE;
  }

  private void print(List<String> lines) {
    if (!common.json()) {
      lines.forEach(Output::line);
    }
  }

  private String options() {
    List<String> given = spec.commandLine().getParseResult().originalArgs();
    return String.join(" ", given);
  }

  private BenchmarkPlan plan() {
    try {
      return new BenchmarkPlan(
          backends.isEmpty() ? all() : backends,
          new BackendOptions(
              device, threads.orElseGet(() -> Runtime.getRuntime().availableProcessors())),
          workloads,
          touch ? Pace.TOUCH : quick ? Pace.QUICK : Pace.FULL);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static List<String> all() {
    return Backends.providers().stream().map(BackendProvider::name).toList();
  }
}
