package org.ribond.engine.embed.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ribond.engine.embed.probe.Trials.Trial;
import org.ribond.engine.metric.ClassEvaluation;
import org.ribond.engine.metric.ClassIntervals;
import org.ribond.engine.metric.ClassScores;
import org.ribond.engine.metric.Interval;
import org.ribond.engine.metric.NumberEvaluation;
import org.ribond.engine.metric.NumberIntervals;
import org.ribond.engine.metric.NumberScores;

/**
 * Tests what features say of targets: a linear model is fitted to some of the labels, its penalty
 * chosen on these alone, and scored on groups that it has not seen. Of a cross-validation the rows
 * of all folds are scored together. The result is a function of data, plan and features, however
 * many threads there are.
 */
public final class Probe {
  /** Fewer groups than this to train on are too few to choose a penalty by. */
  public static final int LEAST_GROUPS = 4;

  private static final double TAIL = 0.025;

  /** More columns than this are fitted one model at a time, whose matrices take the memory. */
  private static final int MANY_COLUMNS = 600;

  private final ProbeData data;
  private final ProbePlan plan;
  private final Trials trials;
  private final LinearFit fit;

  /** Of the rows to test on, in the order of the trials. */
  private final BitSet unseen;

  /**
   * A probe of data.
   *
   * @throws IllegalArgumentException if there are fewer groups than folds
   */
  public Probe(ProbeData data, ProbePlan plan) {
    this.data = data;
    this.plan = plan;
    trials = new Trials(data, plan);
    unseen = plan.unseen() ? trials.unseen(data.transcripts()) : new BitSet();
    fit =
        switch (data.targets()) {
          case Targets.Numbers numbers -> new RidgeFit(numbers);
          case Targets.Classes classes -> new LogisticFit(classes);
        };
  }

  /** Whether a share of the labels has enough groups to train on. */
  public boolean isEnough(double fraction) {
    return trials.fewestGroups(fraction) >= LEAST_GROUPS;
  }

  /** How often a share of the labels is drawn. */
  private int draws(double fraction) {
    return fraction == 1 ? 1 : plan.draws();
  }

  /**
   * Scores features at a share of the labels.
   *
   * @param name what they are called
   * @param table of all transcripts of the data, at least one column
   * @throws IllegalArgumentException if the table has other rows or no column, or the share is not
   *     {@linkplain #isEnough enough}
   */
  public ProbeResult run(String name, FeatureTable table, double fraction) {
    if (table.rows() != data.size() || table.columns() == 0 || !isEnough(fraction)) {
      throw new IllegalArgumentException(
          "features of "
              + table.rows()
              + " x "
              + table.columns()
              + " numbers at "
              + fraction
              + " of the labels of "
              + data.size()
              + " transcripts");
    }
    return run(
        name,
        table.columns(),
        fraction,
        table.columns() <= MANY_COLUMNS,
        (trial, draw) ->
            fit.predict(table, data.groups(), trial.train(), trial.test(), plan.seed()));
  }

  /**
   * Scores something else that learns, at a share of the labels.
   *
   * @param name what it is called
   * @throws IllegalArgumentException if the share is not {@linkplain #isEnough enough}
   */
  public ProbeResult run(String name, Learner learner, double fraction) {
    if (!isEnough(fraction)) {
      throw new IllegalArgumentException("too few labels at a share of " + fraction);
    }
    return run(
        name,
        learner.columns(),
        fraction,
        false,
        (trial, draw) -> learner.predict(trial.train(), trial.test(), draw));
  }

  private interface Fit {
    float[] predict(Trial trial, int draw);
  }

  private ProbeResult run(
      String name, int columns, double fraction, boolean sideBySide, Fit learned) {
    int draws = draws(fraction);
    int models = draws * trials.count();
    float[][] predicted = new float[models][];
    int[] trained = new int[models];
    IntStream numbers = IntStream.range(0, models);
    (sideBySide ? numbers.parallel() : numbers)
        .forEach(
            i -> {
              int draw = i / trials.count();
              Trial trial = trials.of(i % trials.count(), fraction, draw);
              trained[i] = trial.train().length;
              predicted[i] = learned.predict(trial, draw);
            });
    int[] tested = trials.tested();
    List<List<ProbeScore>> scores = new ArrayList<>();
    List<List<ProbeScore>> unseenScores = new ArrayList<>();
    for (int draw = 0; draw < draws; draw++) {
      float[] said =
          joined(
              Arrays.asList(predicted).subList(draw * trials.count(), (draw + 1) * trials.count()));
      scores.add(scores(said, tested, draws == 1));
      if (!unseen.isEmpty()) {
        int[] rows = unseen.stream().map(i -> tested[i]).toArray();
        unseenScores.add(scores(ofUnseen(said, tested.length), rows, draws == 1));
      }
    }
    return new ProbeResult(
        name,
        columns,
        fraction,
        draws,
        Arrays.stream(trained).average().orElseThrow(),
        tested.length,
        means(scores),
        plan.unseen()
            ? Optional.of(new ProbeResult.Unseen(unseen.cardinality(), means(unseenScores)))
            : Optional.empty());
  }

