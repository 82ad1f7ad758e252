package org.ribond.cli.options;

import java.util.Optional;
import org.ribond.cli.options.LearningOptions.OptimiserKind;
import org.ribond.cli.options.LearningOptions.ScheduleKind;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Momentum;
import org.ribond.engine.network.Optimiser;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Schedule;
import picocli.CommandLine.Option;

/** Options of the optimiser, its schedule and clipping, with defaults that the data give. */
final class LabelLearningOptions {
  private static final float MOMENTUM = 0.9f;
  private static final int STEP_EPOCHS = 10;
  private static final double STEP_FACTOR = 0.5;

  @Option(
      names = "--optimiser",
      paramLabel = "NAME",
      description = "adamw, adam or sgd, as for contacts (default: adamw).")
  private Optional<OptimiserKind> kind;

  @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate (default: 4e-3).")
  private Optional<Float> learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Share of its last step that sgd takes again (default: 0.9).")
  private Optional<Float> momentum;

  @Option(
      names = "--l2",
      paramLabel = "F",
      description = "Pull of the weights towards 0, in their gradient (default: 0).")
  private Optional<Float> l2;

  @Option(
      names = "--weight-decay",
      paramLabel = "F",
      description =
          "Pull of the weights towards 0, beside their gradient (default: 0.05 for adamw, else 0).")
  private Optional<Float> weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "Of the learning rate: constant, cosine or step (default: cosine).")
  private Optional<ScheduleKind> schedule;

  @Option(
      names = "--warm-up",
      paramLabel = "EPOCHS",
      description = "Epochs of the rise, for cosine (default: a tenth of all).")
  private Optional<Double> warmUp;

  @Option(
      names = "--step-epochs",
      paramLabel = "N",
      description = "Epochs between changes, for step (default: 10).")
  private Optional<Integer> stepEpochs;

  @Option(
      names = "--step-factor",
      paramLabel = "F",
      description = "What is left of the rate, for step (default: 0.5).")
  private Optional<Double> stepFactor;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Largest norm of the whole gradient; 0: any (default: 1).")
  private Optional<Float> clip;

  /**
   * The settings, where nothing is given those of {@code usual}: AdamW along a cosine.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  Learning learning(Learning usual) {
    Adam adam = (Adam) usual.optimiser();
    Schedule.Cosine cosine = (Schedule.Cosine) usual.schedule();
    float rate = learningRate.orElse(adam.learningRate());
    OptimiserKind chosen = kind.orElse(OptimiserKind.ADAMW);
    float decay = weightDecay.orElse(chosen == OptimiserKind.ADAMW ? adam.weightDecay() : 0);
    float pull = l2.orElse(adam.l2());
    Optimiser optimiser =
        switch (chosen) {
          case ADAM, ADAMW ->
              new Adam(rate, adam.beta1(), adam.beta2(), adam.epsilon(), pull, decay);
          case SGD -> new Momentum(rate, momentum.orElse(MOMENTUM), pull, decay);
        };
    Schedule along =
        switch (schedule.orElse(ScheduleKind.COSINE)) {
          case CONSTANT -> new Schedule.Constant();
          case COSINE -> new Schedule.Cosine(warmUp.orElse(cosine.warmUp()));
          case STEP ->
              new Schedule.Steps(stepEpochs.orElse(STEP_EPOCHS), stepFactor.orElse(STEP_FACTOR));
        };
    return new Learning(optimiser, along, clip.orElse(usual.clipNorm()));
  }
}
