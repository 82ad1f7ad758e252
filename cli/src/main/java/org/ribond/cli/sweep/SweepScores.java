package org.ribond.cli.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.ribond.cli.plot.ScoreCurve;
import org.ribond.engine.compute.Backend;
import org.ribond.engine.contact.complex.Complex;
import org.ribond.engine.contact.evaluate.Level;
import org.ribond.engine.contact.evaluate.MapEvaluation;
import org.ribond.engine.contact.evaluate.MapProtocol;
import org.ribond.engine.contact.evaluate.MapScores;
import org.ribond.engine.contact.evaluate.PaperEvaluation;
import org.ribond.engine.contact.evaluate.PaperProtocol;
import org.ribond.engine.contact.predict.Calibration;
import org.ribond.engine.contact.predict.ContactPredictor;
import org.ribond.engine.metric.Confusion;
import org.ribond.engine.metric.ScoreTally;
import org.ribond.engine.metric.Summary;
import org.ribond.engine.model.ModelCard;
import org.ribond.engine.model.TrainedModel;
import org.ribond.engine.model.Vote;
import org.ribond.engine.network.WindowArchitecture;

/** Scores of a run's model by the sweep's protocols: numbers for its row, curves for the report. */
public final class SweepScores {
  private static final int MOST_POINTS = 300;

  private final TrainedModel model;
  private final List<Complex> complexes;
  private final Backend backend;
  private final SequencedMap<String, String> numbers = new LinkedHashMap<>();
  private final Map<String, Object> curves = new LinkedHashMap<>();

  private SweepScores(TrainedModel model, List<Complex> complexes, Backend backend) {
    this.model = model;
    this.complexes = complexes;
    this.backend = backend;
  }

  /**
   * Tests with {@code complexes} by the protocols {@code paper}, {@code map} or both.
   *
   * @return empty without complexes
   */
  public static Optional<SweepTest> test(List<Complex> complexes, List<String> protocols) {
    return complexes.isEmpty()
        ? Optional.empty()
        : Optional.of((model, backend) -> scores(model, complexes, protocols, backend));
  }

  private static SweepTest.Scores scores(
      TrainedModel model, List<Complex> complexes, List<String> protocols, Backend backend) {
    SweepScores scores = new SweepScores(model, complexes, backend);
    // Networks along chains have no window, whose length is the stride of the paper's test.
    if (protocols.contains("paper") && model.architecture() instanceof WindowArchitecture) {
      scores.paper();
    }
    if (protocols.contains("map")) {
      scores.maps();
    }
    return new SweepTest.Scores(scores.numbers, scores.curves);
  }

  /**
   * The paper's test, with all members agreeing. Precision and F1 are also given as they would be
   * on whole maps, which have W times as many negatives for every one of the test.
   */
  private void paper() {
    int window = model.windowArchitecture().windows().getFirst().length();
    Vote all = new Vote.AtLeast(model.members().size());
    PaperEvaluation evaluation;
    try (ContactPredictor predictor =
        ContactPredictor.of(List.of(model), backend, all, Optional.empty())) {
      evaluation = PaperProtocol.run(predictor, complexes, window, done -> {});
    }
    String own = model.card().get(ModelCard.PAPER_THRESHOLD);
    float threshold = own == null ? PaperEvaluation.LARGER_CLASS : Float.parseFloat(own);
    Summary summary = evaluation.summary(threshold);
    put("paper_accuracy", PaperEvaluation.accuracy(summary.confusion()));
    put("paper", summary);
    put("paper_auc31", evaluation.trapezoidAuc());
    Confusion counts = summary.confusion();
    Confusion whole =
        new Confusion(counts.tp(), counts.fp() * window, counts.tn() * window, counts.fn());
    put("paper_scaled_precision", whole.precision());
    put("paper_scaled_f1", whole.f1());
    curves.put("paper", curves(evaluation.tally(), summary));
  }

  /** Whole maps, with the mean of the members, calibrated where the model is. */
  private void maps() {
    Optional<Calibration> calibration = Calibration.of(model.card());
    MapScores scores;
    try (ContactPredictor predictor =
        ContactPredictor.of(List.of(model), backend, Vote.MEAN, calibration)) {
      scores = MapProtocol.run(predictor, complexes, done -> {});
    }
    float threshold = Float.parseFloat(model.card().getOrDefault(ModelCard.THRESHOLD, "0.5"));
    MapEvaluation evaluation = scores.evaluation(Level.CONTACT, threshold);
    Summary summary = evaluation.pooled();
    put("map", summary);
    put("map_prevalence", summary.prevalence());
    put("map_best_f1", summary.ranking().bestF1());
    put("map_lift", summary.ranking().lift());
    numbers.put("map_pairs", String.valueOf(evaluation.pairs()));
    put("map_once_roc_auc", evaluation.withoutCopies().rocAuc());
    put("map_once_lift", evaluation.withoutCopies().lift());
    put("map_mean_roc_auc", evaluation.perComplex().rocAuc());
    put("map_mean_lift", evaluation.perComplex().lift());
    curves.put("map", curves(scores.pooled(Level.CONTACT), summary));
  }

  private void put(String prefix, Summary summary) {
    Confusion confusion = summary.confusion();
    numbers.put(prefix + "_threshold", String.valueOf(summary.threshold()));
    numbers.put(prefix + "_tp", String.valueOf(confusion.tp()));
    numbers.put(prefix + "_fp", String.valueOf(confusion.fp()));
    numbers.put(prefix + "_tn", String.valueOf(confusion.tn()));
    numbers.put(prefix + "_fn", String.valueOf(confusion.fn()));
    put(prefix + "_precision", confusion.precision());
    put(prefix + "_recall", confusion.recall());
    put(prefix + "_f1", confusion.f1());
    put(prefix + "_mcc", confusion.mcc());
    put(prefix + "_roc_auc", summary.ranking().rocAuc());
    put(prefix + "_pr_auc", summary.ranking().averagePrecision());
    put(prefix + "_ece", summary.ece());
  }

  private void put(String name, double value) {
    numbers.put(name, Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value));
  }

  private static Map<String, Object> curves(ScoreTally tally, Summary summary) {
    Map<String, Object> curves = ScoreCurve.of(tally, MOST_POINTS).json();
    curves.put("threshold", (double) summary.threshold());
    Confusion confusion = summary.confusion();
    curves.put(
        "confusion", List.of(confusion.tp(), confusion.fp(), confusion.tn(), confusion.fn()));
    return curves;
  }
}
