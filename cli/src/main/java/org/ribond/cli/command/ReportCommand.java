package org.ribond.cli.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.Directories;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.sweep.SweepReport;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.engine.file.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws the runs of a sweep. */
@Command(
    name = "report",
    sortOptions = false,
    description =
        "Draw the runs of a sweep: one HTML page that opens without a network, and each of its"
            + " charts as SVG beside it, and as PNG if wanted.")
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Folder of the sweep.")
  private Path directory;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The page (default: DIR/report/index.html). The charts stand beside it.")
  private Optional<Path> out;

  @Option(names = "--png", description = "Draw the charts as PNG too; this needs fonts.")
  private boolean png;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    SweepReport report = new SweepReport(directory);
    Path page = out.orElse(directory.resolve("report").resolve("index.html"));
    Path folder = page.toAbsolutePath().getParent();
    Directories.create(folder);
    write(page, report.html());
    report
        .charts()
        .forEach(
            (name, chart) -> {
              write(folder.resolve(name + ".svg"), chart.svg());
              if (png) {
                chart.writePng(folder.resolve(name + ".png"));
              }
            });
    common.messages().info("wrote " + page + " and " + report.charts().size() + " charts");
    return ExitCode.DONE;
  }

  private static void write(Path file, String text) {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
