package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.ComplexesOutput;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.DatasetCounts;
import org.ribond.engine.contact.complex.PractipList;
import org.ribond.engine.contact.complex.StructureFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes complexes of another program's data. */
@Command(
    name = "import",
    sortOptions = false,
    description = {
      "Make a complexes file from data in the layout of PRactIP.",
      "That is a list whose lines name five files: protein.fa protein.ss rna.fa rna.ss"
          + " contacts.dat. The .ss files are not read."
    })
final class DatasetImportCommand implements Callable<Integer> {
  @Option(names = "--list", required = true, paramLabel = "FILE", description = "The list.")
  private String list;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "Folder that the list's names start from (default: that of the list).")
  private Optional<Path> root = Optional.empty();

  @Option(
      names = "--cutoff",
      paramLabel = "ANGSTROM",
      description =
          "Distance that the contacts were made with, which the layout does not say"
              + " (default: ${DEFAULT-VALUE}).")
  private double cutoff = StructureFile.DEFAULT_CUTOFF;

  @Mixin private ComplexesOutput output;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (!(cutoff > 0 && cutoff <= 100)) {
      throw new UsageException("--cutoff " + cutoff + " is not above 0 and at most 100 angstrom");
    }
    output.check(common);
    Path parent = Path.of(list).toAbsolutePath().getParent();
    List<Complex> complexes = PractipList.read(list, root.orElse(parent), cutoff);
    output.write(complexes);
    DatasetCounts counts = DatasetCounts.of(complexes);
    if (common.json()) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("structures", counts.structures());
      summary.put("pairs", counts.pairs());
      summary.put("contacts", counts.contacts());
      summary.put("skipped", 0);
      Output.line(Json.line(summary));
    } else {
      common.messages().info(DatasetCommand.line(counts));
    }
    return ExitCode.DONE;
  }
}
