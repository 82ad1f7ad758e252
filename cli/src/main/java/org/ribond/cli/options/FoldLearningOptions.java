package org.ribond.cli.options;

import java.util.Optional;
import org.ribond.engine.train.Learning;
import picocli.CommandLine.Option;

/** Options of how networks on pairs of bases learn: AdamW along a cosine. */
final class FoldLearningOptions {
  @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate (default: 2e-3).")
  private Optional<Float> learningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "F",
      description = "Pull of the weights towards 0, beside their gradient (default: 0.01).")
  private Optional<Float> weightDecay;

  @Option(
      names = "--warm-up",
      paramLabel = "EPOCHS",
      description = "Epochs of the learning rate's rise, before it falls (default: 0.5).")
  private Optional<Double> warmUp;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Largest norm of the whole gradient; 0: any (default: 1).")
  private Optional<Float> clip;

  /**
   * The settings, where nothing is given those of {@code usual}.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  Learning learning(Learning usual) {
    return AdamWithCosine.of(usual, learningRate, weightDecay, warmUp, clip);
  }
}
