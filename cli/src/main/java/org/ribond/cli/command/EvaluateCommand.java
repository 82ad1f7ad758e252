package org.ribond.cli.command;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ribond.cli.format.Directories;
import org.ribond.cli.format.EvaluationReport;
import org.ribond.cli.format.Json;
import org.ribond.cli.format.PairList;
import org.ribond.cli.format.PaperReport;
import org.ribond.cli.options.BackendChoice;
import org.ribond.cli.options.CommonOptions;
import org.ribond.cli.options.DataChoice;
import org.ribond.cli.options.IntervalOptions;
import org.ribond.cli.options.ModelChoice;
import org.ribond.cli.options.TaskKind;
import org.ribond.cli.options.TaskOption;
import org.ribond.cli.options.VoteRule;
import org.ribond.cli.plot.ScoreCharts;
import org.ribond.cli.terminal.ExitCode;
import org.ribond.cli.terminal.Messages;
import org.ribond.cli.terminal.Output;
import org.ribond.cli.terminal.Progress;
import org.ribond.cli.terminal.StandardInput;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.evaluate.LengthsScorer;
import org.ribond.engine.contact.evaluate.Level;
import org.ribond.engine.contact.evaluate.MapEvaluation;
import org.ribond.engine.contact.evaluate.MapProtocol;
import org.ribond.engine.contact.evaluate.MapScores;
import org.ribond.engine.contact.evaluate.PaperEvaluation;
import org.ribond.engine.contact.evaluate.PaperProtocol;
import org.ribond.engine.contact.evaluate.TrainingProteins;
import org.ribond.engine.contact.predict.ContactPredictor;
import org.ribond.engine.file.DataException;
import org.ribond.engine.metric.Bootstrap;
import org.ribond.engine.metric.Ranking;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.Models;
import org.ribond.engine.model.Vote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares a model's scores with known contacts. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = "Compare a model's scores with the known contacts of complexes.",
    footerHeading = "%nHow to read the numbers:%n",
    footer = {
      "  ROC AUC   chance that a contact scores above a cell that is none;",
      "            0.5 is no skill",
      "  PR AUC    mean share of contacts among all cells down to each contact;",
      "            no skill gives the prevalence, so see how many times that it is",
      "  pooled    all cells together: large maps and pairs with many copies",
      "            weigh most, unless copies count as one",
      "  brackets  where the pooled number lies with 95 %% confidence, drawing",
      "            homology groups (or structures) with replacement"
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final float DEFAULT_THRESHOLD = 0.5f;

  /** Which test is done. */
  enum Protocol {
    MAP,
    PAPER
  }

  /** What to do about proteins that the model was trained on. */
  enum Overlap {
    REFUSE,
    SKIP,
    ALLOW
  }

  @Mixin private TaskOption task;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|FILE",
      defaultValue = Models.DEFAULT,
      description = {
        "Model: a name or a file (default: ${DEFAULT-VALUE}).",
        "Several, separated by commas, are one ensemble, of whatever architectures."
      })
  private String model;

  @Mixin private DataChoice data;

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description =
          "Only the pairs that this file names: structure, protein chain, RNA chain a line.")
  private String list;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      defaultValue = "map",
      description = {
        "map: every cell of every map, the honest test (default).",
        "paper: the test of arXiv 2511.08648, bug for bug, for comparison with its numbers."
      })
  private Protocol protocol;

  @Option(
      names = "--level",
      paramLabel = "NAME",
      description =
          "contact, residue or base: what is called a contact or not (default: contact; without"
              + " this, the table shows all three).")
  private Optional<Level> level;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description =
          "Score from which on a cell is called a contact (default: the model's own, or 0.5, as"
              + " with votes other than the mean; for the paper's test its trained one, or above"
              + " 0.5).")
  private Optional<Float> threshold;

  @Option(
      names = "--vote",
      paramLabel = "RULE",
      description =
          "How networks agree: mean, all, any, majority or a number of them (default: mean; for"
              + " the paper's test, all).")
  private Optional<String> vote;

  @Option(
      names = "--window",
      paramLabel = "W",
      description = "Paper's test: stride of the negatives (default: the model's residue window).")
  private Optional<Integer> window;

  @Option(
      names = "--overlap",
      paramLabel = "RULE",
      defaultValue = "refuse",
      description =
          "Pairs whose protein the model was trained on: refuse, skip or allow (default: refuse).")
  private Overlap overlap;

  @Mixin private IntervalOptions intervals;

  @Option(
      names = "--details",
      paramLabel = "FILE",
      description = "Also write the numbers of each pair, tab-separated; - is standard output.")
  private Optional<Path> details;

  @Option(
      names = "--plot",
      paramLabel = "DIR",
      description = "Also draw ROC curve, precision-recall curve and calibration as PNG there.")
  private Optional<Path> plot;

  @Mixin private BackendChoice backendChoice;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    task.require(TaskKind.CONTACT);
    check();
    Messages messages = common.messages();
    plot.ifPresent(Directories::create);
    ModelChoice trained = ModelChoice.read(model);
    Vote agreement = vote(trained);
    List<Complex> complexes = unseen(trained, select(messages), messages);
    try (Backend backend = backendChoice.open(messages)) {
      if (protocol == Protocol.PAPER) {
        paper(trained, agreement, complexes, backend, messages);
      } else {
        maps(trained, agreement, complexes, backend, messages);
      }
    }
    return ExitCode.DONE;
  }

  private void check() {
    StandardInput.requireOnce(data.given(), list);
    details.ifPresent(file -> Output.check(details));
    if (protocol == Protocol.PAPER && level.isPresent() && level.get() != Level.CONTACT) {
      throw new UsageException("--protocol paper has no --level but contact");
    }
    if (protocol == Protocol.PAPER && details.isPresent()) {
      throw new UsageException("--details needs --protocol map: the paper pools all cells");
    }
    if (protocol == Protocol.MAP && window.isPresent()) {
      throw new UsageException("--window needs --protocol paper: whole maps have no stride");
    }
    if (window.isPresent() && window.get() < 1) {
      throw new UsageException("--window must be at least 1");
    }
    if (threshold.isPresent() && !(threshold.get() >= 0 && threshold.get() <= 1)) {
      throw new UsageException("--threshold must be from 0 to 1");
    }
    intervals.replicates();
  }

  private List<Complex> select(Messages messages) {
    List<Complex> complexes = data.read();
    if (list == null) {
      return complexes;
    }
    PairList wanted = PairList.read(list);
    List<Complex> selected = wanted.select(complexes);
    if (selected.isEmpty()) {
      throw new DataException(
          list + ": none of its " + wanted.size() + " pairs is in " + data.name());
    }
    if (selected.size() < wanted.size()) {
      messages.warning(
          list
              + ": "
              + (wanted.size() - selected.size())
              + " of its "
              + wanted.size()
              + " pairs are not in "
              + data.name());
    }
    return selected;
  }

  private List<Complex> unseen(ModelChoice trained, List<Complex> complexes, Messages messages) {
    TrainingProteins proteins = TrainingProteins.parse(trained.trainingProteins());
    List<Complex> seen = proteins.seenAmong(complexes);
    if (seen.isEmpty()) {
      return complexes;
    }
    String fact =
        seen.size()
            + " of "
            + complexes.size()
            + " pairs hold a protein that the model was trained on (such as "
            + seen.getFirst().id()
            + "), and show its memory, not its skill";
    return switch (overlap) {
      case REFUSE ->
          throw new DataException(
              data.name()
                  + ": "
                  + fact
                  + ": leave them out with --overlap skip, or use --overlap allow");
      case ALLOW -> {
        messages.warning(fact);
        yield complexes;
      }
      case SKIP -> {
        messages.info(fact + ": left out");
        List<Complex> rest = complexes.stream().filter(complex -> !seen.contains(complex)).toList();
        if (rest.isEmpty()) {
          throw new DataException(
              data.name() + ": no pair is left whose protein is new to the model");
        }
        yield rest;
      }
    };
  }

  private void maps(
      ModelChoice trained,
      Vote agreement,
      List<Complex> complexes,
      Backend backend,
      Messages messages) {
    MapScores scores;
    try (ContactPredictor predictor =
            trained.predictor(backend, agreement, trained.calibration(agreement));
        Progress progress = new Progress("cells", cells(complexes), messages)) {
      scores = MapProtocol.run(predictor, complexes, done -> progress.update(done, ""));
    }
    Map<Level, Float> least = thresholds(trained, agreement);
    Map<Level, MapEvaluation> evaluations = new EnumMap<>(Level.class);
    Map<Level, Bootstrap> bootstraps = new EnumMap<>(Level.class);
    for (Level each : Level.values()) {
      evaluations.put(each, scores.evaluation(each, least.get(each)));
      if (intervals.replicates() > 0) {
        bootstraps.put(each, scores.bootstrap(each, intervals.replicates(), intervals.seed()));
      }
    }
    MapScores ofLengths = MapProtocol.run(new LengthsScorer(), complexes, done -> {});
    Map<Level, Ranking> lengths = new EnumMap<>(Level.class);
    for (Level each : Level.values()) {
      lengths.put(each, ofLengths.pooled(each).ranking());
    }
    EvaluationReport report = new EvaluationReport(evaluations, bootstraps, lengths);
    Output.line(
        common.json()
            ? Json.pretty(report.json(level.orElse(Level.CONTACT)))
            : report.table(level.map(List::of).orElse(List.of(Level.values()))));
    Level shown = level.orElse(Level.CONTACT);
    details.ifPresent(
        file ->
            Output.write(
                Optional.of(file),
                out ->
                    EvaluationReport.writeDetails(scores.complexes(shown, least.get(shown)), out)));
    plot.ifPresent(
        directory -> ScoreCharts.write(directory, scores.pooled(level.orElse(Level.CONTACT))));
  }

  /** From which score on one of each level is called a contact. */
  private Map<Level, Float> thresholds(ModelChoice trained, Vote agreement) {
    Map<Level, Float> least = new EnumMap<>(Level.class);
    boolean isProbability = trained.calibration(agreement).isPresent();
    // The card's were chosen on the scale of the mean's calibrated scores.
    float ofCells =
        agreement.equals(Vote.MEAN)
            ? ownThreshold(trained, ModelCard.THRESHOLD, DEFAULT_THRESHOLD)
            : DEFAULT_THRESHOLD;
    for (Level each : Level.values()) {
      float own =
          each == Level.CONTACT || !isProbability
              ? ofCells
              : ownThreshold(trained, each.thresholdKey(), DEFAULT_THRESHOLD);
      least.put(each, threshold.orElse(own));
    }
    return least;
  }

  private void paper(
      ModelChoice trained,
      Vote agreement,
      List<Complex> complexes,
      Backend backend,
      Messages messages) {
    int stride = window.orElseGet(trained::residueWindow);
    PaperEvaluation evaluation;
    try (ContactPredictor predictor = trained.predictor(backend, agreement, Optional.empty());
        Progress progress = new Progress("cells", cells(complexes), messages)) {
      evaluation =
          PaperProtocol.run(predictor, complexes, stride, done -> progress.update(done, ""));
    }
    PaperReport report =
        new PaperReport(
            evaluation,
            threshold.orElseGet(
                () ->
                    ownThreshold(
                        trained, ModelCard.PAPER_THRESHOLD, PaperEvaluation.LARGER_CLASS)));
    Output.line(common.json() ? Json.pretty(report.json()) : report.table());
    plot.ifPresent(directory -> ScoreCharts.write(directory, evaluation.tally()));
  }

  private static long cells(List<Complex> complexes) {
    return complexes.stream().mapToLong(Complex::observedCells).sum();
  }

  private float ownThreshold(ModelChoice trained, String name, float otherwise) {
    String onCard = trained.card().get(name);
    if (onCard == null) {
      return otherwise;
    }
    try {
      return Float.parseFloat(onCard);
    } catch (NumberFormatException e) {
      throw new DataException(
          model + ": its threshold '" + onCard + "' is no number: give one with --threshold", e);
    }
  }

  private Vote vote(ModelChoice trained) {
    String rule = vote.orElse(protocol == Protocol.PAPER ? VoteRule.ALL : VoteRule.MEAN);
    return VoteRule.of(rule, trained.members());
  }
}