  /** The numbers of the unseen rows alone. */
  private float[] ofUnseen(float[] said, int rows) {
    int each = said.length / rows;
    float[] kept = new float[each * unseen.cardinality()];
    int at = 0;
    for (int row : unseen.stream().toArray()) {
      System.arraycopy(said, row * each, kept, at, each);
      at += each;
    }
    return kept;
  }

  private static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private List<ProbeScore> scores(float[] predicted, int[] tested, boolean withIntervals) {
    boolean drawn = withIntervals && plan.replicates() > 0;
    return switch (data.targets()) {
      case Targets.Numbers numbers -> {
        float[] measured = new float[tested.length];
        for (int i = 0; i < tested.length; i++) {
          measured[i] = numbers.values()[tested[i]];
        }
        NumberEvaluation evaluation = new NumberEvaluation(predicted, measured);
        NumberScores scores = evaluation.scores();
        Optional<NumberIntervals> intervals =
            drawn
                ? Optional.of(
                    evaluation.intervals(plan.replicates(), plan.seed(), groupsOf(tested)))
                : Optional.empty();
        yield List.of(
            score("pearson", scores.pearson(), intervals.map(NumberIntervals::pearson)),
            score("spearman", scores.spearman(), intervals.map(NumberIntervals::spearman)),
            score("r2", scores.r2(), intervals.map(NumberIntervals::r2)));
      }
      case Targets.Classes classes -> {
        int[] labels = Arrays.stream(tested).map(row -> classes.labels()[row]).toArray();
        ClassEvaluation evaluation = new ClassEvaluation(classes.names().size(), predicted, labels);
        ClassScores scores = evaluation.scores();
        Optional<ClassIntervals> intervals =
            drawn
                ? Optional.of(
                    evaluation.intervals(plan.replicates(), plan.seed(), groupsOf(tested)))
                : Optional.empty();
        yield List.of(
            score("roc_auc", scores.macroRocAuc(), intervals.map(ClassIntervals::macroRocAuc)),
            score("mcc", scores.confusion().mcc(), intervals.map(ClassIntervals::mcc)),
            score(
                "accuracy",
                scores.confusion().accuracy(),
                intervals.map(ClassIntervals::accuracy)));
      }
    };
  }

  private static ProbeScore score(String name, double value, Optional<Interval> interval) {
    return new ProbeScore(name, value, interval.orElse(new Interval(Double.NaN, Double.NaN)));
  }

  /** The groups of some rows, numbered anew without gaps. */
  private int[] groupsOf(int[] rows) {
    Map<Integer, Integer> numbers = new HashMap<>();
    return Arrays.stream(rows)
        .map(
            row -> {
              Integer next = numbers.size();
              Integer known = numbers.putIfAbsent(data.groups()[row], next);
              return known == null ? next : known;
            })
        .toArray();
  }

  private static List<ProbeScore> means(List<List<ProbeScore>> draws) {
    if (draws.size() < 2) {
      return draws.isEmpty() ? List.of() : draws.getFirst();
    }
    List<ProbeScore> means = new ArrayList<>();
    for (int i = 0; i < draws.getFirst().size(); i++) {
      int place = i;
      double[] sorted =
          draws.stream()
              .mapToDouble(draw -> draw.get(place).value())
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      int cut = (int) (TAIL * sorted.length);
      means.add(
          new ProbeScore(
              draws.getFirst().get(i).name(),
              Arrays.stream(sorted).average().orElse(Double.NaN),
              sorted.length == 0
                  ? new Interval(Double.NaN, Double.NaN)
                  : new Interval(sorted[cut], sorted[sorted.length - 1 - cut])));
    }
    return means;
  }
}
