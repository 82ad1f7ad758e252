package org.ribond.cli.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.ribond.cli.terminal.UsageException;
import org.ribond.engine.label.data.LabelData;
import org.ribond.engine.label.linear.LinearOptions;
import org.ribond.engine.label.model.Strands;
import org.ribond.engine.label.train.LabelDefaults;
import org.ribond.engine.label.train.LabelPlan;
import org.ribond.engine.label.train.ValidScore;
import org.ribond.engine.network.ChainArchitecture;
import org.ribond.engine.network.Family;
import org.ribond.engine.network.IsoClr;
import org.ribond.engine.network.LinearArchitecture;
import org.ribond.engine.network.Weights;
import org.ribond.engine.train.TrainingPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that make a {@link TrainingPlan} for labels; what is not given suits the data. */
public final class LabelPlanOptions {
  @Mixin private FamilyOptions family;

  @Option(
      names = "--from",
      paramLabel = "NAME|FILE",
      description =
          "Begin with this encoder, a linear layer on its vector, instead of a network of --family:"
              + " embed, which comes with Ribond, or one of 'train --task embed'. Marks that it"
              + " reads besides letters are not there.")
  private Optional<String> from;

  @Option(
      names = "--linear-method",
      paramLabel = "NAME",
      description = "linear: ridge or logistic (default: ridge).")
  private Optional<LinearOptions.Method> method;

  @Option(
      names = "--linear-view",
      paramLabel = "NAME",
      description =
          "linear: words, places, both, or best, whichever validates best (default: best).")
  private Optional<LinearOptions.View> view;

  @Option(
      names = "--longest-word",
      paramLabel = "N",
      description = "linear: letters of the longest words (default: 5 bases, 2 residues).")
  private Optional<Integer> longestWord;

  @Option(
      names = "--strands",
      paramLabel = "NAME",
      description =
          "forward, or both: the reverse complement too, in training at random, afterwards as a"
              + " mean (default: both for DNA, forward for RNA and proteins).")
  private Optional<Strands> strands;

  @Option(
      names = "--mask-letters",
      paramLabel = "P",
      description = "Share of letters that a step makes unknown (default: 0.1).")
  private Optional<Float> mask;

  @Option(
      names = "--label-smoothing",
      paramLabel = "P",
      description = "Share of a class's target that all classes get (default: 0).")
  private Optional<Float> smoothing;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Most epochs of a network (default: for 240,000 sequences in all, 8 to 30 epochs).")
  private Optional<Integer> epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Sequences of a mini-batch (default: 64 of fewer than 8,000, else 128).")
  private Optional<Integer> batch;

  @Mixin private LabelLearningOptions learning;

  @Option(
      names = {"-n", "--members"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Networks of the ensemble (default: ${DEFAULT-VALUE}).")
  private int members;

  @Option(
      names = "--patience",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "A network is done after so many epochs without a better validation score; 0: never"
              + " early (default: ${DEFAULT-VALUE}).")
  private int patience;

  @Option(
      names = "--valid-score",
      paramLabel = "NAME",
      description = "What judges an epoch: loss, roc-auc or accuracy (default: loss).")
  private Optional<String> validScore;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all that is random (default: ${DEFAULT-VALUE}).")
  private int seed;

  /** Seed of all that is random. */
  public int seed() {
    return seed;
  }

  /**
   * The weights to begin with.
   *
   * @throws org.ribond.engine.file.DataException if the encoder cannot be read
   */
  public Optional<Weights> start() {
    return from.map(name -> EncoderChoice.read(name).weights());
  }

  private Family family(LabelData training, boolean bothStrands) {
    if (from.isEmpty()) {
      return family.family(training, bothStrands);
    }
    family.requireNoNumbers("--from");
    IsoClr encoder = (IsoClr) EncoderChoice.read(from.get()).architecture().family();
    return encoder.with(IsoClr.Top.LABEL, List.of());
  }

  /** Whether a linear model is asked for. */
  public boolean isLinear() {
    return family.isLinear();
  }

  /**
   * What an epoch is judged by.
   *
   * @throws UsageException if there is no such score
   */
  public ValidScore validScore() {
    String name = validScore.orElse(ValidScore.LOSS.label());
    for (ValidScore score : ValidScore.values()) {
      if (score.label().equalsIgnoreCase(name)) {
        return score;
      }
    }
    throw new UsageException("--valid-score " + name + " is none of loss, roc-auc, accuracy");
  }

  /**
   * The plan of networks for a training set.
   *
   * @throws UsageException if a value is out of range
   */
  public TrainingPlan<LabelPlan> plan(LabelData training) {
    if (method.isPresent() || view.isPresent() || longestWord.isPresent()) {
      throw new UsageException(
          "--linear-method, --linear-view and --longest-word are for --family linear");
    }
    TrainingPlan<LabelPlan> usual = LabelDefaults.of(training);
    Strands read = strands.orElse(usual.task().strands());
    try {
      LabelPlan task =
          new LabelPlan(
              new ChainArchitecture(
                  training.alphabet().size(),
                  training.targets().outputs(),
                  family(training, read == Strands.BOTH)),
              LabelPlan.Target.of(training.targets()),
              read,
              mask.orElse(usual.task().maskedLetters()),
              smoothing.orElse(usual.task().labelSmoothing()),
              validScore());
      task.strands().check(training.molecule());
      int count = epochs.orElse(usual.epochs());
      return new TrainingPlan<>(
          task,
          learning.learning(LabelDefaults.learning(count)),
          count,
          batch.orElse(usual.batch()),
          members,
          patience,
          seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * How a linear model is trained.
   *
   * @throws UsageException if an option is for networks
   */
  public LinearOptions linear() {
    family.requireNoNumbers("--family linear");
    if (from.isPresent()) {
      throw new UsageException("--from is for networks, not for --family linear");
    }
    if (strands.isPresent() || mask.isPresent() || smoothing.isPresent() || members != 1) {
      throw new UsageException(
          "--strands, --mask-letters, --label-smoothing and --members are for networks, not for"
              + " --family linear");
    }
    if (longestWord.isPresent() && longestWord.get() < 1) {
      throw new UsageException("--longest-word must be at least 1");
    }
    return new LinearOptions(
        method.orElse(LinearOptions.DEFAULT.method()),
        view.orElse(LinearOptions.DEFAULT.view()),
        longestWord.map(OptionalInt::of).orElse(LinearOptions.DEFAULT.longestWord()),
        seed);
  }

  /** What determines a linear model, under the names of its options. */
  public static SequencedMap<String, Object> entries(LinearOptions options) {
    SequencedMap<String, Object> entries = new LinkedHashMap<>();
    entries.put("family", LinearArchitecture.NAME);
    entries.put("linear-method", options.method().name().toLowerCase(Locale.ROOT));
    entries.put("linear-view", options.view().name().toLowerCase(Locale.ROOT));
    options.longestWord().ifPresent(word -> entries.put("longest-word", word));
    entries.put("seed", options.seed());
    return entries;
  }
}
