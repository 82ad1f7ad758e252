package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.ribond.cli.format.Json;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.HomologyOptions;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.OverwriteCheck;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.complex.ComplexesFile;
import org.ribond.engine.contact.complex.DatasetCounts;
import org.ribond.engine.contact.complex.DatasetSplit;
import org.ribond.engine.contact.complex.HomologyGroups;
import org.ribond.engine.contact.complex.ShippedData;
import org.ribond.engine.file.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Divides complexes so that no side has a homologue of another's chains. */
@Command(
    name = "split",
    sortOptions = false,
    description = {
      "Divide complexes so that no two sides are related.",
      "No two sides share a structure or have homologous chains.",
      "Writes three files, PREFIX.train.jsonl.gz and so on, or one for each fold."
    })
final class DatasetSplitCommand implements Callable<Integer> {
  private static final List<String> SIDES = List.of("train", "valid", "test");

  @Parameters(paramLabel = "DATA", description = "A complexes file, or pdb.")
  private String data;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "PREFIX",
      description = "Beginning of the names of the files to write.")
  private String prefix;

  @Option(
      names = "--fractions",
      split = ",",
      paramLabel = "A,B,C",
      hideParamSyntax = true,
      description = "Parts of train, valid and test, weighed by contacts (default: 0.8,0.1,0.1).")
  private double[] fractions = {0.8, 0.1, 0.1};

  @Option(names = "--folds", paramLabel = "K", description = "Make K folds instead.")
  private Optional<Integer> folds = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the order of the groups (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private HomologyOptions homology;
  @Mixin private TaskOption task;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    task.require(TaskKind.CONTACT);
    if (folds.isEmpty()
        && (fractions.length != SIDES.size()
            || Arrays.stream(fractions).anyMatch(part -> !(part >= 0))
            || Math.abs(Arrays.stream(fractions).sum() - 1) > 1e-6)) {
      throw new UsageException(
          "--fractions takes three parts with sum 1, such as 0.8,0.1,0.1 for train, valid, test");
    }
    if (folds.isPresent() && folds.get() < 2) {
      throw new UsageException("--folds " + folds.get() + " is below 2");
    }
    List<String> names = folds.map(DatasetSplitCommand::foldNames).orElse(SIDES);
    List<Path> files = names.stream().map(this::file).toList();
    for (Path file : files) {
      OverwriteCheck.check(file, List.of(data));
      AtomicFile.check(file);
    }
    Messages messages = common.messages();
    List<Complex> complexes = ShippedData.readNamed(data);
    DatasetCounts all = DatasetCounts.of(complexes);
    List<Complex> clustered;
    try (Progress progress = new Progress("aligned", all.proteins() + all.rnas(), messages)) {
      clustered =
          new HomologyGroups(
                  complexes,
                  homology.rule(),
                  homology.threads(),
                  (done, total) -> progress.update(done, ""))
              .clustered();
    }
    int clusters = DatasetCounts.of(clustered).clusters();
    if (folds.isPresent() && folds.get() > clusters) {
      throw new UsageException(
          "--folds " + folds.get() + " is more than there are: " + groups(clusters));
    }
    List<List<Complex>> sides =
        folds.isPresent()
            ? DatasetSplit.intoFolds(clustered, folds.get(), seed)
            : DatasetSplit.byFractions(clustered, fractions, seed);
    List<Map<String, Object>> summaries = new ArrayList<>();
    for (int side = 0; side < sides.size(); side++) {
      Path file = files.get(side);
      ComplexesFile.write(file, sides.get(side));
      DatasetCounts counts = DatasetCounts.of(sides.get(side));
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("file", file.toString());
      summary.putAll(DatasetCommand.json(counts));
      summaries.add(summary);
      if (sides.get(side).isEmpty()) {
        messages.warning(file + ": holds no pair, as there are only " + groups(clusters));
      }
      if (!common.json()) {
        messages.info(file + ": " + DatasetCommand.line(counts));
      }
    }
    if (common.json()) {
      Output.line(Json.line(summary(clusters, summaries)));
    }
    return ExitCode.DONE;
  }

  private static List<String> foldNames(int folds) {
    return IntStream.rangeClosed(1, folds).mapToObj(fold -> "fold" + fold).toList();
  }

  private Path file(String name) {
    return Path.of(prefix + "." + name + ".jsonl.gz");
  }

  private static String groups(int clusters) {
    return clusters + (clusters == 1 ? " homology group" : " homology groups");
  }

  private Map<String, Object> summary(int clusters, List<Map<String, Object>> sides) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("clusters", clusters);
    summary.put("seed", seed);
    if (folds.isPresent()) {
      summary.put("folds", sides);
    } else {
      for (int side = 0; side < sides.size(); side++) {
        summary.put(SIDES.get(side), sides.get(side));
      }
    }
    return summary;
  }
}
