package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.Json;
import org.ribond.cli.format.ProbeReport;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.EncoderChoice;
import org.ribond.cli.options.ProbeDataOptions;
import org.ribond.cli.options.ProbeDataOptions.Labelled;
import org.ribond.cli.options.ProbeFeatureOptions;
import org.ribond.cli.options.ProbePlanOptions;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.Progress;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.embed.predict.TranscriptEncoder;
import org.ribond.engine.embed.probe.FeatureTable;
import org.ribond.engine.embed.probe.Probe;
import org.ribond.engine.embed.probe.ProbeData;
import org.ribond.engine.embed.probe.ProbePlan;
import org.ribond.engine.embed.probe.ProbeResult;
import org.ribond.engine.file.DataException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how well a linear model tells labels from features or vectors of transcripts. */
@Command(
    name = "probe",
    sortOptions = false,
    description =
        "Fit linear models that tell numbers or classes from features or vectors of transcripts,"
            + " and test them on groups that they have not seen.",
    footerHeading = "%nHow to read the numbers:%n",
    footer = {
      "  Numbers are told by ridge regression, classes by logistic regression, of",
      "  columns with mean 0 and variance 1 among the rows trained on. The penalty",
      "  is the best in five folds of these rows that part no group.",
      "  lower, upper  where a score lies with 95 %% confidence, drawing groups to",
      "                test on with replacement; of a share below 1, where 95 %% of",
      "                the draws lie (the score is their mean)",
      "  roc_auc       of more than two classes each against the rest, their mean",
      "  Rows of all folds of a cross-validation are scored together."
    })
final class ProbeCommand implements Callable<Integer> {
  @Mixin private ProbeDataOptions dataOptions;
  @Mixin private ProbeFeatureOptions featureOptions;
  @Mixin private ProbePlanOptions planOptions;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "An encoder of 'train --task embed', whose vectors are probed as well.")
  private Optional<String> model = Optional.empty();

  @Mixin private BackendChoice backendChoice;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write; - is standard output (default).")
  private Optional<Path> out = Optional.empty();

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    featureOptions.check();
    ProbePlan plan = planOptions.plan(dataOptions.folds());
    Output.check(out);
    Messages messages = common.messages();
    Labelled labelled = dataOptions.read();
    ProbeData data = labelled.data();
    tell(data, messages);
    Probe probe = probe(data, plan);
    Map<String, FeatureTable> tables =
        featureOptions.tables(data, vectors(data, messages), messages);
    List<Double> fractions = enough(probe, plan, messages);
    List<ProbeResult> results = new ArrayList<>();
    try (Progress progress =
        new Progress("fits", (long) tables.size() * fractions.size(), messages)) {
      tables.forEach(
          (name, table) -> {
            for (double fraction : fractions) {
              results.add(probe.run(name, table, fraction));
              progress.update(results.size(), "");
            }
          });
    }
    ProbeReport report = new ProbeReport(dataOptions.file(), labelled.label(), data, results);
    String text = common.json() ? Json.pretty(report.json()) : report.table();
    Output.write(out, writer -> writer.write(text + "\n"));
    return ExitCode.DONE;
  }

  /** What an encoder makes of the transcripts, where one is named. */
  private Map<String, FeatureTable> vectors(ProbeData data, Messages messages) {
    if (model.isEmpty()) {
      return Map.of();
    }
    try (Backend backend = backendChoice.onProcessor().open(messages);
        TranscriptEncoder encoder =
            new TranscriptEncoder(backend, EncoderChoice.read(model.get()))) {
      return Map.of("model", FeatureTable.of(encoder, data.transcripts()));
    }
  }

  private static void tell(ProbeData data, Messages messages) {
    messages.info(
        data.size()
            + " transcripts in "
            + data.groupCount()
            + " groups"
            + (data.unmeasured() > 0 ? "; " + data.unmeasured() + " not measured" : "")
            + (data.others() > 0 ? "; " + data.others() + " ruled out by --where" : ""));
    if (data.partedGroups() > 0) {
      messages.warning(
          data.partedGroups()
              + " groups have transcripts to train on and to test on: the scores flatter");
    }
  }

  private Probe probe(ProbeData data, ProbePlan plan) {
    try {
      return new Probe(data, plan);
    } catch (IllegalArgumentException e) {
      throw new DataException(dataOptions.file() + ": " + e.getMessage(), e);
    }
  }

  /** The shares of the labels that have groups enough. */
  private List<Double> enough(Probe probe, ProbePlan plan, Messages messages) {
    List<Double> enough = new ArrayList<>();
    for (double fraction : plan.fractions()) {
      if (probe.isEnough(fraction)) {
        enough.add(fraction);
      } else {
        messages.warning(
            "fraction "
                + fraction
                + " is left out: fewer than "
                + Probe.LEAST_GROUPS
                + " groups to train on");
      }
    }
    if (enough.isEmpty()) {
      throw new DataException(
          dataOptions.file()
              + ": fewer than "
              + Probe.LEAST_GROUPS
              + " groups to train on; a penalty cannot be chosen by them");
    }
    return enough;
  }
}
