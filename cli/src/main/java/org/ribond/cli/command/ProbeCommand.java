package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.embed.model.EmbedModel;
import org.ribond.engine.embed.predict.TranscriptEncoder;
import org.ribond.engine.embed.probe.FeatureTable;
import org.ribond.engine.embed.probe.Learner;
import org.ribond.engine.embed.probe.Probe;
import org.ribond.engine.embed.probe.ProbeData;
import org.ribond.engine.embed.probe.ProbePlan;
import org.ribond.engine.embed.probe.ProbeResult;
import org.ribond.engine.embed.train.FineTuning;
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
      paramLabel = "NAME|FILE",
      description =
          "An encoder whose vectors are probed as well: embed, the one that comes with Ribond, or"
              + " the file of another, of 'train --task embed'.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--fine-tune",
      description =
          "Of --model also the same encoder untrained; and with a linear layer and all weights"
              + " trained on the labels, once from those of the model, once from scratch.")
  private boolean fineTune;

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
    if (fineTune && model.isEmpty()) {
      throw new UsageException("--fine-tune is for --model");
    }
    ProbePlan plan = planOptions.plan(dataOptions.folds());
    Output.check(out);
    Optional<EmbedModel> encoder = model.map(EncoderChoice::read);
    Messages messages = common.messages();
    Labelled labelled = dataOptions.read();
    ProbeData data = labelled.data();
    tell(data, messages);
    Probe probe = probe(data, plan);
    List<ProbeResult> results =
        encoder.isEmpty()
            ? results(probe, plan, featureOptions.tables(data, Map.of(), messages), Map.of())
            : results(probe, plan, data, encoder.get());
    ProbeReport report = new ProbeReport(dataOptions.file(), labelled.label(), data, results);
    String text = common.json() ? Json.pretty(report.json()) : report.table();
    Output.write(out, writer -> writer.write(text + "\n"));
    return ExitCode.DONE;
  }

  /** Of features, of the vectors of an encoder, and of networks that learn. */
  private List<ProbeResult> results(
      Probe probe, ProbePlan plan, ProbeData data, EmbedModel encoder) {
    Messages messages = common.messages();
    try (Backend backend = backendChoice.onProcessor().open(messages)) {
      Map<String, FeatureTable> vectors = new LinkedHashMap<>();
      vectors.put("model", vectors(backend, encoder, data));
      Map<String, Learner> learners = new LinkedHashMap<>();
      if (fineTune) {
        EmbedModel untrained = encoder.untrained(plan.seed());
        vectors.put("untrained", vectors(backend, untrained, data));
        learners.put("model, fine-tuned", new FineTuning(backend, data, encoder, plan.seed()));
        learners.put("from scratch", FineTuning.fromScratch(backend, data, encoder, plan.seed()));
      }
      return results(probe, plan, featureOptions.tables(data, vectors, messages), learners);
    }
  }

  private static FeatureTable vectors(Backend backend, EmbedModel model, ProbeData data) {
    try (TranscriptEncoder encoder = new TranscriptEncoder(List.of(backend), model)) {
      return FeatureTable.of(encoder, data.transcripts());
    }
  }

  private List<ProbeResult> results(
      Probe probe,
      ProbePlan plan,
      Map<String, FeatureTable> tables,
      Map<String, Learner> learners) {
    List<Double> fractions = enough(probe, plan, common.messages());
    long fits = (long) (tables.size() + learners.size()) * fractions.size();
    List<ProbeResult> results = new ArrayList<>();
    try (Progress progress = new Progress("fits", fits, common.messages())) {
      tables.forEach(
          (name, table) -> {
            for (double fraction : fractions) {
              results.add(probe.run(name, table, fraction));
              progress.update(results.size(), "");
            }
          });
      learners.forEach(
          (name, learner) -> {
            for (double fraction : fractions) {
              results.add(probe.run(name, learner, fraction));
              progress.update(results.size(), "");
            }
          });
    }
    return results;
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
