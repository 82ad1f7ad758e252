package org.ribond.cli.options;

import java.util.Optional;
import org.ribond.engine.contact.train.TowerPlan;
import org.ribond.engine.network.Adam;
import org.ribond.engine.network.Momentum;
import org.ribond.engine.network.Optimiser;
import org.ribond.engine.train.Learning;
import org.ribond.engine.train.Schedule;
import picocli.CommandLine.Option;

/** Options of the optimiser, its schedule and clipping. */
final class LearningOptions {
  private static final float L2 = 1e-4f;
  private static final float DECOUPLED_DECAY = 0.3f;
  private static final float LEARNING_RATE = 2e-4f;

  /** Ways to follow a gradient. */
  enum OptimiserKind {
    ADAM,
    ADAMW,
    SGD
  }

  /** Ways to change the learning rate. */
  enum ScheduleKind {
    CONSTANT,
    COSINE,
    STEP
  }

  @Option(
      names = "--optimiser",
      paramLabel = "NAME",
      defaultValue = "adamw",
      description = {
        "adamw: Adam with weight decay beside the gradient (default); adam: with L2 in the",
        "gradient, as MATLAB and the paper have it; sgd: gradient descent with momentum."
      })
  private OptimiserKind kind;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description = "Learning rate (default: 2e-4; --family towers: 1e-3).")
  private Optional<Float> learningRate;

  @Option(
      names = "--beta1",
      paramLabel = "B",
      defaultValue = "0.9",
      description = "Decay of Adam's first moment (default: ${DEFAULT-VALUE}).")
  private float beta1;

  @Option(
      names = "--beta2",
      paramLabel = "B",
      defaultValue = "0.999",
      description = "Decay of Adam's second moment (default: ${DEFAULT-VALUE}).")
  private float beta2;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      defaultValue = "1e-8",
      description = "Keeps Adam from dividing by 0 (default: ${DEFAULT-VALUE}).")
  private float epsilon;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      defaultValue = "0.9",
      description = "Share of its last step that sgd takes again (default: ${DEFAULT-VALUE}).")
  private float momentum;

  @Option(
      names = "--l2",
      paramLabel = "F",
      description =
          "Pull of the weights towards 0, in their gradient (default: 0 for adamw, else 1e-4).")
  private Optional<Float> l2;

  @Option(
      names = "--weight-decay",
      paramLabel = "F",
      description =
          "Pull of the weights towards 0, beside their gradient (default: 0.3 for adamw, 0.05 with"
              + " --family towers, else 0).")
  private Optional<Float> weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = {
        "Of the learning rate: constant (default); cosine (default of --family towers): up in a",
        "straight line, down to 0 along a cosine; step: times --step-factor every --step-epochs",
        "epochs."
      })
  private Optional<ScheduleKind> schedule;

  @Option(
      names = "--warm-up",
      paramLabel = "EPOCHS",
      defaultValue = "1",
      description = "Epochs of the rise, for cosine (default: ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(
      names = "--step-epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Epochs between changes, for step (default: ${DEFAULT-VALUE}).")
  private int stepEpochs;

  @Option(
      names = "--step-factor",
      paramLabel = "F",
      defaultValue = "0.5",
      description = "What is left of the rate, for step (default: ${DEFAULT-VALUE}).")
  private double stepFactor;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      defaultValue = "0",
      description = "Largest norm of the whole gradient; 0: any (default: ${DEFAULT-VALUE}).")
  private float clip;

  /**
   * The settings of networks on windows.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  Learning ofWindows() {
    return learning(LEARNING_RATE, DECOUPLED_DECAY, ScheduleKind.CONSTANT);
  }

  /**
   * The settings of networks along chains.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  Learning ofTowers() {
    Adam usual = (Adam) TowerPlan.LEARNING.optimiser();
    return learning(usual.learningRate(), usual.weightDecay(), ScheduleKind.COSINE);
  }

  private Learning learning(float usualRate, float usualDecay, ScheduleKind usualSchedule) {
    float rate = learningRate.orElse(usualRate);
    float decay = weightDecay.orElse(kind == OptimiserKind.ADAMW ? usualDecay : 0);
    float pull = l2.orElse(kind == OptimiserKind.ADAMW ? 0 : L2);
    Optimiser optimiser =
        switch (kind) {
          case ADAM, ADAMW -> new Adam(rate, beta1, beta2, epsilon, pull, decay);
          case SGD -> new Momentum(rate, momentum, pull, decay);
        };
    Schedule chosen =
        switch (schedule.orElse(usualSchedule)) {
          case CONSTANT -> new Schedule.Constant();
          case COSINE -> new Schedule.Cosine(warmUp);
          case STEP -> new Schedule.Steps(stepEpochs, stepFactor);
        };
    return new Learning(optimiser, chosen, clip);
  }
}
