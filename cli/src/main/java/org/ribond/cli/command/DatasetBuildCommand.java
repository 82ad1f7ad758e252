package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.ComplexesOutput;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.complex.DatasetBuilder;
import org.ribond.engine.contact.complex.DatasetBuilder.Result;
import org.ribond.engine.contact.complex.DatasetBuilder.Source;
import org.ribond.engine.contact.complex.StructureFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes complexes of structures. */
@Command(
    name = "build",
    sortOptions = false,
    description = {
      "Find the protein-RNA contacts of structures.",
      "Structures are PDB or mmCIF files, also packed with gzip.",
      "A broken file in a directory is named and skipped; one that is named itself is an error."
    })
final class DatasetBuildCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "DIR|FILE",
      description = "Directories of structures, or structures.")
  private List<Path> paths;

  @Option(
      names = "--cutoff",
      paramLabel = "ANGSTROM",
      description =
          "Largest distance between two heavy atoms of a residue and a base in contact"
              + " (default: ${DEFAULT-VALUE}).")
  private double cutoff = StructureFile.DEFAULT_CUTOFF;

  @Option(
      names = "--min-contacts",
      paramLabel = "N",
      description = "Leave out pairs of chains with fewer contacts (default: ${DEFAULT-VALUE}).")
  private int minContacts = 5;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Files to read at a time (default: all processors).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Mixin private ComplexesOutput output;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (!(cutoff > 0 && cutoff <= 100)) {
      throw new UsageException("--cutoff " + cutoff + " is not above 0 and at most 100 angstrom");
    }
    if (minContacts < 0) {
      throw new UsageException("--min-contacts " + minContacts + " is below 0");
    }
    if (jobs < 1 || jobs > BackendChoice.MOST_THREADS) {
      throw new UsageException(
          "--jobs " + jobs + " is not from 1 to " + BackendChoice.MOST_THREADS);
    }
    output.check(common);
    Messages messages = common.messages();
    List<Source> sources = DatasetBuilder.sources(paths);
    Result result;
    try (Progress progress = new Progress("structures", sources.size(), messages)) {
      result =
          DatasetBuilder.build(
              sources, cutoff, minContacts, jobs, (done, total) -> progress.update(done, ""));
    }
    result.skipped().forEach(line -> messages.warning("skipped " + line));
    output.write(result.complexes());
    long contacts =
        result.complexes().stream().mapToLong(complex -> complex.contacts().size()).sum();
    if (common.json()) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("structures", result.structures());
      summary.put("pairs", result.complexes().size());
      summary.put("contacts", contacts);
      summary.put("skipped", result.skipped().size());
      Output.line(Json.line(summary));
    } else {
      messages.info(
          String.format(
              Locale.ROOT,
              "%d structures, %d pairs, %d contacts, %d files skipped",
              result.structures(),
              result.complexes().size(),
              contacts,
              result.skipped().size()));
    }
    return ExitCode.DONE;
  }
}
