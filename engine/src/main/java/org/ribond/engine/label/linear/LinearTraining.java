package org.ribond.engine.label.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.data.Targets;
import org.ribond.engine.label.linear.LinearOptions.Method;
import org.ribond.engine.label.linear.LinearOptions.View;
import org.ribond.engine.linear.LinearWeights;
import org.ribond.engine.linear.LogisticRegression;
import org.ribond.engine.linear.RidgeEquations;
import org.ribond.engine.metric.ClassCalibration;
import org.ribond.engine.random.Draws;
import org.ribond.engine.sequence.Alphabet;

/**
 * Trains linear models of sequences. Penalty and view are those of the smallest error on the
 * validation set, by which scores of classes are calibrated too. Without a validation set a seeded
 * fifth of the samples is held out for these, and the weights are then fitted to all samples. The
 * same data, options and seed give the same model for any number of threads.
 */
public final class LinearTraining {
  /** Penalties of ridge regression, from which validation chooses. */
  private static final double[] PENALTIES = {1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000};

  /** Place of the penalty that is tried first; then stronger or weaker ones while they help. */
  private static final int FIRST_PENALTY = 5;

  /** Sequences of one length have each letter looked at up to this many letters. */
  private static final int MOST_BASES_BY_PLACE = 200;

  /** Of longer ones the middle is looked at. */
  private static final int MIDDLE_BASES = 120;

  private static final int MOST_RESIDUES_BY_PLACE = 100;
  private static final int WORD_OF_BASES = 5;
  private static final int WORD_OF_RESIDUES = 2;
  private static final int HELD_OUT_PARTS = 5;

  private final LinearOptions options;

  private LinearTraining(LinearOptions options) {
    this.options = options;
  }

  /**
   * A trained model and how it was chosen.
   *
   * @param model the model
   * @param view what it looks at: never {@link View#BEST}
   * @param penalty the penalty chosen
   * @param validationError what was smallest on validation: of ridge regression 1 minus the mean
   *     ROC AUC of classes or, for numbers, the mean squared error in units of their variance; of
   *     logistic regression the mean cross-entropy
   */
  public record Outcome(LinearModel model, View view, double penalty, double validationError) {}

  /** A view and the run of features that it is. */
  private record Candidate(View view, int from, int to) {}

  /** Outputs that have the same samples, and the equations of these. */
  private record OutputGroup(int firstOutput, int outputs, RidgeEquations equations) {}

  /** What validation chose. */
  private record Choice(Candidate candidate, double penalty, double error) {}

  /**
   * Trains on {@code train}.
   *
   * @param valid a validation set with the same classes or columns, if there is one
   * @throws IllegalArgumentException if the sets or the options do not fit one another
   */
  public static Outcome train(LabelData train, Optional<LabelData> valid, LinearOptions options) {
    if (train.size() == 0 || (valid.isPresent() && valid.get().size() == 0)) {
      throw new IllegalArgumentException("there are no sequences to train on or validate by");
    }
    valid.ifPresent(
        other -> {
          if (!other.targets().names().equals(train.targets().names())
              || other.alphabet() != train.alphabet()) {
            throw new IllegalArgumentException(
                other.source() + " has other targets or letters than " + train.source());
          }
        });
    if (options.method() == Method.LOGISTIC && train.targets() instanceof Targets.Numbers) {
      throw new IllegalArgumentException("logistic regression is for classes, not numbers");
    }
    return new LinearTraining(options).run(train, valid);
  }

  private Outcome run(LabelData train, Optional<LabelData> valid) {
    LabelData fitted = train;
    LabelData judged;
    if (valid.isPresent()) {
      judged = valid.get();
    } else {
      int[] order = IntStream.range(0, train.size()).toArray();
      Draws.shuffle(order, 0, options.seed(), 0);
      int held = Math.max(1, train.size() / HELD_OUT_PARTS);
      judged = train.subset(Arrays.copyOf(order, held));
      fitted =
          train.subset(Arrays.copyOfRange(order, Math.min(held, train.size() - 1), train.size()));
    }
    LinearFeatures all = features(train);
    List<OutputGroup> groups = groups(fitted, all);
    Choice choice = choose(groups, judged, all);
    LinearFeatures chosen = narrowed(all, choice.candidate);
    boolean logistic = options.method() == Method.LOGISTIC;
    if (logistic) {
      choice = new Choice(choice.candidate, 0, Double.POSITIVE_INFINITY);
    }
    LogisticFit fit = new LogisticFit(chosen, judged);
    LinearWeights weights = logistic ? fit.run(fitted) : solve(groups, choice);
    Optional<ClassCalibration> calibration = calibration(weights, chosen, judged);
    double penalty = logistic ? fit.penalty() : choice.penalty;
    if (valid.isEmpty()) {
      weights =
          logistic
              ? new LogisticRegression(
                      new FeatureRows(train, chosen),
                      train.classes().labels(),
                      train.targets().outputs())
                  .solve(penalty)
              : solve(groups(train, all), choice);
    }
    LinearModel model =
        new LinearModel(
            chosen, train.targets().names(), weights.weights(), weights.intercepts(), calibration);
    return new Outcome(
        model, choice.candidate.view, penalty, logistic ? fit.error() : choice.error);
  }

  /** All features that a view may choose from. */
  private LinearFeatures features(LabelData train) {
    Alphabet alphabet = train.alphabet();
    boolean protein = alphabet == Alphabet.PROTEIN;
    int word = options.longestWord().orElse(protein ? WORD_OF_RESIDUES : WORD_OF_BASES);
    int length = train.commonLength().orElse(0);
    int positions =
        protein
            ? Math.min(length, MOST_RESIDUES_BY_PLACE)
            : length <= MOST_BASES_BY_PLACE ? length : MIDDLE_BASES;
    return switch (options.view()) {
      case WORDS -> new LinearFeatures(alphabet, word, 0, 0);
      case PLACES -> {
        requireOneLength(train);
        yield new LinearFeatures(alphabet, 0, (length - positions) / 2, positions);
      }
      case BOTH -> {
        requireOneLength(train);
        yield new LinearFeatures(alphabet, word, (length - positions) / 2, positions);
      }
      case BEST -> new LinearFeatures(alphabet, word, (length - positions) / 2, positions);
    };
  }

  private static void requireOneLength(LabelData train) {
    if (train.commonLength().isEmpty()) {
      throw new IllegalArgumentException(
          train.source() + ": letters by place need sequences of one length");
    }
  }

  private List<Candidate> candidates(LinearFeatures all) {
    Candidate words = new Candidate(View.WORDS, 0, all.words());
    Candidate places = new Candidate(View.PLACES, all.words(), all.size());
    Candidate both = new Candidate(View.BOTH, 0, all.size());
    return switch (options.view()) {
      case WORDS -> List.of(words);
      case PLACES -> List.of(places);
      case BOTH -> List.of(both);
      case BEST ->
          all.positions() == 0
              ? List.of(words)
              : all.words() == 0 ? List.of(places) : List.of(words, places, both);
    };
  }

  private static LinearFeatures narrowed(LinearFeatures all, Candidate candidate) {
    return switch (candidate.view) {
      case WORDS -> new LinearFeatures(all.alphabet(), all.longestWord(), 0, 0);
      case PLACES -> new LinearFeatures(all.alphabet(), 0, all.firstPosition(), all.positions());
      case BOTH, BEST -> all;
    };
  }

  /** One system of all outputs, or one of each if values are missing. */
  private static List<OutputGroup> groups(LabelData data, LinearFeatures features) {
    double[] wanted = Judge.wanted(data.targets());
    int outputs = data.targets().outputs();
    if (Arrays.stream(wanted).noneMatch(Double::isNaN)) {
      RidgeEquations equations =
          RidgeEquations.of(new FeatureRows(data, features), wanted, outputs);
      return List.of(new OutputGroup(0, outputs, equations));
    }
    List<OutputGroup> groups = new ArrayList<>();
    for (int output = 0; output < outputs; output++) {
      int place = output;
      int[] present =
          IntStream.range(0, data.size())
              .filter(i -> !Double.isNaN(wanted[i * outputs + place]))
              .toArray();
      if (present.length == 0) {
        throw new IllegalArgumentException(
            data.source()
                + ": no value of '"
                + data.targets().names().get(output)
                + "' to train on");
      }
      double[] values =
          Arrays.stream(present).mapToDouble(i -> wanted[i * outputs + place]).toArray();
      groups.add(
          new OutputGroup(
              output,
              1,
              RidgeEquations.of(new FeatureRows(data.subset(present), features), values, 1)));
    }
    return groups;
  }

  /** The best of all views, each with the penalty that is best for it. */
  private Choice choose(List<OutputGroup> groups, LabelData judged, LinearFeatures all) {
    Judge judge = new Judge(judged);
    Choice best = new Choice(candidates(all).getFirst(), 0, Double.NaN);
    for (Candidate candidate : candidates(all)) {
      FeatureRows rows = new FeatureRows(judged, narrowed(all, candidate));
      Choice choice = judged(groups, candidate, FIRST_PENALTY, judge, rows);
      boolean stronger = false;
      for (int i = FIRST_PENALTY + 1; i < PENALTIES.length; i++) {
        Choice other = judged(groups, candidate, i, judge, rows);
        if (other.error >= choice.error) {
          break;
        }
        choice = other;
        stronger = true;
      }
      for (int i = FIRST_PENALTY - 1; i >= 0 && !stronger; i--) {
        Choice other = judged(groups, candidate, i, judge, rows);
        if (other.error >= choice.error) {
          break;
        }
        choice = other;
      }
      if (!(choice.error >= best.error)) {
        best = choice;
      }
    }
    return best;
  }

  private static Choice judged(
      List<OutputGroup> groups, Candidate candidate, int penalty, Judge judge, FeatureRows rows) {
    Choice choice = new Choice(candidate, PENALTIES[penalty], Double.NaN);
    double error = judge.error(solve(groups, choice).apply(rows));
    return new Choice(candidate, PENALTIES[penalty], error);
  }

  private static LinearWeights solve(List<OutputGroup> groups, Choice choice) {
    Candidate candidate = choice.candidate;
    int features = candidate.to - candidate.from;
    int outputs = groups.stream().mapToInt(OutputGroup::outputs).sum();
    double[] weights = new double[outputs * features];
    double[] intercepts = new double[outputs];
    for (OutputGroup group : groups) {
      LinearWeights part = group.equations.solve(candidate.from, candidate.to, choice.penalty);
      System.arraycopy(
          part.weights(), 0, weights, group.firstOutput * features, part.weights().length);
      System.arraycopy(part.intercepts(), 0, intercepts, group.firstOutput, group.outputs);
    }
    return new LinearWeights(features, weights, intercepts);
  }

  private static Optional<ClassCalibration> calibration(
      LinearWeights weights, LinearFeatures features, LabelData judged) {
    if (!(judged.targets() instanceof Targets.Classes classes)) {
      return Optional.empty();
    }
    int outputs = classes.outputs();
    double[] scores = weights.apply(new FeatureRows(judged, features));
    // Scores that do not rank the validation set say nothing: a slope of 1 keeps their order.
    return Optional.of(
        ClassCalibration.fit(outputs, scores, classes.labels())
            .orElseGet(() -> ClassCalibration.none(outputs)));
  }
}
